"""The weekly picture: a PNG as wide as a phone, whatever there is to show."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bot.picture import HEIGHT, WIDTH, Week, draw, weekly
from bot.wording.counted import Day, Totals

LAST = date(2026, 11, 27)
LONG = "Apple cider vinegar with the mother instead of medicines for type 2 diabetes, every morning"


def days(count: int, messages: int = 100) -> tuple[Day, ...]:
    """So many days up to the last one."""
    totals = Totals(messages, messages // 2, 0, messages // 5)
    return tuple(Day(LAST - timedelta(count - 1 - at), totals) for at in range(count))


def pixels(week: Week) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(draw(week))).convert("RGB"))


def inked(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray((picture < 200).any(axis=2))


FULL = Week(LAST, days(56), (("NMN and depression", 40), (LONG, 31), ("Turmeric and pain", 5)))
WEEKS = [
    FULL,
    Week(LAST),
    Week(LAST, days(1), FULL.top[:1]),
    Week(LAST, days(56, 0)),
    Week(LAST, days(56, 9_999_999), ((LONG * 3, 9_999_999),)),
    Week(LAST, days(9), tuple((f"{number}. {LONG}", 90 - number) for number in range(12))),
]


@pytest.mark.parametrize("week", WEEKS, ids=["full", "none", "one", "zero", "big", "many"])
def test_it_is_as_wide_as_a_phone_and_nothing_is_cut_off_at_its_edge(week: Week) -> None:
    picture = pixels(week)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    ink = inked(picture)
    assert ink.any()
    inner = ink.copy()
    inner[8:-8, 8:-8] = False
    assert not inner.any()


def test_the_three_lines_have_colours_of_their_own() -> None:
    picture = pixels(Week(LAST, days(56)))[: HEIGHT // 2]
    for colour in ((0, 114, 178), (0, 158, 115), (213, 94, 0)):
        assert (np.abs(picture.astype(int) - colour).sum(axis=2) < 12).sum() > 200


def test_the_lines_are_told_apart_without_colours() -> None:
    """A row across each line: one runs through, the others are broken in ways of their own."""
    picture = pixels(Week(LAST, days(56)))[: HEIGHT // 2]
    shares = []
    for colour in ((0, 114, 178), (0, 158, 115), (213, 94, 0)):
        drawn = np.abs(picture.astype(int) - colour).sum(axis=2) < 60
        row = drawn[drawn.sum(axis=1).argmax(), 200:1000]
        shares.append(row.mean())
    assert shares[0] > 0.95
    assert shares[0] > shares[1] + 0.1 > shares[2] + 0.1


def test_a_longer_bar_is_asked_more_often() -> None:
    picture = pixels(Week(LAST, (), (("a", 100), ("b", 50))))[HEIGHT // 2 :]
    blue = (np.abs(picture.astype(int) - (0, 114, 178)).sum(axis=2) < 12).sum(axis=1)
    lengths = sorted({int(length) for length in blue if length > 100})
    assert lengths[-1] == pytest.approx(2 * lengths[0], rel=0.03)


async def test_it_is_drawn_in_a_thread() -> None:
    assert (await weekly(FULL)).startswith(b"\x89PNG")


def test_nothing_of_it_is_imported_before_it_is_drawn() -> None:
    code = "import bot.app, bot.picture, sys; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
