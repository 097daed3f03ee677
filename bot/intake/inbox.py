"""The inbox: every update is committed here before Telegram is told that we have it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
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
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Envelopes
from bot.leases import LANES, lane_of
from knowledge import Database, metadata

NEW, DONE, EXPIRED, DEAD = "new", "done", "expired", "dead"
ATTEMPTS = 3
"""Failures after which an update is put aside as dead."""
CHANNEL = "inbox"
"""Whoever listens there is woken when updates were committed."""

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False, server_default="0"),
    Column("payload", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("arrived_ms", BigInteger, nullable=False, server_default="0"),
    Column("changed_ms", BigInteger, nullable=False),
    Index(None, "state", "update_id"),
)
"""One row an update, under the number of its chat, with a sealed payload; a done one keeps its
number only, so that a repeat is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An update that waits to be answered; `chat` is the number of its chat."""

    update_id: int
    chat: int
    payload: str
    attempts: int
    arrived_ms: int

    @property
    def lane(self) -> int:
        return lane_of(self.chat)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, since when (milliseconds since 1970; None for nothing), how much is dead."""

    waiting: int
    oldest_ms: int | None
    dead: int


async def put(
    database: Database, envelopes: Envelopes, updates: Iterable[tuple[int, dict[str, Any]]]
) -> int:
    """Commit updates, each with the number of its chat. Gives back how many were new; repeats are
    dropped."""
    arriving = {int(body["update_id"]): (chat, body) for chat, body in updates}
    if not arriving:
        return 0
    await envelopes.prepare()
    rows = [
        _row(id_, arriving[id_][0], envelopes.seal(arriving[id_][1])) for id_ in sorted(arriving)
    ]

    async def work(connection: AsyncConnection) -> int:
        added = await connection.execute(database.insert_missing(inbox), rows)
        if added.rowcount:
            await database.notify(connection, CHANNEL)
        return int(added.rowcount)

    return await database.commit(work)


async def waiting(
    database: Database, lanes: Collection[int], skip: Collection[int], limit: int
) -> list[Entry]:
    """The oldest updates of these lanes that are not answered yet, in order, without those whose
    numbers are to be skipped."""
    query = select(inbox.c.update_id).where(inbox.c.state == NEW)
    if len(lanes) < LANES:
        query = query.where(inbox.c.lane.in_(lanes))
    async with database.read() as connection:
        found = await connection.scalars(query.order_by(inbox.c.update_id).limit(limit + len(skip)))
        wanted = [id_ for id_ in found if id_ not in skip][:limit]
        if not wanted:
            return []
        rows = await connection.execute(
            select(inbox)
            .where(inbox.c.update_id.in_(wanted), inbox.c.state == NEW)
            .order_by(inbox.c.update_id)
        )
        return [_entry(row) for row in rows]


async def backlog(database: Database) -> Backlog:
    """What waits, and what was put aside."""
    async with database.read() as connection:
        count, oldest = (
            await connection.execute(
                select(func.count(), func.min(inbox.c.arrived_ms)).where(inbox.c.state == NEW)
            )
        ).one()
        dead = await connection.scalar(select(func.count()).where(inbox.c.state == DEAD))
    return Backlog(count, oldest, dead or 0)


async def done(connection: AsyncConnection, update_id: int, state: str = DONE) -> bool:
    """Mark an update as answered (or expired) and forget what it held; part of the answer's
    transaction. False when somebody else did so before: then this answer must come to nothing."""
    marked = await connection.execute(
        update(inbox)
        .where(inbox.c.update_id == update_id, inbox.c.state == NEW)
        .values(state=state, chat=0, payload="", error="", changed_ms=now())
    )
    return bool(marked.rowcount)


