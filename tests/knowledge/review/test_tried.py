"""What answers a message, by what a person read in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import Relation, Snapshot, Tried, snapshot
from knowledge.review.tried import Said, goals, right
from tests import make

IMPROVES = make.claim(id="nmn-helps")
HARMS = make.claim(id="nmn-harms", relation=Relation.HARMS)
SLEEP = make.claim(id="nmn-sleep", outcome="sleep")
SAID = Said("nmn", Relation.PREVENTS, "depression")


@pytest.fixture(scope="module")
def base() -> Snapshot:
    return snapshot(make.content(IMPROVES, HARMS, SLEEP), meaning=False)


def test_a_claim_on_the_same_effect_answers_unless_it_is_on_the_opposite(base: Snapshot) -> None:
    assert right(SAID, base) == {"nmn-helps"}
    assert right(replace(SAID, relation=Relation.HARMS), base) == {"nmn-harms"}
    assert right(replace(SAID, relation=Relation.IS_SAFE), base) == {"nmn-helps", "nmn-harms"}


def test_what_a_person_named_answers_too(base: Snapshot) -> None:
    assert right(replace(SAID, claims=frozenset({"x"})), base) == {"nmn-helps", "x"}


def test_a_substance_that_is_not_known_has_no_answer(base: Snapshot) -> None:
    assert right(replace(SAID, substance="unheard-of"), base) == frozenset()


def test_each_thing_that_is_said_is_a_goal(base: Snapshot) -> None:
    two = (SAID, replace(SAID, outcome="sleep"))
    assert goals(Tried("a", "", frozenset(), two), base) == ({"nmn-helps"}, {"nmn-sleep"})


def test_without_a_reading_each_expected_claim_is_one(base: Snapshot) -> None:
    assert goals(Tried("a", "", frozenset({"b", "a"})), base) == ({"a"}, {"b"})
    assert goals(Tried("a", ""), base) == ()
