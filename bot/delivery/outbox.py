"""The outbox: replies are intended here, in the transaction of the state they belong to."""

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
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Database, metadata

NEW, DEAD = "new", "dead"

outbox = Table(
    "outbox",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("chat", BigInteger, nullable=False),
    Column("method", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Index(None, "state", "id"),
)
"""One row a call; a delivered one is deleted, so nothing of an answer stays behind."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One call that waits to be made."""

    id: int
    chat: int
    method: str
    arguments: dict[str, Any]
    attempts: int
    due_ms: int


async def put(
    connection: AsyncConnection, calls: Iterable[tuple[str, int, dict[str, Any]]]
) -> None:
    """Intend (method, chat, arguments) calls, within the caller's transaction."""
    rows = [
        {
            "chat": chat,
            "method": method,
            "payload": json.dumps(arguments, ensure_ascii=True),
            "state": NEW,
            "attempts": 0,
            "error": "",
            "due_ms": now(),
        }
        for method, chat, arguments in calls
    ]
    if rows:
        await connection.execute(insert(outbox), rows)


async def heads(database: Database, limit: int = 500) -> list[Letter]:
    """The oldest undelivered letter of each chat, those first that have been due the longest."""
    oldest = select(func.min(outbox.c.id)).where(outbox.c.state == NEW).group_by(outbox.c.chat)
    async with database.read() as connection:
        rows = await connection.execute(
            select(outbox)
            .where(outbox.c.id.in_(oldest))
            .order_by(outbox.c.due_ms, outbox.c.id)
            .limit(limit)
        )
        return [
            Letter(row.id, row.chat, row.method, json.loads(row.payload), row.attempts, row.due_ms)
            for row in rows
        ]


async def delivered(database: Database, letter: Letter) -> None:
    """Forget a letter that arrived."""
    async with database.write() as connection:
        await connection.execute(delete(outbox).where(outbox.c.id == letter.id))


async def moved(database: Database, letter: Letter, chat: int) -> None:
    """Address all letters of a group to the supergroup that it became."""
    async with database.write() as connection:
        rows = await connection.execute(
            select(outbox.c.id, outbox.c.payload).where(
                outbox.c.chat == letter.chat, outbox.c.state == NEW
            )
        )
        for row in rows.all():
            arguments = json.loads(row.payload)
            if "chat_id" in arguments:
                arguments["chat_id"] = chat
            payload = json.dumps(arguments, ensure_ascii=True)
            await connection.execute(
                update(outbox).where(outbox.c.id == row.id).values(chat=chat, payload=payload)
            )


async def postponed(database: Database, letter: Letter, error: str, due_ms: int) -> None:
    """Count a failed try and say when the next one is due."""
    async with database.write() as connection:
        await connection.execute(
            update(outbox)
            .where(outbox.c.id == letter.id)
            .values(attempts=letter.attempts + 1, error=error, due_ms=due_ms)
        )


async def undeliverable(database: Database, letter: Letter, error: str) -> None:
    """Put a letter aside for good; its content is forgotten."""
    async with database.write() as connection:
        await connection.execute(
            update(outbox)
            .where(outbox.c.id == letter.id)
            .values(state=DEAD, error=error, payload="{}", attempts=letter.attempts + 1)
        )


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
