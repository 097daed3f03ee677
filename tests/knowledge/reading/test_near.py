"""Words within an edit or two, and few others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.reading.near import Near

WORDS = ("magnesium", "manganese", "melatonin", "turmeric", "zinc")


def near(*words: str) -> Near:
    made = Near()
    for word in words:
        made.add(word)
    return made


@pytest.mark.parametrize("edits", [1, 2])
@pytest.mark.parametrize("slip", ["magnesum", "magnesiumm", "mganesium", "magnesiun", "magnesiu"])
def test_a_word_with_a_slip_is_found(slip: str, edits: int) -> None:
    assert "magnesium" in near(*WORDS).candidates(slip, edits)


def test_words_that_share_no_piece_are_left_out() -> None:
    assert near(*WORDS).candidates("magnesum", 1) == ["magnesium"]
    assert near(*WORDS).candidates("quercetin", 2) == []


def test_words_come_in_the_order_in_which_they_were_learnt() -> None:
    assert near("bacd", "abcd", "abdd").candidates("abcd", 2) == ["bacd", "abcd", "abdd"]


letters = st.text("abc", max_size=12)


@given(st.lists(letters, unique=True), letters, st.sampled_from([1, 2]))
def test_none_within_the_edits_is_ever_missed(words: list[str], word: str, edits: int) -> None:
    found = near(*words).candidates(word, edits)
    assert {each for each in words if OSA.distance(word, each) <= edits} <= {*found}
