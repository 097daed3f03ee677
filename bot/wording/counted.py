"""Tallies summed up: the last seven days, the seven before, and day by day for eight weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.wording.tallied import Tallied, Tally, Total, pair_of

WEEK = 7
WEEKS = 8
SHOWN_FROM = 5
"""What came up less often in a week is not named: it might be one person."""
_TOP, _OPEN = 5, 5


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of some days."""

    messages: int = 0
    answered: int = 0
    asked: int = 0
    not_reviewed: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """The counts of one day."""

    day: date
    totals: Totals


@dataclass(frozen=True, slots=True)
class Seen:
    """A week. `last` is its last day, the one before today, as today is not over; `so_far` are the
    messages of today. `top` are the claims asked most, `pairs` what was asked most of all that
    nobody has reviewed; `hours` is the median from a request to its review."""

    last: date
    week: Totals
    before: Totals
    so_far: int = 0
    top: tuple[tuple[str, int], ...] = ()
    pairs: tuple[tuple[str, str | None, int], ...] = ()
    feedback: Mapping[str, int] = field(default_factory=dict)
    hours: float | None = None


def seen_of(tallies: Iterable[Tally], today: date, hours: float | None = None) -> Seen:
    """The week before today."""
    tallies = list(tallies)
    last = today - timedelta(1)
    this = [each for each in tallies if last - timedelta(WEEK) < each.day <= last]
    before = [
        each for each in tallies if last - timedelta(2 * WEEK) < each.day <= last - timedelta(WEEK)
    ]
    return Seen(
        last=last,
        week=_totals(this),
        before=_totals(before),
        so_far=_totals(each for each in tallies if each.day == today).messages,
        top=tuple(_most(this, Tallied.CLAIM, _TOP)),
        pairs=tuple((*pair_of(name), count) for name, count in _most(this, Tallied.PAIR, _OPEN)),
        feedback=dict(_summed(this, Tallied.FEEDBACK)),
        hours=hours,
    )


def days_of(tallies: Iterable[Tally], today: date) -> tuple[Day, ...]:
    """Every day of the eight weeks before today, from the first one on that anything was counted
    on."""
    by_day: dict[date, list[Tally]] = {}
    for each in tallies:
        by_day.setdefault(each.day, []).append(each)
    start = today - timedelta(WEEKS * WEEK)
    days = [start + timedelta(number) for number in range(WEEKS * WEEK)]
    first = min(by_day, default=today)
    return tuple(Day(day, _totals(by_day.get(day, ()))) for day in days if day >= first)


def _summed(tallies: Iterable[Tally], kind: Tallied) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in tallies:
        if each.kind == kind:
            total[each.name] += each.count
    return total


def _totals(tallies: Iterable[Tally]) -> Totals:
    total = _summed(tallies, Tallied.TOTAL)
    return Totals(
        total[Total.MESSAGES],
        total[Total.ANSWERED],
        total[Total.ASKED],
        total[Total.NOT_REVIEWED],
    )


def _most(tallies: Iterable[Tally], kind: Tallied, most: int) -> list[tuple[str, int]]:
    """What was counted most, of equals the first by name."""
    total = _summed(tallies, kind)
    ranked = sorted(total.items(), key=lambda each: (-each[1], each[0]))
    return [(name, count) for name, count in ranked if count >= SHOWN_FROM][:most]
