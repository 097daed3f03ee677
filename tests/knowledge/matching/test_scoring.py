"""One probability from the signals of a candidate, and what is decided on it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Decision, Relation
from knowledge.matching.scoring import (
    Features,
    Model,
    compatibility,
    decide,
    probability,
    weights,
)

NAMES = [field.name for field in fields(Features)]
AGAINST = {
    "carried", "carried_outcome", "vague_substance", "vague_outcome", "bare", "loose", "behind",
    "general",
}  # fmt: skip
EITHER = {"topical", "long", "aspect", "sole", "first"}
"""What may speak for a claim or against it: the data decide."""
BEST = Features(
    relation=1, named=1, outcome=1, cue=1, near=1, alone=1, likeness=1, alike=1, acts=1, meaning=1,
    spoken=1, beside=1, sole=1, first=1, anywhere=1, worded_anywhere=1, ahead=1,
    asserting=1, asserting_anywhere=1,
)  # fmt: skip
BY_MEANING = {"alike", "anywhere", "asserting_anywhere"}
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


@pytest.mark.parametrize("model", list(Model))
@given(values=st.lists(st.floats(0, 1), min_size=len(NAMES), max_size=len(NAMES)))
def test_a_probability_is_between_none_and_all(model: Model, values: list[float]) -> None:
    assert 0 < probability(Features(*values), model) < 1


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.parametrize("name", sorted({*NAMES} - EITHER))
def test_each_signal_moves_the_probability_in_its_own_direction_only(
    name: str, model: Model
) -> None:
    low = probability(replace(Features(), **{name: 0.0}), model)
    high = probability(replace(Features(), **{name: 1.0}), model)
    assert high <= low if name in AGAINST else high >= low


@pytest.mark.parametrize("model", list(Model))
def test_the_fit_of_the_relation_matters(model: Model) -> None:
    akin = replace(BEST, relation=0.45, loose=1)
    assert probability(akin, model) < probability(BEST, model)


@pytest.mark.parametrize("model", list(Model))
def test_all_signals_together_are_answered_and_none_of_them_is_not(model: Model) -> None:
    assert decide(probability(BEST, model), model) is Decision.ANSWER
    assert decide(probability(Features(), model), model) is None


ALIKE = Features(named=1, likeness=1, alike=1)


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.parametrize(
    "features",
    [
        ALIKE,
        replace(ALIKE, outcome=1, loose=1),
        replace(ALIKE, relation=0.6, topical=1),
    ],
    ids=["nothing else", "another relation", "no effect"],
)
def test_likeness_alone_is_never_enough_for_an_answer(features: Features, model: Model) -> None:
    assert decide(probability(features, model), model) is not Decision.ANSWER


@pytest.mark.parametrize("model", list(Model))
def test_what_a_message_says_as_a_whole_needs_more_than_what_a_sentence_names(
    model: Model,
) -> None:
    named = Features(relation=0.6, named=1, outcome=1, spoken=1, beside=1)
    as_a_whole = Features(relation=0.6, named=1, topical=1)
    assert probability(as_a_whole, model) < probability(named, model)
    assert probability(replace(as_a_whole, apart=0.5), model) < probability(
        replace(as_a_whole, apart=1, heading=1), model
    )


def test_what_sounds_like_no_claim_needs_more() -> None:
    silent = replace(BEST, asserting=0, asserting_anywhere=0)
    assert probability(silent, Model.MEANING) < probability(BEST, Model.MEANING)


def test_the_model_of_words_is_moved_by_no_meaning() -> None:
    for name in BY_MEANING:
        assert weights(Model.WORDS)[name] == 0
        assert weights(Model.MEANING)[name] > 0


@pytest.mark.parametrize("model", list(Model))
def test_the_surer_the_bolder(model: Model) -> None:
    answer_from, ask_from = weights(model)["answer_from"], weights(model)["ask_from"]
    assert 0 < ask_from < answer_from < 1
    assert decide(answer_from, model) is Decision.ANSWER
    assert decide(answer_from - 1e-6, model) is Decision.ASK
    assert decide(ask_from, model) is Decision.ASK
    assert decide(ask_from - 1e-6, model) is None


@pytest.mark.parametrize("model", list(Model))
def test_the_weights_file_holds_one_weight_for_each_signal_and_no_other(model: Model) -> None:
    assert set(weights(model)) == {
        *NAMES,
        "bias",
        "answer_from",
        "danger_from",
        "ask_from",
    }
