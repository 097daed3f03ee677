"""The outbox: replies are intended here, in the transaction of the state they belong to."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Envelopes
from bot.leases import LANES, lane_of
from knowledge import Database, metadata

NEW, SENDING, DEAD = "new", "sending", "dead"

outbox = Table(
    "outbox",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("chat", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False, server_default="0"),
    Column("method", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("urgency", Integer, nullable=False, server_default="0"),
    Column("edits", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False),
    Column("repeats", Integer, nullable=False, server_default="0"),
    Column("error", Text, nullable=False),
    Column("asked_ms", BigInteger, nullable=False, server_default="0"),
    Column("created_ms", BigInteger, nullable=False, server_default="0"),
    Column("due_ms", BigInteger, nullable=False),
    Index(None, "state", "urgency", "id"),
    Index(None, "chat", "state"),
)
"""One row a call, under the number of its chat, with sealed arguments; a delivered one is deleted,
so nothing of an answer stays behind."""


class Order(IntEnum):
    """What goes first when much waits."""

    ANSWER = 0
    BROADCAST = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """One call that waits to be made, its arguments sealed: many more letters are looked at than
    opened. `chat` is the number of its chat, `repeats` counts the processes that died while making
    it, `asked_ms` is when the update came that it answers (0 for none)."""

    id: int
    chat: int
    method: str
    payload: str
    attempts: int
    repeats: int
    asked_ms: int
    created_ms: int
    due_ms: int


async def put(
    connection: AsyncConnection,
    envelopes: Envelopes,
    calls: Iterable[tuple[str, int, dict[str, Any]]],
    *,
    asked_ms: int = 0,
    order: Order = Order.ANSWER,
) -> None:
    """Intend (method, number of the chat, arguments) calls, within the caller's transaction. Of
    several edits of one message only the last is left."""
    for method, chat, arguments in calls:
        edits = int(arguments.get("message_id", 0)) if method.startswith("edit_") else 0
        if edits:
            older = (outbox.c.chat == chat, outbox.c.edits == edits, outbox.c.state == NEW)
            await connection.execute(delete(outbox).where(*older))
        await connection.execute(
            insert(outbox).values(
                chat=chat,
                lane=lane_of(chat),
                method=method,
                payload=envelopes.seal(arguments),
                state=NEW,
                urgency=order,
                edits=edits,
                attempts=0,
                repeats=0,
                error="",
                asked_ms=asked_ms,
                created_ms=now(),
                due_ms=now(),
            )
        )


async def heads(
    database: Database, lanes: Collection[int] = range(LANES), limit: int = 500
) -> list[Letter]:
    """The next letter of each chat, if it is due: answers before broadcasts, the oldest first.
    A chat in which a call is under way has none."""
    query = select(outbox).where(
        outbox.c.state == NEW, outbox.c.due_ms <= now(), ~_has_an_earlier_one(), *_in(lanes)
    )
    async with database.read() as connection:
        rows = await connection.execute(query.order_by(outbox.c.urgency, outbox.c.id).limit(limit))
        return [_letter(row) for row in rows]


async def next_due(database: Database, lanes: Collection[int] = range(LANES)) -> int | None:
    """When the next letter is due, in milliseconds, also when that is past; None when none waits.
    Only the first of a chat counts, the others wait for it."""
    async with database.read() as connection:
        found = await connection.scalar(
            select(func.min(outbox.c.due_ms)).where(
                outbox.c.state == NEW, ~_has_an_earlier_one(), *_in(lanes)
            )
        )
    return None if found is None else int(found)


async def begun(connection: AsyncConnection, letter: Letter) -> bool:
    """Mark a letter before its call is made. False when it is there no more."""
    marked = await connection.execute(
        update(outbox).where(*_is(letter), outbox.c.state == NEW).values(state=SENDING)
    )
    return bool(marked.rowcount)


async def freed(connection: AsyncConnection, letter: Letter) -> None:
    """Undo `begun` for a letter whose call ended without being settled."""
    await connection.execute(
        update(outbox).where(*_is(letter), outbox.c.state == SENDING).values(state=NEW)
    )


async def take_up(connection: AsyncConnection, lanes: Collection[int]) -> int:
    """Let calls that were under way in these lanes when their process died be made again; they may
    have arrived. Gives back how many."""
    found = await connection.execute(
        update(outbox)
        .where(outbox.c.state == SENDING, outbox.c.lane.in_(lanes))
        .values(state=NEW, repeats=outbox.c.repeats + 1)
    )
    return int(found.rowcount)


async def delivered(connection: AsyncConnection, letter: Letter) -> None:
    """Forget a letter that arrived."""
    await connection.execute(delete(outbox).where(*_is(letter)))


async def ended(connection: AsyncConnection, chat: int) -> int:
    """Forget all letters to a chat in which nobody is any more. Gives back how many."""
    gone = await connection.execute(
        delete(outbox).where(outbox.c.chat == chat, outbox.c.state.in_((NEW, SENDING)))
    )
    return int(gone.rowcount)


async def moved(
    connection: AsyncConnection, envelopes: Envelopes, letter: Letter, chat: int
) -> None:
    """Address all letters of a group to the supergroup that it became, given by its id."""
    number = envelopes.number(chat)
    rows = await connection.execute(
        select(outbox.c.id, outbox.c.payload).where(
            outbox.c.chat == letter.chat, outbox.c.state.in_((NEW, SENDING))
        )
    )
    for row in rows.all():
        arguments = await envelopes.open(row.payload, connection)
        if "chat_id" in arguments:
            arguments["chat_id"] = chat
        values = {"chat": number, "lane": lane_of(number), "state": NEW}
        payload = envelopes.seal(arguments)
        await connection.execute(
            update(outbox).where(outbox.c.id == row.id).values(payload=payload, **values)
        )


async def postponed(connection: AsyncConnection, letter: Letter, error: str, due_ms: int) -> None:
    """Count a failed try and say when the next one is due."""
    await connection.execute(
        update(outbox)
        .where(*_is(letter))
        .values(state=NEW, attempts=letter.attempts + 1, error=error, due_ms=due_ms)
    )


async def undeliverable(connection: AsyncConnection, letter: Letter, error: str) -> None:
    """Put a letter aside, for an operator."""
    await connection.execute(
        update(outbox)
        .where(*_is(letter))
        .values(state=DEAD, error=error, attempts=letter.attempts + 1, due_ms=now())
    )


async def backlog(database: Database) -> tuple[int, int]:
    """How many letters wait, and how many were put aside."""
    async with database.read() as connection:
        rows = await connection.execute(
            select(outbox.c.state, func.count()).group_by(outbox.c.state)
        )
        counts = {state: int(count) for state, count in rows}
    return counts.get(NEW, 0) + counts.get(SENDING, 0), counts.get(DEAD, 0)


async def dead(database: Database) -> list[tuple[int, int, str, int]]:
    """What was put aside: (id, failures, kind of the last fault, when in milliseconds)."""
    columns = (outbox.c.id, outbox.c.attempts, outbox.c.error, outbox.c.due_ms)
    async with database.read() as connection:
        rows = await connection.execute(
            select(*columns).where(outbox.c.state == DEAD).order_by(outbox.c.id)
        )
        return [tuple(row) for row in rows]


async def retry(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Let dead letters be delivered again, with all their tries."""
    await connection.execute(
        update(outbox)
        .where(outbox.c.state == DEAD, outbox.c.id.in_(ids))
        .values(state=NEW, attempts=0, error="", created_ms=now(), due_ms=now())
    )


