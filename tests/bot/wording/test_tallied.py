"""What is counted of an answer, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.wording.answer import Answer, Item
from bot.wording.tallied import (
    Feedback,
    Tallied,
    Total,
    feedback_of,
    pair_name,
    pair_of,
    tallies_of,
)
from knowledge import Stance, Urgency

NONE = Answer(id="1", language="en", urgent=None)
ITEM = Item("nmn-depression", Stance.ASSERTS)
FULL = replace(
    NONE,
    items=(ITEM, Item("nac-sleep", Stance.ASKS)),
    asked=("garlic-cold",),
    unreviewed=(("nmn", "sleep"), ("nac", None)),
    substances=("nmn", "nac"),
)


def test_an_answered_message_counts_with_its_claims_and_open_pairs() -> None:
    assert tallies_of(FULL) == {
        (Tallied.TOTAL, Total.MESSAGES): 1,
        (Tallied.TOTAL, Total.ANSWERED): 1,
        (Tallied.CLAIM, "nmn-depression"): 1,
        (Tallied.CLAIM, "nac-sleep"): 1,
        (Tallied.PAIR, "nmn sleep"): 1,
        (Tallied.PAIR, "nac"): 1,
    }


@pytest.mark.parametrize(
    ("answer", "total"),
    [
        (replace(NONE, asked=("garlic-cold",), unreviewed=(("nmn", "sleep"),)), Total.ASKED),
        (replace(NONE, unreviewed=(("nmn", "sleep"),)), Total.NOT_REVIEWED),
        (replace(NONE, substances=("nmn",)), Total.NOT_REVIEWED),
        (NONE, None),
    ],
)
def test_every_message_counts_as_one_thing_at_most(answer: Answer, total: Total | None) -> None:
    counted = {name for kind, name in tallies_of(answer) if kind == Tallied.TOTAL}
    assert counted == {Total.MESSAGES} | ({total} if total else set())


def test_a_claim_that_a_message_makes_twice_counts_once() -> None:
    assert tallies_of(replace(NONE, items=(ITEM, ITEM)))[Tallied.CLAIM, ITEM.claim] == 1


@pytest.mark.parametrize("urgency", [Urgency.CRISIS, Urgency.POISONING])
def test_nothing_of_a_crisis_or_a_poisoning_is_counted(urgency: Urgency) -> None:
    assert not tallies_of(replace(FULL, urgent=urgency))
    assert not tallies_of(replace(FULL, concern=urgency))


def test_a_danger_counts_like_any_message() -> None:
    assert tallies_of(replace(FULL, urgent=Urgency.DANGER)) == tallies_of(FULL)


def test_a_turn_without_an_answer_counts_nothing() -> None:
    assert not tallies_of(None)


def test_feedback_counts_once_a_press() -> None:
    assert feedback_of(Feedback.NOT_MINE) == {(Tallied.FEEDBACK, "not my claim"): 1}


@pytest.mark.parametrize("pair", [("nmn", "hair-growth"), ("nmn", None)])
def test_a_pair_is_found_again_in_its_name(pair: tuple[str, str | None]) -> None:
    assert pair_of(pair_name(*pair)) == pair
