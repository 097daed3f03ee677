"""Many texts in two arrays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.texts import Texts

WRITTEN = ["NMN cures", "", "姜黄 🎉", "अश्वगंधा", "a lone \ud800 half"]


def test_texts_come_back_as_they_were() -> None:
    texts = Texts.of(WRITTEN)
    assert list(texts) == WRITTEN
    assert [texts[number] for number in range(len(texts))] == WRITTEN
    assert texts[-1] == WRITTEN[-1]
    assert texts[1:4] == WRITTEN[1:4]


@pytest.mark.parametrize("numbers", [[], [0], [4, 0, 2, 2], range(5)])
def test_some_of_them_can_be_had_at_once(numbers: Sequence[int]) -> None:
    assert list(Texts.of(WRITTEN).those(numbers)) == [WRITTEN[number] for number in numbers]


@pytest.mark.parametrize("at", [5, -6])
def test_there_is_nothing_beyond_the_last(at: int) -> None:
    with pytest.raises(IndexError):
        Texts.of(WRITTEN)[at]


def test_there_may_be_no_texts() -> None:
    assert list(Texts.of(())) == []
