"""Tallies summed up by weeks and days."""

from __future__ import annotations

from datetime import date, timedelta

from bot.wording.counted import Day, Totals, days_of, seen_of
from bot.wording.tallied import Tally

TODAY = date(2026, 11, 28)


def tally(days_ago: int, kind: str, name: str, count: int) -> Tally:
    return Tally(TODAY - timedelta(days_ago), kind, name, count)


def messages(days_ago: int, count: int) -> Tally:
    return tally(days_ago, "total", "messages", count)


def test_a_week_is_the_seven_days_before_today() -> None:
    seen = seen_of([messages(ago, 10**ago) for ago in range(8)], TODAY)
    assert seen.last == date(2026, 11, 27)
    assert seen.week.messages == 11_111_110
    assert seen.so_far == 1


def test_the_week_before_is_the_seven_days_before_those() -> None:
    seen = seen_of([messages(7, 1), messages(8, 2), messages(14, 4), messages(15, 8)], TODAY)
    assert (seen.week.messages, seen.before.messages) == (1, 6)


def test_each_total_is_summed_by_itself() -> None:
    names = ("messages", "answered", "asked", "not reviewed")
    counted = [tally(3, "total", name, place) for place, name in enumerate(names, 1)]
    assert seen_of(counted * 2, TODAY).week == Totals(2, 4, 6, 8)


def test_what_was_asked_most_comes_first_and_only_this_week_counts() -> None:
    counted = [
        tally(1, "claim", "b", 6),
        tally(2, "claim", "a", 3),
        tally(3, "claim", "a", 4),
        tally(9, "claim", "b", 90),
        tally(1, "claim", "c", 6),
    ]
    assert seen_of(counted, TODAY).top == (("a", 7), ("b", 6), ("c", 6))


def test_what_came_up_fewer_than_five_times_is_not_named() -> None:
    counted = [
        tally(1, "claim", "rare", 4),
        tally(1, "pair", "nmn sleep", 4),
        tally(2, "pair", "nmn sleep", 1),
        tally(1, "pair", "nac", 4),
    ]
    seen = seen_of(counted, TODAY)
    assert seen.top == ()
    assert seen.pairs == (("nmn", "sleep", 5),)


def test_feedback_is_that_of_the_week() -> None:
    counted = [tally(1, "feedback", "helpful", 3), tally(8, "feedback", "wrong", 3)]
    assert seen_of(counted, TODAY).feedback == {"helpful": 3}


def test_days_begin_with_the_first_that_was_counted_and_leave_none_out() -> None:
    days = days_of([messages(4, 5), messages(2, 7), messages(0, 9)], TODAY)
    assert days == tuple(
        Day(TODAY - timedelta(ago), Totals(count))
        for ago, count in ((4, 5), (3, 0), (2, 7), (1, 0))
    )


def test_days_reach_back_eight_weeks() -> None:
    days = days_of([messages(300, 1)], TODAY)
    assert (len(days), days[0].day, days[-1].day) == (
        56,
        TODAY - timedelta(56),
        TODAY - timedelta(1),
    )


def test_a_bot_that_never_counted_has_no_days() -> None:
    assert days_of([], TODAY) == ()