async def drop(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Forget dead letters."""
    await connection.execute(delete(outbox).where(outbox.c.state == DEAD, outbox.c.id.in_(ids)))


async def forget_waiting(connection: AsyncConnection, before_ms: int) -> None:
    """Drop letters that were intended before a moment and have not arrived."""
    old = (outbox.c.state.in_((NEW, SENDING)), outbox.c.created_ms < before_ms)
    await connection.execute(delete(outbox).where(*old))


async def held(connection: AsyncConnection, chat: int) -> list[tuple[int, str, str]]:
    """What lies here of one chat: (when it was intended in milliseconds, state, payload)."""
    columns = (outbox.c.created_ms, outbox.c.state, outbox.c.payload)
    rows = await connection.execute(
        select(*columns).where(outbox.c.chat == chat).order_by(outbox.c.id)
    )
    return [tuple(row) for row in rows]


async def forget(connection: AsyncConnection, chat: int) -> int:
    """Forget every letter to one chat, in whatever state. How many."""
    gone = await connection.execute(delete(outbox).where(outbox.c.chat == chat))
    return int(gone.rowcount)


async def seal_old(connection: AsyncConnection, envelopes: Envelopes) -> int:
    """Seal what an older version left open, so that all of one chat is in one lane. How many."""
    rows = await connection.execute(
        select(outbox.c.id, outbox.c.chat, outbox.c.payload).where(outbox.c.payload.like("{%"))
    )
    count = 0
    for row in rows.all():
        chat = envelopes.number(row.chat)
        payload = envelopes.seal(await envelopes.open(row.payload))
        await connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id)
            .values(chat=chat, lane=lane_of(chat), payload=payload)
        )
        count += 1
    return count


async def drop_unreadable(connection: AsyncConnection, envelopes: Envelopes) -> int:
    """Forget letters that cannot be read any more. How many."""
    rows = await connection.execute(select(outbox.c.id, outbox.c.payload))
    lost = [row.id for row in rows if not await envelopes.readable(connection, row.payload)]
    for id_ in lost:
        await connection.execute(delete(outbox).where(outbox.c.id == id_))
    return len(lost)


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def _is(letter: Letter) -> tuple[ColumnElement[bool], ...]:
    # SQLite gives the number of a row that was deleted to the next one: of a letter that was
    # forgotten in the middle of its call, nothing must be done to another. No two are sealed alike.
    return outbox.c.id == letter.id, outbox.c.payload == letter.payload


def _in(lanes: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return () if len(lanes) >= LANES else (outbox.c.lane.in_(lanes),)


def _has_an_earlier_one() -> ColumnElement[bool]:
    """Whether another letter of the same chat has to go first."""
    earlier = outbox.alias()
    goes_first = or_(
        earlier.c.state == SENDING,
        earlier.c.urgency < outbox.c.urgency,
        (earlier.c.urgency == outbox.c.urgency) & (earlier.c.id < outbox.c.id),
    )
    return exists().where(
        earlier.c.chat == outbox.c.chat,
        earlier.c.state.in_((NEW, SENDING)),
        earlier.c.id != outbox.c.id,
        goes_first,
    )


def _letter(row: Any) -> Letter:
    return Letter(
        id=row.id,
        chat=row.chat,
        method=row.method,
        payload=row.payload,
        attempts=row.attempts,
        repeats=row.repeats,
        asked_ms=row.asked_ms,
        created_ms=row.created_ms,
        due_ms=row.due_ms,
    )
