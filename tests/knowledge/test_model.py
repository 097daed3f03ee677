"""The values of the knowledge base: frozen, comparable, in the words of the design."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

import pytest

from knowledge import (
    Assessment,
    Certainty,
    ClaimState,
    Decision,
    Finding,
    Relation,
    Safety,
    Stance,
    Status,
    TipOff,
    TipOffPattern,
    Unreviewed,
    Urgency,
)
from tests import make

FOUND = Finding(
    claim=make.claim(),
    quote="NMN cured my depression",
    stance=Stance.ASSERTS,
    probability=0.97,
    decision=Decision.ANSWER,
    named="nmn",
    words=("NMN", "depression"),
)
UNSURE = Finding(
    claim=make.claim(id="nmn-sleep", outcome="sleep"),
    quote="sleep?",
    stance=Stance.ASKS,
    probability=0.5,
    decision=Decision.ASK,
    named="nmn",
)
WHOLE = Assessment(
    language="en",
    urgent=Urgency.DANGER,
    findings=(UNSURE, FOUND),
    tip_offs=(TipOff("cure-all", "cures everything"),),
    unreviewed=(Unreviewed("nac", None),),
    substances=("nmn", "nac"),
)
VALUES: tuple[Any, ...] = (
    make.SOURCE,
    make.REVIEW,
    make.CLAIM,
    make.SUBSTANCES[0],
    make.OUTCOMES[0],
    TipOffPattern("cure-all", "Cure for everything", "Nothing is.", {"en": ("all",)}),
    WHOLE.tip_offs[0],
    FOUND,
    WHOLE.unreviewed[0],
    WHOLE,
    make.content(),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_cannot_be_changed(value: Any) -> None:
    assert is_dataclass(value)
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, "something else")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_holds_nothing_but_its_fields(value: Any) -> None:
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_equals_its_copy(value: Any) -> None:
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Status, ("supported", "mixed", "unproven", "refuted")),
        (Certainty, ("high", "moderate", "low", "very low")),
        (Safety, ("ordinary", "caution", "danger")),
        (Stance, ("asserts", "asks", "disputes", "reports")),
    ],
)
def test_a_scale_has_the_words_of_the_design(kind: type[StrEnum], words: tuple[str, ...]) -> None:
    assert tuple(member.value for member in kind) == words


def test_the_relations_of_the_design_are_all_there() -> None:
    designed = [
        "improves",
        "prevents",
        "harms",
        "replaces",
        "is-safe",
        "safe-with",
        "how-to-take",
        "is-official",
    ]
    assert {member.value for member in Relation} >= set(designed)


@pytest.mark.parametrize(
    ("state", "published"), [(ClaimState.PUBLISHED, True), (ClaimState.DRAFT, False)]
)
def test_only_a_published_claim_says_that_it_is(state: ClaimState, published: bool) -> None:
    assert make.claim(state=state).published is published


def test_an_assessment_parts_what_to_answer_from_what_to_ask() -> None:
    assert WHOLE.answers == (FOUND,)
    assert WHOLE.questions == (UNSURE,)


def test_a_finding_is_general_where_its_claim_speaks_of_another_substance() -> None:
    assert not FOUND.general
    assert replace(FOUND, named="nac").general


def test_an_assessment_of_nothing_is_empty() -> None:
    empty = Assessment(language="en")
    assert empty.urgent is None
    assert (empty.answers, empty.questions, empty.tip_offs, empty.unreviewed) == ((), (), (), ())
