"""What a whole message shows for a pair of substance and effect."""

from __future__ import annotations

import pytest

from knowledge import Relation, Snapshot
from knowledge.matching.candidates import Candidate, named_candidates
from knowledge.matching.evidence import evidence, weighed
from knowledge.matching.topical import topical_candidates
from knowledge.reading.reader import read


def seen(text: str, claim: str, base: Snapshot) -> Candidate:
    """The first candidate of a claim in a text, weighed."""
    reading = read(text, base.vocabulary)
    found = named_candidates(reading, base)
    found += topical_candidates(reading, base, found)
    shown = weighed(found, evidence(reading, base), base)
    return next(each for each in shown if each.claim.id == claim)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("NMN cures depression.", 1.0),
        ("I was down with depression. Then NMN came.", 0.5),
        ("I had depression. It was long. Then NMN came and cures it.", 1 / 3),
    ],
)
def test_the_nearer_the_names_stand_the_more_they_show(
    text: str, near: float, base: Snapshot
) -> None:
    assert seen(text, "nmn-depression", base).features.beside == pytest.approx(near)


def test_the_only_substance_is_told_from_one_of_several(base: Snapshot) -> None:
    alone = seen("NMN cures depression.", "nmn-depression", base).features
    second = seen("Creatine is for muscles. NMN cures depression.", "nmn-depression", base).features
    assert (alone.sole, alone.first) == (1, 1)
    assert (second.sole, second.first) == (0, 0)


def test_a_longer_message_shows_less_by_its_length_alone(base: Snapshot) -> None:
    short = seen("NMN cures depression.", "nmn-depression", base).features
    long = seen("NMN cures depression. " + "We met at the lake. " * 90, "nmn-depression", base)
    assert short.long < long.features.long == 1


def test_what_a_list_of_side_effects_names_is_not_what_is_claimed(base: Snapshot) -> None:
    text = "NMN cures depression.\n\nPossible side effects include:\n- insomnia"
    reading = read(text, base.vocabulary)
    assert "depression" in evidence(reading, base).effects
    assert "sleep" not in evidence(reading, base).effects


def test_a_general_claim_counts_as_general_unless_it_is_on_replacing_a_treatment(
    base: Snapshot,
) -> None:
    reading = read("Echinacea can replace your antidepressants", base.vocabulary)
    found = weighed(named_candidates(reading, base), evidence(reading, base), base)
    swaps = [each for each in found if each.claim.relation is Relation.REPLACES]
    assert swaps
    assert all(each.named != each.claim.substance for each in swaps)
    assert all(each.features.general == 0 and each.features.swap == 1 for each in swaps)


def test_another_effect_that_is_nearer_by_its_words_matters_only_where_none_is_named(
    base: Snapshot,
) -> None:
    named = seen("NMN cures depression and gives energy", "nmn-depression", base)
    assert named.features.behind == 0


def test_a_recipe_sounds_less_like_a_claim_than_a_claim(base: Snapshot) -> None:
    if not base.meaning.active:
        pytest.skip("without the extra for meaning nothing is heard")
    claims = base.meaning.asserting("Turmeric cured my aunt's cancer, doctors are amazed!")
    recipe = base.meaning.asserting("Add a spoon of turmeric and simmer for ten minutes.")
    assert 0 <= recipe < 0.5 < claims <= 1
