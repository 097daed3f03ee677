"""The models over passages: what they are given, and that they can be given anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import alarms
from knowledge.reading.alarms import BUCKETS, HEADS, LONGEST, chances, passages, pieces


@given(text=st.text(max_size=400))
def test_every_text_has_a_chance_of_every_kind(text: str) -> None:
    found = chances(text)
    assert set(found) == set(HEADS)
    assert all(0 <= chance <= 1 for chance in found.values())


@given(text=st.text(max_size=200))
def test_pieces_are_buckets_and_each_stands_once(text: str) -> None:
    found = pieces(text)
    assert len(set(found.tolist())) == len(found)
    assert all(0 <= bucket < BUCKETS for bucket in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I want to die", "i WANT  to die"),
        ("no quiero más", "no quiero mas"),
        ("took 20", "took 37"),
    ],
)
def test_case_spaces_accents_and_numbers_make_no_difference(one: str, other: str) -> None:
    assert np.array_equal(pieces(one), pieces(other))


@given(lengths=st.lists(st.integers(min_value=0, max_value=500), max_size=30))
def test_every_sentence_is_in_one_passage_and_passages_are_short(lengths: list[int]) -> None:
    found = list(passages(["x" * length for length in lengths]))
    assert [number for numbers in found for number in numbers] == list(range(len(lengths)))
    for numbers in found:
        assert len(numbers) == 1 or sum(lengths[number] for number in numbers) <= LONGEST


def test_the_vector_is_heard_beside_the_words() -> None:
    held = alarms.weights()
    assert chances("hello", held.vector[:-1, 0]) != chances("hello")


def test_every_kind_has_its_weights() -> None:
    held = alarms.weights()
    assert held.letters.shape == (BUCKETS + 1, len(HEADS))
    assert held.vector.shape[1] == len(HEADS)
    assert held.by_letters.shape == (2, len(HEADS))
    assert held.by_meaning.shape == (3, len(HEADS))
