"""Claims that are suddenly asked far more often than they use to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.wording.tallied import Tallied, Tally

USUAL = 28
"""Days before, whose mean is what is usual."""
TIMES, AT_LEAST = 5, 20
"""How many times the usual a spike is, and how often it is asked that day at least."""
_KNOWN = 7
"""Days that must have been counted before anything is usual."""


@dataclass(frozen=True, slots=True)
class Spike:
    """A claim, how often it was asked on a day, and how often it usually is."""

    claim: str
    count: int
    usual: float


def spikes(tallies: Iterable[Tally], day: date) -> tuple[Spike, ...]:
    """The spikes of a day, the sharpest first. A bot that has counted for less than 28 days takes
    the mean of those that it has."""
    tallies = list(tallies)
    start = day - timedelta(USUAL)
    first = max(start, min((each.day for each in tallies), default=day))
    known = (day - first).days
    if known < _KNOWN:
        return ()
    that_day: dict[str, int] = {}
    before: dict[str, int] = {}
    for each in tallies:
        if each.kind == Tallied.CLAIM and start <= each.day <= day:
            counted = that_day if each.day == day else before
            counted[each.name] = counted.get(each.name, 0) + each.count
    found = [
        Spike(claim, count, before.get(claim, 0) / known)
        for claim, count in that_day.items()
        if count >= AT_LEAST and count * known >= TIMES * before.get(claim, 0)
    ]
    return tuple(sorted(found, key=lambda spike: (spike.usual / spike.count, spike.claim)))
