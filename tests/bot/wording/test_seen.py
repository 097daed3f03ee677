"""The week and the morning in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.wording.counted import Seen, Totals
from bot.wording.seen import claim_name, pair_words, stats
from knowledge import Snapshot, snapshot
from tests import make

WEEK = Seen(
    last=date(2026, 11, 27),
    week=Totals(200, 150, 10, 20),
    before=Totals(168),
    so_far=12,
    top=(("nmn-depression", 40), ("no-longer-there", 9)),
    pairs=(("nac", "sleep", 7), ("nac", None, 5)),
    feedback={"helpful": 18, "not my claim": 1, "wrong": 1},
    hours=60.0,
)


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(make.content(), meaning=False)


def lines(seen: Seen, base: Snapshot) -> list[str]:
    return stats(seen, base).plain.split("\n")


def test_a_week_is_told_beside_the_one_before(small: Snapshot) -> None:
    assert lines(WEEK, small)[:6] == [
        "Seven days up to 27 November 2026",
        "Messages: 200 (32 more than in the seven days before)",
        "Answered: 150 (75%)",
        "Asked “did you mean”: 10 (5%)",
        "Not reviewed yet: 20 (10%)",
        "Today so far: 12",
    ]


@pytest.mark.parametrize(("before", "words"), [(203, "3 fewer than"), (200, "as many as")])
def test_fewer_and_as_many_are_told(before: int, words: str, small: Snapshot) -> None:
    told = lines(replace(WEEK, before=Totals(before)), small)
    assert told[1].startswith(f"Messages: 200 ({words}")


def test_claims_are_named_by_what_they_are_about_and_never_in_their_own_words(
    small: Snapshot,
) -> None:
    text = stats(WEEK, small).plain
    assert f"• {claim_name('nmn-depression', small)}: 40" in text
    assert "• a claim that was withdrawn: 9" in text
    assert make.CLAIM.claim not in text
    assert not any(phrasing in text for phrasing in make.CLAIM.phrasings)


def test_what_is_not_reviewed_is_named_by_substance_and_effect(small: Snapshot) -> None:
    told = lines(WEEK, small)
    assert "• NAC and sleep: 7" in told
    assert "• NAC: 5" in told
    assert pair_words("gone", "gone-too", small) == "gone and gone-too"


@pytest.mark.parametrize(
    ("hours", "words"), [(60.0, "2.5 days"), (48.0, "48 hours"), (None, "none was finished")]
)
def test_the_time_to_review_is_told_in_hours_or_days(
    hours: float | None, words: str, small: Snapshot
) -> None:
    (told,) = [line for line in lines(replace(WEEK, hours=hours), small) if "to review" in line]
    assert words in told


def test_feedback_is_told_once_there_is_some(small: Snapshot) -> None:
    (told,) = [line for line in lines(WEEK, small) if line.startswith("Feedback")]
    assert told == ("Feedback: 90% of 20 found it helpful; 1 said “not my claim”, 1 said “wrong”")
    few = stats(replace(WEEK, feedback={"helpful": 3, "wrong": 1}), small).plain
    assert "Feedback: too little to say" in few


def test_a_week_without_messages_divides_by_nothing(small: Snapshot) -> None:
    text = stats(Seen(WEEK.last, Totals(), Totals()), small).plain
    assert "Messages: 0 (as many as" in text
    assert "%" not in text
