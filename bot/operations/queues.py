"""Dead letters: list what was put aside in the queues, let it be tried again, or forget it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum

from bot.delivery import outbox
from bot.errors import BotError
from bot.intake import inbox
from knowledge import Database

_NAME = re.compile(r"(update|reply):(\d{1,19})")


class UnknownLetter(BotError):  # noqa: N818 - reads as what it is
    """No dead letter has this name."""


class Fate(Enum):
    """What is done with dead letters."""

    RETRY = "retry"
    DROP = "drop"


async def listed(database: Database) -> list[str]:
    """One line a dead letter: its name, how often it failed, with what, and when (UTC). Never what
    it says, nor to whom."""
    updates = await inbox.dead(database)
    replies = await outbox.dead(database)
    return [
        *(_line("update", *row) for row in updates),
        *(_line("reply", *row) for row in replies),
    ]


async def counted(database: Database) -> str:
    """One line: how much waits, and since when."""
    backlog = await inbox.backlog(database)
    letters, _ = await outbox.backlog(database)
    since = "" if backlog.oldest_ms is None else f", the oldest since {_moment(backlog.oldest_ms)}"
    return f"{backlog.waiting} updates wait to be answered{since}; {letters} replies wait"


async def decide(database: Database, names: Iterable[str], fate: Fate) -> int:
    """Retry or drop dead letters by their names, or "all" of them; how many. Raises UnknownLetter,
    and does nothing then."""
    updates = {row[0] for row in await inbox.dead(database)}
    replies = {row[0] for row in await outbox.dead(database)}
    if "all" not in (wanted := list(names)):
        updates = _named(wanted, "update", updates)
        replies = _named(wanted, "reply", replies)
    async with database.write() as connection:
        if fate is Fate.RETRY:
            await inbox.retry(connection, updates)
            await outbox.retry(connection, replies)
        else:
            await inbox.drop(connection, updates)
            await outbox.drop(connection, replies)
    return len(updates) + len(replies)


def _named(names: list[str], kind: str, dead: set[int]) -> set[int]:
    found = set()
    for name in names:
        parts = _NAME.fullmatch(name)
        if parts is None:
            raise UnknownLetter(f"{name!r} names no dead letter: take a name from `queue list`")
        if parts[1] == kind:
            found.add(int(parts[2]))
    if missing := found - dead:
        raise UnknownLetter(
            f"{kind}:{min(missing)} is no dead letter: see `queue list`; nothing was done"
        )
    return found


def _line(kind: str, number: int, failures: int, fault: str, at_ms: int) -> str:
    return f"{kind}:{number}\t{failures} failures\t{fault or 'no fault noted'}\t{_moment(at_ms)}"


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
