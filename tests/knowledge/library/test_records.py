"""Plain data to values and back: nothing is lost, and every problem is named at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from knowledge.library import reader, records
from knowledge.model import Claim, Content
from tests import make

GOAL = {"id": "x", "name": "X", "nature": "goal", "words": {"en": ["x"]}}


def _plain_claim(**changes: Any) -> dict[str, Any]:
    plain = {**records.plain(make.claim()), **changes}
    del plain["substance"]
    return plain


def _through_json(value: Any) -> Any:
    return json.loads(json.dumps(records.plain(value)))


def test_every_claim_of_the_library_survives_the_way_to_json_and_back(library: Content) -> None:
    for claim in library.claims:
        plain = _through_json(claim)
        substance = plain.pop("substance")
        assert records.claim(plain, substance) == claim


def test_the_whole_vocabulary_survives_the_way_to_json_and_back(library: Content) -> None:
    kinds: tuple[tuple[tuple[Any, ...], Callable[[Any], Any]], ...] = (
        (library.substances, records.substance),
        (library.outcomes, records.outcome),
        (library.tip_offs, records.tip_off),
    )
    for values, read in kinds:
        for value in values:
            assert read(_through_json(value)) == value


@pytest.mark.parametrize(
    "field", sorted({field.name for field in fields(Claim)} - {"substance", "safety_facts"})
)
@pytest.mark.parametrize("how", ["left out", "empty"])
def test_a_claim_without_a_field_is_refused(field: str, how: str) -> None:
    plain = _plain_claim(**{field: None})
    if how == "left out":
        del plain[field]
    with pytest.raises(reader.Unreadable) as refused:
        records.claim(plain, "nmn")
    assert refused.value.problems == [((), f"{field} is missing")]


def test_safety_facts_may_be_left_out() -> None:
    plain = _plain_claim()
    del plain["safety_facts"]
    assert records.claim(plain, "nmn").safety_facts == ()


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"headline": 5}, ("headline",), "must be text"),
        ({"headline": "  "}, ("headline",), "must be text"),
        ({"facts": "one"}, ("facts",), "must be a list of texts"),
        ({"phrasings": [1, 2]}, ("phrasings",), "must be a list of texts"),
        ({"status": "true"}, ("status",), "allowed: supported, mixed, unproven, refuted"),
        ({"status": ["refuted"]}, ("status",), "allowed: "),
        ({"facts": ["  "]}, ("facts",), "must be a list of texts"),
        ({"sources": "Cochrane"}, ("sources",), "must be a list"),
        ({"sources": [{"year": True}]}, ("sources", 0, "year"), "must be a number"),
        ({"review": "last week"}, ("review",), "must be a mapping"),
        ({"review": {"by": "me", "reviewed": "2026-11-22"}}, ("review",), "due is missing"),
        ({"sources": ["a blog"]}, ("sources", 0), "must be a mapping"),
        ({"sources": [{"titel": "x"}]}, ("sources", 0, "titel"), "unknown field 'titel'"),
        ({"grade": "A"}, ("grade",), "unknown field 'grade'"),
    ],
)
def test_a_field_of_another_shape_is_refused_at_its_place(
    changes: dict[str, Any], place: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(reader.Unreadable) as refused:
        records.claim(_plain_claim(**changes), "nmn")
    assert any(at == place and message in text for at, text in refused.value.problems)


@pytest.mark.parametrize(
    ("read", "record"),
    [
        (records.substance, {"id": "x", "name": "X", "group": "g", "names": ["x"]}),
        (records.substance, {"id": "x", "name": "X", "group": "g", "names": []}),
        (records.substance, {"id": "x", "name": "X", "group": "g", "names": {"en": "x"}}),
        (records.substance, {"id": "x", "name": "X", "group": "g", "names": {"en": [""]}}),
        (records.outcome, {"id": "x", "name": "X", "nature": "odd", "words": {"en": ["x"]}}),
        (records.outcome, {"id": "x", "name": "X", "nature": "goal"}),
        (records.outcome, {**GOAL, "parts": "y"}),
        (records.outcome, {**GOAL, "treats": "y"}),
        (records.tip_off, {"id": "x", "name": "X"}),
        (records.tip_off, "words"),
    ],
)
def test_a_bad_record_of_the_vocabulary_is_refused(read: Callable[[Any], Any], record: Any) -> None:
    with pytest.raises(reader.Unreadable):
        read(record)


@pytest.mark.parametrize("field", ["parts", "treats"])
def test_an_outcome_names_other_outcomes(field: str) -> None:
    assert getattr(records.outcome({**GOAL, field: ["y", "z"]}), field) == ("y", "z")
    assert getattr(records.outcome(GOAL), field) == ()


def test_all_problems_of_a_record_are_named_at_once() -> None:
    with pytest.raises(reader.Unreadable) as refused:
        records.claim(_plain_claim(headline=None, status="odd", facts="one"), "nmn")
    assert len(refused.value.problems) == 3


LIMIT: dict[str, Any] = {
    "population": "adults", "amount": 12, "unit": "mg", "per": "a day", "kind": "upper limit",
    "note": "Above this, nerves can be damaged.", "source": records.plain(make.SOURCE),
}  # fmt: skip


def test_a_limit_may_be_set_without_an_amount() -> None:
    read = records.limit({**LIMIT, "amount": None, "kind": "no limit set"})
    assert read.amount is None
    assert records.limit(records.plain(read)) == read


@pytest.mark.parametrize("amount", ["12", True, [12]])
def test_an_amount_that_is_no_number_is_refused(amount: object) -> None:
    with pytest.raises(reader.Unreadable, match="amount must be a number"):
        records.limit({**LIMIT, "amount": amount})


def test_an_interaction_says_what_to_do() -> None:
    plain = {
        "medicine": "blood thinners", "effect": "More bleeding.", "severity": "avoid",
        "source": records.plain(make.SOURCE),
    }  # fmt: skip
    assert records.plain(records.interaction(plain)) == plain
    with pytest.raises(reader.Unreadable, match="severity is 'maybe'; allowed: avoid, ask first"):
        records.interaction({**plain, "severity": "maybe"})
