"""The inbox: every update is committed here before Telegram is told that we have it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Database, metadata

NEW, DONE, DEAD = "new", "done", "dead"
ATTEMPTS = 3
"""Failures after which an update is put aside as dead."""
_KEPT_MS = 3 * 24 * 3600 * 1000
"""How long the number of a done update is kept: Telegram repeats none older than a day."""
_DEAD_KEPT_MS = 14 * 24 * 3600 * 1000
"""How long an operator can look at what could not be handled; it holds a person's message."""

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Index(None, "state", "update_id"),
)
"""One row an update; a done one keeps its number only, so that a repeat is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An update that waits to be answered."""

    update_id: int
    chat: int
    update: dict[str, Any]
    attempts: int


async def put(database: Database, updates: Iterable[tuple[int, dict[str, Any]]]) -> list[Entry]:
    """Commit updates, each with its chat. Gives back the new ones; repeats are dropped."""
    arriving = {int(body["update_id"]): (chat, body) for chat, body in updates}
    if not arriving:
        return []
    async with database.write() as connection:
        known = await connection.execute(
            select(inbox.c.update_id).where(inbox.c.update_id.in_(arriving))
        )
        held = set(known.scalars())
        new = [Entry(id_, *arriving[id_], 0) for id_ in sorted(arriving) if id_ not in held]
        if new:
            await connection.execute(insert(inbox), [_row(entry) for entry in new])
    return new


async def waiting(database: Database) -> list[Entry]:
    """All updates that are not answered yet, in order."""
    async with database.read() as connection:
        rows = await connection.execute(
            select(inbox).where(inbox.c.state == NEW).order_by(inbox.c.update_id)
        )
        return [
            Entry(row.update_id, row.chat, json.loads(row.payload), row.attempts) for row in rows
        ]


async def done(connection: AsyncConnection, update_id: int) -> None:
    """Mark an update as answered and forget what it held; part of the answer's transaction."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.update_id == update_id)
        .values(state=DONE, chat=0, payload="", error="", changed_ms=_now())
    )


async def failed(connection: AsyncConnection, entry: Entry, error: str) -> bool:
    """Count a failure. True when it was the last one and the update is put aside as dead."""
    attempts = entry.attempts + 1
    dead = attempts >= ATTEMPTS
    await connection.execute(
        update(inbox)
        .where(inbox.c.update_id == entry.update_id)
        .values(attempts=attempts, error=error, state=DEAD if dead else NEW, changed_ms=_now())
    )
    return dead


async def forget_old(database: Database) -> None:
    """Drop done updates that Telegram can no longer repeat, and dead ones with what they hold."""
    async with database.write() as connection:
        for state, kept in ((DONE, _KEPT_MS), (DEAD, _DEAD_KEPT_MS)):
            old = (inbox.c.state == state, inbox.c.changed_ms < _now() - kept)
            await connection.execute(delete(inbox).where(*old))


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "update_id": entry.update_id,
        "chat": entry.chat,
        # ASCII: a lone surrogate in a message must not break the database.
        "payload": json.dumps(entry.update, ensure_ascii=True),
        "state": NEW,
        "attempts": 0,
        "error": "",
        "changed_ms": _now(),
    }


def _now() -> int:
    return time.time_ns() // 1_000_000
