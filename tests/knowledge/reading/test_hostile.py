"""Reading takes time in proportion to the text, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from knowledge.reading import doses, sentences
from knowledge.reading.sentences import split

_SMALL, _LARGE = 4_000, 32_000
_FACTOR = _LARGE / _SMALL
ROWS = {
    "stops": "!", "stops and spaces": "! ", "digits": "1", "groups": "111 ", "dots": "1.",
    "abbreviations": "dr. ", "short lines": "\na", "blank lines": "\n ", "quotes": '."',
    "brackets": "(", "letters": "a b ", "han": "吗!", "hashtags": "#a", "amounts": "1 mg ",
}  # fmt: skip


def _seconds(text: str) -> float:
    begun = time.thread_time()
    for sentence in split(text):
        doses.amounts(sentence.text)
        assert sentence.question in (True, False)
    return time.thread_time() - begun


def _row(unit: str, length: int) -> str:
    # A first line that is long enough to be gone on with, and an end that fits no pattern.
    return "word " * 12 + (unit * length)[:length] + "a"


@pytest.mark.parametrize("unit", ROWS.values(), ids=ROWS)
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    small = min(_seconds(_row(unit, _SMALL)) for _ in range(3))
    large = min(_seconds(_row(unit, _LARGE)) for _ in range(2))
    # Eight times the text: with the square of its length it would take 64 times as long.
    assert large < 3 * _FACTOR * small + 0.05


@pytest.mark.parametrize(
    ("line", "final"),
    [("So.", True), ('So.")', True), ("so", False), (". so", False), ("", False), ("!_", False)],
)
def test_a_line_is_final_when_a_stop_is_behind_its_last_word(line: str, final: bool) -> None:
    assert sentences._is_final(line) is final
