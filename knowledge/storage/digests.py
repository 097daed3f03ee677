"""Which members want to hear every day of what waits, and when."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.storage.database import metadata

table = Table(
    "digests",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("next_ms", BigInteger, nullable=False),
)
"""One row a member who wants it: when the next one is due."""


async def want(connection: AsyncConnection, person: str, next_ms: int) -> None:
    """A member wants a digest every day, the first one at `next_ms`."""
    await stop(connection, person)
    row = {"person": person, "next_ms": next_ms}
    await connection.execute(insert(table).values(row))


async def stop(connection: AsyncConnection, person: str) -> None:
    """A member wants no digest any more."""
    await connection.execute(delete(table).where(table.c.person == person))


async def due(connection: AsyncConnection, now_ms: int) -> tuple[tuple[str, int], ...]:
    """Who is to get a digest now, and when theirs was due."""
    rows = await connection.execute(
        select(table).where(table.c.next_ms <= now_ms).order_by(table.c.person)
    )
    return tuple((row.person, row.next_ms) for row in rows)


async def sent(connection: AsyncConnection, person: str, due_ms: int, next_ms: int) -> bool:
    """The digest that was due is on its way, and the next one is due then; False when that one was
    sent meanwhile, or is not wanted any more."""
    mine = (table.c.person == person, table.c.next_ms == due_ms)
    marked = await connection.execute(update(table).where(*mine).values(next_ms=next_ms))
    return bool(marked.rowcount)
