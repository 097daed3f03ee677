"""A spike is a claim that is asked five times its usual, and often enough to matter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.wording.spikes import Spike, spikes
from bot.wording.tallied import Tally

DAY = date(2026, 11, 27)


def asked(claim: str, days_ago: int, count: int) -> Tally:
    return Tally(DAY - timedelta(days_ago), "claim", claim, count)


def usual(claim: str, a_day: int, days: int = 28) -> list[Tally]:
    return [asked(claim, ago, a_day) for ago in range(1, days + 1)]


@pytest.mark.parametrize(("count", "found"), [(50, True), (49, False)])
def test_five_times_the_usual_is_a_spike(count: int, found: bool) -> None:
    expected = (Spike("nmn", count, 10.0),) if found else ()
    assert spikes([*usual("nmn", 10), asked("nmn", 0, count)], DAY) == expected


@pytest.mark.parametrize(("count", "found"), [(20, True), (19, False)])
def test_what_is_asked_fewer_than_twenty_times_is_none(count: int, found: bool) -> None:
    assert bool(spikes([*usual("nmn", 1), asked("nmn", 0, count)], DAY)) is found


def test_days_on_which_a_claim_was_not_asked_count_as_none() -> None:
    (spike,) = spikes([*usual("other", 1), asked("nmn", 3, 28), asked("nmn", 0, 20)], DAY)
    assert spike == Spike("nmn", 20, 1.0)


def test_a_claim_that_was_never_asked_before_may_spike() -> None:
    assert spikes([*usual("other", 1), asked("new", 0, 20)], DAY) == (Spike("new", 20, 0.0),)


def test_what_lies_longer_back_than_28_days_is_forgotten() -> None:
    counted = [*usual("nmn", 1), asked("nmn", 29, 10_000), asked("nmn", 0, 20)]
    assert spikes(counted, DAY) == (Spike("nmn", 20, 1.0),)


def test_what_comes_after_the_day_does_not_count() -> None:
    assert spikes([*usual("nmn", 1), asked("nmn", -1, 500)], DAY) == ()


@pytest.mark.parametrize(("days", "found"), [(7, True), (6, False)])
def test_a_young_bot_knows_what_is_usual_after_a_week(days: int, found: bool) -> None:
    counted = [*usual("nmn", 4, days), asked("nmn", 0, 20)]
    assert spikes(counted, DAY) == ((Spike("nmn", 20, 4.0),) if found else ())


def test_the_sharpest_spike_comes_first() -> None:
    counted = [*usual("a", 4), *usual("b", 2), asked("a", 0, 20), asked("b", 0, 20)]
    assert [spike.claim for spike in spikes(counted, DAY)] == ["b", "a"]


def test_only_claims_spike() -> None:
    assert spikes([*usual("nmn", 1), Tally(DAY, "total", "messages", 900)], DAY) == ()


def test_nothing_counted_is_no_spike() -> None:
    assert spikes([], DAY) == ()
