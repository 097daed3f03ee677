"""Drafts as values: their fields, their ids, what they become."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from knowledge import (
    Bar,
    ClinicianRole,
    Draft,
    DraftKind,
    DraftState,
    Member,
    Role,
    Substance,
    drafts,
)
from knowledge.library import records, signing
from tests import make
from tests.make import TODAY

BODY = records.plain(make.claim())
RITA = Member("r" * 64, "Rita", Role.REVIEWER)
CLARA = Member("c" * 64, "Clara", Role.CLINICIAN, ClinicianRole.DOCTOR)
TEAM = (RITA, CLARA)
KNOWN = {each.id: each for each in make.SUBSTANCES}
MINUTE_MS = 60_000


def edit(**fields: Any) -> Draft:
    """A draft that changes the claim on NMN and depression."""
    return Draft(
        1, DraftKind.EDIT, "nmn-depression", RITA.person,
        {**drafts.fields_of(BODY), **fields}, base="digest", before=BODY,
    )  # fmt: skip


def new(**fields: Any) -> Draft:
    return Draft(2, DraftKind.NEW_CLAIM, "", RITA.person, fields)


def test_a_new_claim_is_asked_for_everything_and_an_edit_for_what_it_may_change() -> None:
    assert drafts.steps_of(new()) == drafts.FIELDS
    assert set(drafts.FIELDS) - set(drafts.steps_of(edit())) == {
        "substance", "relation", "outcome",
    }  # fmt: skip


def test_what_is_missing_is_named_in_order() -> None:
    assert drafts.missing(new(substance="nmn"))[:2] == ("relation", "outcome")
    assert drafts.missing(edit()) == ()
    assert drafts.missing(edit(safety_facts=[])) == ()


@pytest.mark.parametrize(
    ("taken", "id_"),
    [
        (set(), "nmn-sleep"),
        ({"nmn-sleep"}, "nmn-improves-sleep"),
        ({"nmn-sleep", "nmn-improves-sleep"}, "nmn-sleep-2"),
    ],
)
def test_the_id_of_a_claim_is_made_of_what_it_is_about(taken: set[str], id_: str) -> None:
    draft = new(substance="nmn", relation="improves", outcome="sleep")
    assert drafts.id_for(draft, taken) == id_


def test_what_is_published_names_both_people_and_is_due_in_a_year() -> None:
    body = drafts.body_of(edit(headline="It is not known."), BODY, "Rita", RITA, TODAY)
    assert body["headline"] == "It is not known."
    assert body["review"]["by"] == "Rita and Rita"
    assert body["review"]["reviewed"] == TODAY.isoformat()
    assert date.fromisoformat(body["review"]["due"]) - TODAY == timedelta(days=365)
    assert body["review"]["sign_off"] is None


def test_a_clinician_who_approves_signs_it_off() -> None:
    body = drafts.body_of(edit(), BODY, "Rita", CLARA, TODAY)
    claim = drafts.stored_claim(body)
    assert claim.review.clinician
    assert claim.review.sign_off is not None
    assert (claim.review.sign_off.by, claim.review.sign_off.role) == ("Clara", "doctor")


def test_a_sign_off_stays_while_what_was_signed_stays() -> None:
    signed = records.plain(signing.signed(make.claim(), "Dr Ada", ClinicianRole.PHARMACIST, TODAY))
    fields = drafts.fields_of(signed)
    kept = drafts.body_of(edit(**{**fields, "phrasings": ["x"]}), signed, "Rita", RITA, TODAY)
    assert kept["review"]["sign_off"]["by"] == "Dr Ada"
    gone = drafts.body_of(edit(**{**fields, "headline": "Not known."}), signed, "Rita", RITA, TODAY)
    assert gone["review"]["sign_off"] is None


def test_a_phrasing_and_a_name_are_added_and_nothing_else_changes() -> None:
    phrasing = Draft(3, DraftKind.PHRASING, "nmn-depression", "a", {"phrasing": "so happy"})
    body = drafts.body_of(phrasing, BODY, "Rita", CLARA, TODAY)
    assert body == {**BODY, "phrasings": [*BODY["phrasings"], "so happy"]}
    substance = records.plain(make.SUBSTANCES[0])
    name = Draft(4, DraftKind.NAME, "nmn", "a", {"language": "de", "name": "Nikomono"})
    made = drafts.body_of(name, substance, "Rita", CLARA, TODAY)
    assert made == {**substance, "names": {**substance["names"], "de": ["Nikomono"]}}


BERBERINE = Draft(
    5, DraftKind.SUBSTANCE, "berberine", RITA.person,
    {"name": "Berberine", "group": "herb", "names": ["en: berberine HCl"], "for": 2},
)  # fmt: skip
HICCUPS = Draft(
    6, DraftKind.OUTCOME, "hiccups", RITA.person, {"name": "hiccups", "nature": "condition"}
)


def test_a_new_substance_and_a_new_outcome_have_fields_of_their_own() -> None:
    assert drafts.steps_of(BERBERINE) == ("name", "group", "names", "ambiguous")
    assert drafts.missing(BERBERINE) == drafts.missing(HICCUPS) == ()
    assert drafts.missing(replace(HICCUPS, fields={})) == ("name", "nature")
    assert (BERBERINE.record, HICCUPS.record, edit().record) == ("substance", "outcome", "claim")
    assert drafts.id_for(BERBERINE, {"berberine"}) == "berberine-2"


def test_what_is_published_of_them_is_a_whole_record() -> None:
    body = drafts.body_of(BERBERINE, None, "Rita", CLARA, TODAY)
    assert records.plain(drafts.tried_as(BERBERINE, None, TODAY)) == body
    assert (body["id"], body["names"]) == (
        "berberine", {"en": ["Berberine", "berberine HCl"]},
    )  # fmt: skip
    assert drafts.body_of(HICCUPS, None, "Rita", CLARA, TODAY)["words"] == {"en": ["hiccups"]}


def test_what_a_colleague_made_meanwhile_is_not_made_again() -> None:
    assert not drafts.stale(BERBERINE, None)
    assert drafts.stale(BERBERINE, "digest")


def test_who_declared_a_substance_before_it_was_there_does_not_approve_it() -> None:
    seller = replace(CLARA, declared="I sell Berberine HCl, and honey")
    assert drafts.bar(seller, BERBERINE, None, TEAM, KNOWN) is Bar.INTEREST
    assert drafts.bar(CLARA, BERBERINE, None, TEAM, KNOWN) is None
    assert drafts.bar(seller, HICCUPS, None, TEAM, KNOWN) is None
    made = drafts.word_of(BERBERINE)
    assert isinstance(made, Substance)
    later = new(substance="berberine")
    assert drafts.bar(seller, later, None, TEAM, {**KNOWN, "berberine": made}) is Bar.INTEREST


def test_a_claim_that_somebody_changed_meanwhile_is_stale_and_words_never_are() -> None:
    assert not drafts.stale(edit(), "digest")
    assert drafts.stale(edit(), "another")
    assert drafts.stale(edit(), None)
    assert not drafts.stale(Draft(3, DraftKind.PHRASING, "x", "a", {}), "another")


@pytest.mark.parametrize(
    ("member", "draft", "bar"),
    [
        (CLARA, edit(), None),
        (RITA, edit(), Bar.AUTHOR),
        (replace(CLARA, interests=("nmn",)), edit(), Bar.INTEREST),
        (replace(RITA, person="x" * 64), edit(safety="danger"), Bar.DANGER),
        (CLARA, edit(safety="danger"), None),
        (CLARA, replace(edit(), author="somebody who left"), Bar.GONE),
        (
            replace(CLARA, interests=("nmn",)),
            Draft(4, DraftKind.NAME, "nmn", RITA.person, {}),
            Bar.INTEREST,
        ),
    ],
)
def test_who_may_approve(member: Member, draft: Draft, bar: Bar | None) -> None:
    assert drafts.bar(member, draft, BODY, TEAM, KNOWN) is bar


def test_making_a_danger_harmless_needs_a_clinician_too() -> None:
    danger = {**BODY, "safety": "danger"}
    other = replace(RITA, person="x" * 64)
    assert drafts.bar(other, edit(safety="ordinary"), danger, TEAM, KNOWN) is Bar.DANGER


def test_handing_in_again_forgets_every_yes() -> None:
    approved = replace(edit(), approvals=("x",), looked=("x",), refused_why="no", edition=1)
    again = drafts.handed_in(approved, 7)
    assert (again.state, again.edition) == (DraftState.TESTING, 2)
    assert (again.approvals, again.looked, again.refused_why) == ((), (), "")


def test_ten_minutes_to_undo_then_those_who_wait_may_hear() -> None:
    done = replace(edit(), state=DraftState.PUBLISHED, published_ms=100 * MINUTE_MS)
    assert done.undoable(109 * MINUTE_MS)
    assert not done.settled(109 * MINUTE_MS)
    assert not done.undoable(110 * MINUTE_MS)
    assert done.settled(110 * MINUTE_MS)
    assert not replace(done, announced=True).settled(110 * MINUTE_MS)
    assert not replace(done, state=DraftState.UNDONE).undoable(101 * MINUTE_MS)


def test_an_edit_that_changes_nothing_is_none_but_a_new_look_is() -> None:
    assert not drafts.changed(edit())
    assert drafts.changed(edit(headline="Not known."))
    assert drafts.changed(edit(due="2027-01-01"))
    assert drafts.changed(replace(edit(), before={**BODY, "state": "draft"}))
