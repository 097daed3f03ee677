"""What of a message is heard when not all of it can be."""

from __future__ import annotations

import pytest

from knowledge import Snapshot, Urgency, assess
from knowledge.embedding import available
from knowledge.matching import attention
from knowledge.reading.reader import read

COSTS = [50, 60, 30, 20]
LONG = "The stall on the market sells cheese, bread and apples until noon, said the woman there. "
CRY = "I have written my goodbye letters, tonight I will end my life."


def test_what_comes_first_is_heard_whatever_it_costs() -> None:
    assert attention.affordable([1, 0], COSTS.__getitem__, 10) == {1}


def test_what_does_not_fit_makes_room_for_what_does() -> None:
    assert attention.affordable([0, 1, 2, 3], COSTS.__getitem__, 100) == {0, 2, 3}


def test_nothing_costs_nothing() -> None:
    assert attention.affordable([], COSTS.__getitem__, 100) == frozenset()


def test_sentences_on_substances_are_heard_before_all_others(base: Snapshot) -> None:
    if not available():
        pytest.skip("the extra `semantic` is not installed")
    reading = read(LONG * 30 + "Zinc helps against colds.", base.vocabulary)
    heard = attention.sentences(reading, base)
    assert len(reading.sentences) - 1 in heard
    assert len(heard) < len(reading.sentences)


def test_a_warning_is_not_heard(base: Snapshot) -> None:
    reading = read("Magnesium helps you sleep. Talk to your doctor first.", base.vocabulary)
    assert reading.warnings == {1}
    assert attention.sentences(reading, base) == {0}


@pytest.mark.parametrize("before", [0, 20, 40])
def test_a_cry_is_heard_wherever_it_stands_in_a_long_message(before: int, base: Snapshot) -> None:
    if not available():
        pytest.skip("the extra `semantic` is not installed")
    found = assess(LONG * before + CRY + " " + LONG * (40 - before), base)
    assert Urgency.CRISIS in (found.urgent, found.concern)
