"""Texts that may be nearly the same, by their letters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from knowledge.matching.copies import alike, letters_of

TEXTS = ("nmn cure my depress", "magnes help me sleep", "", "姜黄 治癌", "nmn cures depress")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("my depress nmn cure", [0, 4]),
        ("my  depress nmn curex", [0]),
        ("magnes helps me sleep", [1]),
        ("治癌 姜黄", [3]),
        ("the weather in lisbon", []),
        ("", [2]),
    ],
)
def test_only_what_may_be_a_copy_is_left(text: str, numbers: list[int]) -> None:
    assert alike(text, letters_of(TEXTS), 0.9) == numbers


def test_the_less_alike_they_must_be_the_more_are_left() -> None:
    known = letters_of(TEXTS)
    assert alike("cure my depress nmn", known, 0.95) == [0]
    assert alike("cure my depress nmn", known, 0.8) == [0, 4]
    assert alike("cure my depress nmn", known, 0.0) == [0, 1, 2, 3, 4]


def test_among_no_texts_nothing_is_alike() -> None:
    assert alike("nmn", letters_of([]), 0.9) == []


def test_there_is_a_row_of_counts_and_a_mark_for_each_text() -> None:
    known = letters_of(TEXTS)
    assert known.counts.shape == (5, 32)
    assert known.marks.shape == (5,)
    assert np.array_equal(known.lengths, np.sort(known.lengths))


words = st.lists(st.text("ab cé姜", max_size=6), max_size=6).map(" ".join)


@given(st.lists(words, max_size=20), words, st.sampled_from([0.3, 0.7, 0.93, 1.0]))
def test_no_copy_is_ever_missed(texts: list[str], text: str, at_least: float) -> None:
    near = {
        number
        for number, other in enumerate(texts)
        if fuzz.token_sort_ratio(text, other) >= at_least * 100
    }
    assert near <= {*alike(text, letters_of(texts), at_least)}
