"""One probability from the signals of a candidate, and what is decided on it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Decision, Relation
from knowledge.matching.scoring import Features, compatibility, decide, probability, weights

NAMES = [field.name for field in fields(Features)]
AGAINST = {"carried", "carried_outcome", "vague_substance", "vague_outcome", "retrieved"}
BEST = Features(relation=1, named=1, outcome=1, cue=1, near=1, alone=1, likeness=1)
OPPOSITES = [
    (Relation.IMPROVES, Relation.HARMS),
    (Relation.PREVENTS, Relation.HARMS),
    (Relation.IS_SAFE, Relation.HARMS),
    (Relation.IS_OFFICIAL, Relation.IS_BANNED),
    (Relation.NOT_NEEDED, Relation.IMPROVES),
]


@pytest.mark.parametrize("relation", list(Relation))
def test_the_same_relation_fits_wholly(relation: Relation) -> None:
    assert compatibility(relation, relation) == 1


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_opposite_relations_never_answer_for_each_other(one: Relation, other: Relation) -> None:
    assert compatibility(one, other) == compatibility(other, one) == 0


@pytest.mark.parametrize("said", [*Relation, None])
@pytest.mark.parametrize("reviewed", list(Relation))
def test_another_relation_fits_less_than_the_same(
    said: Relation | None, reviewed: Relation
) -> None:
    fits = compatibility(said, reviewed)
    assert 0 <= fits <= 1
    assert (fits == 1) is (said is reviewed)


def test_without_a_verb_a_benefit_is_likelier_meant_than_harm() -> None:
    assert compatibility(None, Relation.IMPROVES) > compatibility(None, Relation.HARMS) > 0


def test_prevention_and_cure_are_kindred() -> None:
    assert 0 < compatibility(Relation.IMPROVES, Relation.PREVENTS) < 1
    assert 0 < compatibility(Relation.PREVENTS, Relation.IMPROVES) < 1


@given(values=st.lists(st.floats(0, 1), min_size=len(NAMES), max_size=len(NAMES)))
def test_a_probability_is_between_none_and_all(values: list[float]) -> None:
    assert 0 < probability(Features(*values)) < 1


@pytest.mark.parametrize("name", NAMES)
def test_each_signal_moves_the_probability_in_its_own_direction_only(name: str) -> None:
    low = probability(replace(Features(), **{name: 0.0}))
    high = probability(replace(Features(), **{name: 1.0}))
    assert high <= low if name in AGAINST else high >= low


def test_the_fit_of_the_relation_matters() -> None:
    assert probability(replace(BEST, relation=0.45)) < probability(BEST)


def test_all_signals_together_are_answered_and_none_of_them_is_not() -> None:
    assert decide(probability(BEST)) is Decision.ANSWER
    assert decide(probability(Features())) is None


def test_likeness_alone_is_never_enough_for_an_answer() -> None:
    assert decide(probability(Features(likeness=1, retrieved=1))) is not Decision.ANSWER
    assert decide(probability(Features(named=1, outcome=1, likeness=1))) is not Decision.ANSWER


def test_the_surer_the_bolder() -> None:
    answer_from, ask_from = weights()["answer_from"], weights()["ask_from"]
    assert 0 < ask_from < answer_from < 1
    assert decide(answer_from) is Decision.ANSWER
    assert decide(answer_from - 1e-6) is Decision.ASK
    assert decide(ask_from) is Decision.ASK
    assert decide(ask_from - 1e-6) is None


def test_the_weights_file_holds_one_weight_for_each_signal_and_no_other() -> None:
    assert set(weights()) == {*NAMES, "bias", "answer_from", "ask_from"}


def test_weights_are_read_from_the_file_given(tmp_path: Path) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text("bias: -1\nrelation: 2.5 # strong\n", encoding="utf-8")
    assert weights(file) == {"bias": -1.0, "relation": 2.5}
