"""The week that members ask for: looked up and drawn before anything is decided, since a picture
takes a second and must hold nobody up."""

from __future__ import annotations

from datetime import date, timedelta

from bot import picture, tallies
from bot.clock import Clock, day_of
from bot.conversation.moderation import DrawnWeek
from bot.wording import counted
from bot.wording.seen import claim_name
from knowledge import Database, Snapshot, stored_cases

_DAY_MS = 24 * 3600 * 1000


class Weeks:
    """Reads the tallies and draws them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def drawn(self, base: Snapshot) -> DrawnWeek:
        """The seven days before today in numbers, and eight weeks as a picture."""
        now_ms = self._clock()
        today = day_of(now_ms)
        async with self._database.read() as connection:
            held = await tallies.held(connection, _first(today), today)
            since_ms = now_ms - counted.WEEK * _DAY_MS
            hours = await stored_cases.hours_to_review(connection, since_ms)
        seen = counted.seen_of(held, today, hours)
        top = [(claim_name(id_, base), count) for id_, count in seen.top]
        week = picture.Week(seen.last, counted.days_of(held, today), top)
        return DrawnWeek(seen, await picture.weekly(week))


def _first(today: date) -> date:
    return today - timedelta(counted.WEEKS * counted.WEEK)
