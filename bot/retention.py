"""What is kept of people, for how long, and how that ends: one table, and the work that keeps it.

docs/privacy.md says the same in words; a test compares them.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, func, not_, or_, select

from bot.blocks import blocks
from bot.chats import chats
from bot.delivery import outbox as letters
from bot.delivery.outbox import outbox
from bot.envelopes import DAYS, Envelopes
from bot.intake import inbox as updates
from bot.intake.inbox import inbox
from knowledge import Database, metadata, stored_feedback, stored_told

_log = logging.getLogger(__name__)
_DAY_MS = 24 * 3600 * 1000
_LATE_MS = 3 * 3600 * 1000
"""How late the hourly erasing may be before something is wrong."""
keys = metadata.tables["keys"]

KEY_HOLDERS: tuple[Column[str], ...] = (
    chats.c.key,
    stored_told.table.c.chat,
    metadata.tables["requests"].c.person,
    metadata.tables["team"].c.person,
    blocks.c.key,
)
"""Columns with pseudonyms whose rows are sealed with the key of that owner: a key that none of them
names is thrown away. A new table of what belongs to a person has to be named here."""


class End(StrEnum):
    """How something ends to be kept."""

    ERASED = "erased"
    """By the hourly work, when it is old."""
    WORKED_OFF = "worked off"
    """By being answered or delivered; when it is old, something is wrong."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long some rows of a table may be kept, counted from the time in one of its columns."""

    what: str
    table: Table
    which: ColumnElement[bool]
    since: Column[int]
    days: int
    end: End = End.ERASED

    def old(self, now_ms: int) -> ColumnElement[bool]:
        """The rows that are due."""
        return and_(self.which, self.since < now_ms - self.days * _DAY_MS)


def _of_a_day() -> ColumnElement[bool]:
    return keys.c.owner.startswith(DAYS)


def _waits() -> ColumnElement[bool]:
    """Whether something that a key of a day sealed is still to be answered or sent."""
    begin = func.substr(keys.c.owner, len(DAYS) + 1) + ":%"
    update = exists().where(inbox.c.state == updates.NEW, inbox.c.payload.like(begin))
    reply = exists().where(outbox.c.state != letters.DEAD, outbox.c.payload.like(begin))
    return or_(update, reply)


def _is_needed() -> ColumnElement[bool]:
    return or_(*(exists().where(column == keys.c.owner) for column in KEY_HOLDERS))


def _of_days(what: str, table: Table, days: int) -> Rule:
    """Every row of a table, for so many days after its moment."""
    return Rule(what, table, table.c.at_ms > 0, table.c.at_ms, days)


RULES: tuple[Rule, ...] = (
    Rule(
        "waiting_updates",
        inbox,
        inbox.c.state == updates.NEW,
        inbox.c.arrived_ms,
        days=1,
        end=End.WORKED_OFF,
    ),
    Rule(
        "answered_updates",
        inbox,
        inbox.c.state.in_((updates.DONE, updates.EXPIRED)),
        inbox.c.changed_ms,
        days=3,
    ),
    Rule("dead_updates", inbox, inbox.c.state == updates.DEAD, inbox.c.changed_ms, days=14),
    Rule(
        "waiting_replies",
        outbox,
        outbox.c.state != letters.DEAD,
        outbox.c.created_ms,
        days=2,
        end=End.WORKED_OFF,
    ),
    Rule("dead_replies", outbox, outbox.c.state == letters.DEAD, outbox.c.due_ms, days=14),
    Rule("blocks", blocks, blocks.c.made_ms > 0, blocks.c.made_ms, days=30),
    Rule("chats", chats, chats.c.changed_ms > 0, chats.c.changed_ms, days=90),
    _of_days("told", stored_told.table, stored_told.KEPT_DAYS),
    _of_days("feedback", stored_feedback.table, stored_feedback.KEPT_DAYS),
    # Of a day that is more than 15 days ago.
    Rule("keys_of_days", keys, and_(_of_a_day(), not_(_waits())), keys.c.made_ms, days=16),
    Rule("idle_keys", keys, not_(or_(_of_a_day(), _is_needed())), keys.c.made_ms, days=1),
)
"""In this order: what is erased first may have held what comes later."""


async def erase(database: Database) -> dict[str, int]:
    """Erase what has been kept for long enough, also from the log of changes; how much of what."""
    gone: dict[str, int] = {}
    async with database.write() as connection:
        for rule in RULES:
            if rule.end is End.ERASED:
                done = await connection.execute(delete(rule.table).where(rule.old(now())))
                gone[rule.what] = int(done.rowcount)
    await database.empty_log()
    return gone


async def seal_old(database: Database, envelopes: Envelopes) -> None:
    """Seal what an older version left open in the queues."""
    async with database.write() as connection:
        # Machines that start together must not do the same twice.
        await database.alone(connection)
        count = await updates.seal_old(connection, envelopes)
        count += await letters.seal_old(connection, envelopes)
    if count:
        _log.info("%d updates and replies of an older version were sealed", count)


async def ages(database: Database) -> dict[str, float]:
    """Seconds for which the oldest of everything has been kept; 0 where there is nothing."""
    found: dict[str, float] = {}
    async with database.read() as connection:
        for rule in RULES:
            oldest = await connection.scalar(select(func.min(rule.since)).where(rule.which))
            found[rule.what] = 0.0 if oldest is None else max(0.0, (now() - oldest) / 1000)
    return found


async def overdue(database: Database) -> list[str]:
    """What has been kept for longer than it may be, each with its age."""
    found = await ages(database)
    return [
        f"{rule.what} of {found[rule.what] / 86_400:.1f} days (at most {rule.days})"
        for rule in RULES
        if found[rule.what] * 1000 > rule.days * _DAY_MS + _LATE_MS
    ]


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