async def done_unread(connection: AsyncConnection, update_ids: Collection[int]) -> None:
    """Mark many updates as done at once, those that nobody answers."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.update_id.in_(update_ids), inbox.c.state == NEW)
        .values(state=DONE, chat=0, payload="", error="", changed_ms=now())
    )


async def failed(connection: AsyncConnection, entry: Entry, error: str) -> bool:
    """Count a failure. True when it was the last one and the update is put aside as dead."""
    attempts = entry.attempts + 1
    dead = attempts >= ATTEMPTS
    await connection.execute(
        update(inbox)
        .where(inbox.c.update_id == entry.update_id)
        .values(attempts=attempts, error=error, state=DEAD if dead else NEW, changed_ms=now())
    )
    return dead


async def dead(database: Database) -> list[tuple[int, int, str, int]]:
    """What was put aside: (number, failures, kind of the last fault, when in milliseconds)."""
    columns = (inbox.c.update_id, inbox.c.attempts, inbox.c.error, inbox.c.changed_ms)
    async with database.read() as connection:
        rows = await connection.execute(
            select(*columns).where(inbox.c.state == DEAD).order_by(inbox.c.update_id)
        )
        return [tuple(row) for row in rows]


async def retry(connection: AsyncConnection, update_ids: Collection[int]) -> None:
    """Let dead updates be handled again, with all their tries."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.state == DEAD, inbox.c.update_id.in_(update_ids))
        .values(state=NEW, attempts=0, error="", changed_ms=now())
    )


async def drop(connection: AsyncConnection, update_ids: Collection[int]) -> None:
    """Forget what dead updates hold; their numbers stay known."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.state == DEAD, inbox.c.update_id.in_(update_ids))
        .values(state=DONE, chat=0, payload="", changed_ms=now())
    )


async def forget_waiting(connection: AsyncConnection, before_ms: int) -> None:
    """Drop updates that came before a moment and were never answered."""
    old = (inbox.c.state == NEW, inbox.c.arrived_ms < before_ms)
    await connection.execute(delete(inbox).where(*old))


async def held(connection: AsyncConnection, chat: int) -> list[tuple[int, str, str]]:
    """What lies here of one chat: (when it came in milliseconds, state, payload)."""
    columns = (inbox.c.arrived_ms, inbox.c.state, inbox.c.payload)
    rows = await connection.execute(
        select(*columns).where(inbox.c.chat == chat).order_by(inbox.c.update_id)
    )
    return [tuple(row) for row in rows]


async def forget(connection: AsyncConnection, chat: int, upto: int) -> int:
    """Forget what lies here of one chat up to an update; what came after it was said afresh. Gives
    back how many updates. Their numbers stay known."""
    gone = await connection.execute(
        update(inbox)
        .where(inbox.c.chat == chat, inbox.c.update_id <= upto)
        .values(state=DONE, chat=0, payload="", error="", changed_ms=now())
    )
    return int(gone.rowcount)


async def seal_old(connection: AsyncConnection, envelopes: Envelopes) -> int:
    """Seal what an older version left open, so that all of one chat is in one lane. How many."""
    rows = await connection.execute(
        select(inbox.c.update_id, inbox.c.chat, inbox.c.payload).where(inbox.c.payload.like("{%"))
    )
    count = 0
    for row in rows.all():
        chat = envelopes.number(row.chat)
        payload = envelopes.seal(await envelopes.open(row.payload))
        await connection.execute(
            update(inbox)
            .where(inbox.c.update_id == row.update_id)
            .values(chat=chat, lane=lane_of(chat), payload=payload)
        )
        count += 1
    return count


async def drop_unreadable(connection: AsyncConnection, envelopes: Envelopes) -> int:
    """Forget updates that cannot be read any more. How many."""
    rows = await connection.execute(
        select(inbox.c.update_id, inbox.c.payload).where(inbox.c.payload != "")
    )
    lost = [r.update_id for r in rows if not await envelopes.readable(connection, r.payload)]
    for update_id in lost:
        await connection.execute(delete(inbox).where(inbox.c.update_id == update_id))
    return len(lost)


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def _row(update_id: int, chat: int, payload: str) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "chat": chat,
        "lane": lane_of(chat),
        "payload": payload,
        "state": NEW,
        "attempts": 0,
        "error": "",
        "arrived_ms": now(),
        "changed_ms": now(),
    }


def _entry(row: Any) -> Entry:
    return Entry(row.update_id, row.chat, row.payload, row.attempts, row.arrived_ms)
