"""A snapshot: published claims only, by id and by substance, never changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from knowledge import ClaimState, Snapshot, TipOffPattern, UnknownClaim, snapshot
from knowledge.model import Medicine, Nature, Outcome
from knowledge.snapshot import changed
from tests import make

PUBLISHED = (
    make.claim(id="nmn-sleep", outcome="sleep"),
    make.claim(id="nmn-depression"),
    make.claim(id="nac-depression", substance="nac"),
)
DRAFT = make.claim(id="nac-sleep", substance="nac", outcome="sleep", state=ClaimState.DRAFT)
TIP_OFF = TipOffPattern("cure-all", "Cure for everything", "Nothing is.", {"en": ("all",)})


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(make.content(*PUBLISHED, DRAFT, tip_offs=(TIP_OFF,)), version=7, meaning=False)


def test_published_claims_are_found_by_id(small: Snapshot) -> None:
    assert {id_: small.claim(id_) for id_ in small.claims} == {c.id: c for c in PUBLISHED}


@pytest.mark.parametrize("id_", ["nac-sleep", "no-such-claim", ""])
def test_a_draft_is_as_unknown_as_a_claim_that_nobody_wrote(small: Snapshot, id_: str) -> None:
    with pytest.raises(UnknownClaim, match=f"'{id_}'"):
        small.claim(id_)


def test_published_claims_are_grouped_by_substance(small: Snapshot) -> None:
    grouped = {id_: [claim.id for claim in claims] for id_, claims in small.by_substance.items()}
    assert grouped == {"nac": ["nac-depression"], "nmn": ["nmn-depression", "nmn-sleep"]}


def test_the_vocabulary_is_found_by_id(small: Snapshot) -> None:
    assert small.substance("nac") == make.SUBSTANCES[1]
    assert small.outcome("sleep") == make.OUTCOMES[1]
    assert small.tip_off("cure-all") == TIP_OFF


def test_it_remembers_its_content_and_its_version(small: Snapshot) -> None:
    assert DRAFT in small.content.claims
    assert small.version == 7
    assert snapshot(make.content(), meaning=False).version == 0


def test_it_cannot_be_changed(small: Snapshot) -> None:
    with pytest.raises(FrozenInstanceError):
        small.version = 8  # type: ignore[misc]


def test_the_order_of_the_content_makes_no_difference(small: Snapshot) -> None:
    turned = snapshot(make.content(DRAFT, *PUBLISHED[::-1], tip_offs=(TIP_OFF,)), meaning=False)
    assert list(turned.claims) == list(small.claims)
    assert turned.by_substance == small.by_substance


def test_it_can_do_without_meaning(small: Snapshot) -> None:
    assert not small.meaning.active
    assert small.meaning.effects("NMN cures depression") == {}


def test_a_base_without_claims_has_no_meaning() -> None:
    assert not snapshot(make.content(DRAFT)).meaning.active


def test_the_vocabulary_is_used_again_while_no_word_changes(small: Snapshot) -> None:
    changed = make.content(DRAFT, tip_offs=(TIP_OFF,))
    assert snapshot(changed, last=small, meaning=False).vocabulary is small.vocabulary
    assert snapshot(make.content(), last=small, meaning=False).vocabulary is not small.vocabulary


def test_a_changed_danger_medicine_or_helpline_makes_a_new_vocabulary(small: Snapshot) -> None:
    known = Medicine("statins", "statins", {"en": ("statin",)})
    later = replace(small.content, medicines=(*small.content.medicines, known))
    assert "statins" in snapshot(later, last=small, meaning=False).vocabulary.medicines


def test_every_claim_of_the_library_has_a_known_substance_and_outcome(base: Snapshot) -> None:
    assert base.claims
    for claim in base.claims.values():
        assert base.substance(claim.substance).id == claim.substance
        assert base.outcome(claim.outcome).id == claim.outcome


def test_a_changed_claim_takes_the_place_of_the_old_one(small: Snapshot) -> None:
    reworded = make.claim(id="nmn-sleep", outcome="sleep", phrasings=("slept like a log",))
    after = changed(small, reworded)
    assert after.claim("nmn-sleep") == reworded
    assert set(after.claims) == set(small.claims)
    assert after.vocabulary is small.vocabulary
    assert small.claim("nmn-sleep") == PUBLISHED[0]


def test_an_added_claim_counts_once_it_is_published(small: Snapshot) -> None:
    assert "nac-sleep" not in changed(small, DRAFT).claims
    published = replace(DRAFT, state=ClaimState.PUBLISHED)
    assert "nac-sleep" in changed(small, published).claims


def test_a_changed_substance_brings_its_names(small: Snapshot) -> None:
    named = replace(make.SUBSTANCES[1], names={"en": ("acetylcysteine", "mucofluxin")})
    after = changed(small, named)
    assert after.substance("nac") == named
    assert len(after.content.substances) == len(small.content.substances)


def test_a_new_outcome_brings_its_words(small: Snapshot) -> None:
    hiccups = Outcome("hiccups", "hiccups", Nature.CONDITION, {"en": ("hic",)})
    after = changed(small, hiccups)
    assert after.outcome("hiccups") is hiccups
    assert after.content.outcomes[:-1] == small.content.outcomes
