"""A backtest says what a change would change, exactly as if every message were answered anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge import (
    Backtest,
    Claim,
    ClaimState,
    Relation,
    Snapshot,
    Substance,
    Tried,
    assess,
    backtest,
    baseline,
    changed,
    compared,
    snapshot,
    tried_messages,
)
from knowledge.review.tried import Said
from tests import make

CURES = "Acetylcysteine cured my depression within a week."
NMN, NAC = make.SUBSTANCES
ON_NAC = make.claim(id="nac-depression", substance="nac", claim="NAC relieves depression")
SAID = Said("nac", Relation.IMPROVES, "depression")


def answers(text: str, base: Snapshot) -> frozenset[str]:
    return frozenset(finding.claim.id for finding in assess(text, base).answers)


def moved(result: Backtest) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    every = (*result.fixes, *result.breaks, *result.also)
    return {each.id: (each.gained, each.lost) for each in every}


@pytest.fixture(scope="module")
def small() -> Snapshot:
    """A base that knows NAC, and nothing of it."""
    return snapshot(make.content(), meaning=False)


@pytest.fixture(scope="module")
def with_claim(small: Snapshot) -> Snapshot:
    return changed(small, ON_NAC)


def test_an_expected_claim_that_is_found_now_is_a_fix(
    small: Snapshot, with_claim: Snapshot
) -> None:
    result = backtest(small, with_claim, [Tried("a", CURES, frozenset({"nac-depression"}))])
    (fix,) = result.fixes
    assert (fix.id, fix.text, fix.gained, fix.lost) == ("a", CURES, ("nac-depression",), ())
    assert (result.breaks, result.also, result.clean) == ((), (), True)


def test_an_expected_claim_that_is_lost_breaks(small: Snapshot, with_claim: Snapshot) -> None:
    result = backtest(with_claim, small, [Tried("a", CURES, frozenset({"nac-depression"}))])
    (broken,) = result.breaks
    assert (broken.id, broken.lost) == ("a", ("nac-depression",))
    assert not result.clean


def test_a_claim_that_nobody_expects_breaks(small: Snapshot, with_claim: Snapshot) -> None:
    result = backtest(small, with_claim, [Tried("a", CURES, frozenset())])
    assert [each.gained for each in result.breaks] == [("nac-depression",)]
    assert result.fixes == ()


def test_a_wrong_answer_that_goes_away_is_a_fix(small: Snapshot, with_claim: Snapshot) -> None:
    result = backtest(with_claim, small, [Tried("a", CURES, frozenset())])
    assert [each.lost for each in result.fixes] == [("nac-depression",)]
    assert result.clean


def test_a_message_may_come_right_and_go_wrong_at_once(small: Snapshot) -> None:
    text = f"{CURES}\n\nNMN relieves depression."
    on_nmn_only, on_nac_only = small, snapshot(make.content(ON_NAC), last=small, meaning=False)
    tried = Tried("a", text, frozenset({"nac-depression", "nmn-depression"}))
    result = backtest(on_nmn_only, on_nac_only, [tried])
    assert [each.id for each in result.fixes] == ["a"]
    assert [each.id for each in result.breaks] == ["a"]


def test_a_message_of_which_nothing_is_known_is_only_told(
    small: Snapshot, with_claim: Snapshot
) -> None:
    result = backtest(small, with_claim, [Tried("a", CURES), Tried("b", "NMN relieves depression")])
    assert [(each.id, each.gained) for each in result.also] == [("a", ("nac-depression",))]
    assert result.clean


def test_a_new_claim_on_what_a_message_is_known_to_say_is_a_fix(
    small: Snapshot, with_claim: Snapshot
) -> None:
    result = backtest(small, with_claim, [Tried("a", CURES, frozenset(), (SAID,))])
    assert [each.id for each in result.fixes] == ["a"]
    assert result.clean


def test_a_claim_on_the_opposite_of_what_is_said_is_none_that_answers_it(
    small: Snapshot, with_claim: Snapshot
) -> None:
    harms = replace(SAID, relation=Relation.HARMS)
    result = backtest(small, with_claim, [Tried("a", CURES, frozenset(), (harms,))])
    assert [each.id for each in result.breaks] == ["a"]


def test_nothing_moves_where_nothing_changes(small: Snapshot) -> None:
    tried = [Tried("a", CURES), Tried("b", "NMN relieves depression", frozenset())]
    assert backtest(small, changed(small, make.CLAIM), tried) == Backtest()


def test_a_new_name_is_seen_exact_and_misspelt(with_claim: Snapshot) -> None:
    named = replace(NAC, names={**NAC.names, "en": (*NAC.names["en"], "mucofluxin")})
    texts = {
        "exact": "Mucofluxin cured my depression.",
        "misspelt": "Mucofluxen cured my depression.",
        "not at all": "Fluxcapacitor cured my depression.",
    }
    result = backtest(
        with_claim, changed(with_claim, named), [Tried(id_, text) for id_, text in texts.items()]
    )
    assert set(moved(result)) == {"exact", "misspelt"}


def test_a_new_substance_is_seen(small: Snapshot) -> None:
    new = Substance("zorbium", "Zorbium", "mineral", {"en": ("zorbium",)})
    on_it = make.claim(id="zorbium-depression", substance="zorbium")
    result = backtest(
        small, changed(small, new, on_it), [Tried("a", "Zorbium cured my depression.")]
    )
    assert [each.gained for each in result.also] == [("zorbium-depression",)]


def test_a_name_that_is_taken_away_is_seen(with_claim: Snapshot) -> None:
    nameless = replace(NAC, names={})
    result = backtest(with_claim, changed(with_claim, nameless), [Tried("a", CURES)])
    assert moved(result) == {"a": ((), ("nac-depression",))}


def test_a_baseline_serves_many_changes(small: Snapshot, with_claim: Snapshot) -> None:
    tried = [Tried("a", CURES)]
    kept = baseline(small, tried)
    assert moved(compared(kept, with_claim)) == {"a": (("nac-depression",), ())}
    assert compared(kept, small) == Backtest()
    assert moved(compared(kept, with_claim)) == {"a": (("nac-depression",), ())}


def test_a_later_baseline_takes_readings_over_only_where_the_words_are_the_same(
    small: Snapshot, with_claim: Snapshot
) -> None:
    first = baseline(small, [Tried("a", CURES)])
    later = baseline(with_claim, [Tried("b", CURES), Tried("c", "NMN")], first)
    assert later.readings[0] is first.readings[0]
    assert later.answers == (frozenset({"nac-depression"}), frozenset())
    named = changed(with_claim, replace(NAC, names={}))
    assert baseline(named, [Tried("a", CURES)], later).answers == (frozenset(),)


@pytest.fixture(scope="module")
def words(base: Snapshot) -> Snapshot:
    """The library, found by words only."""
    return snapshot(base.content, last=base, meaning=False)


NEW_NAME = "stinkingrose"
SLIPS = {"garlic": NEW_NAME, "magnesium": "stinkingrosse", "turmeric": "stinking rose"}


def _names(base: Snapshot) -> list[Claim | Substance]:
    """Garlic gets another name, and so do others; everyday words become names."""
    found: list[Claim | Substance] = []
    for id_, more in (("garlic", NEW_NAME), ("magnesium", "grandma"), ("nmn", "doctors")):
        one = base.substance(id_)
        found.append(replace(one, names={**one.names, "en": (*one.names["en"], more)}))
    return found


def _claims(base: Snapshot) -> list[Claim | Substance]:
    """Claims that many messages make are withdrawn, turned round or worded otherwise."""
    asked = Counter(id_ for each in tried_messages() for id_ in each.expected or ())
    many = [base.claim(id_) for id_, _ in asked.most_common(60)]
    return [
        *(replace(claim, state=ClaimState.DRAFT) for claim in many[::3]),
        *(replace(claim, relation=Relation.HARMS) for claim in many[1::3]),
        *(replace(claim, phrasings=("my blood pressure went down",)) for claim in many[2::3]),
        replace(many[0], id="another", outcome="depression"),
    ]


def _renamed(each: Tried) -> Tried:
    """A message that calls a substance by the new name, or by a slip of it."""
    text = each.text
    for name, new in SLIPS.items():
        text = re.sub(name, new, text, flags=re.IGNORECASE)
    return Tried(each.id, text)


@pytest.mark.parametrize("changes", [_names, _claims])
def test_it_says_the_same_as_answering_every_message_anew(
    words: Snapshot, changes: Callable[[Snapshot], list[Claim | Substance]]
) -> None:
    after = changed(words, *changes(words))
    every = tried_messages()
    named = [each for each in every if any(name in each.text.lower() for name in SLIPS)]
    tried = [_renamed(each) for each in (*every[::60], *named[:24])]
    wanted = {}
    for each in tried:
        was, now = answers(each.text, words), answers(each.text, after)
        if was != now:
            wanted[each.id] = (tuple(sorted(now - was)), tuple(sorted(was - now)))
    assert moved(backtest(words, after, tried)) == wanted
    assert len(wanted) >= 2
