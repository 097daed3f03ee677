"""The stored tallies: counts by day. No chat, no person and no time of day is in the table."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Column, Date, Integer, String, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.wording.tallied import Names, Tally
from knowledge import Database, metadata

KEPT = timedelta(days=400)
"""A year and a month, so that a week can be seen beside that of a year ago."""

tallies = Table(
    "tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("name", String(170), primary_key=True),
    Column("count", Integer, nullable=False),
)


async def count(connection: AsyncConnection, day: date, names: Names) -> None:
    """Add to the counts of a day, within the caller's transaction, best as its last statement."""
    if not names:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = dialect.insert(tallies)
    added = added.on_conflict_do_update(
        index_elements=[tallies.c.day, tallies.c.kind, tallies.c.name],
        set_={"count": tallies.c.count + added.excluded.count},
    )
    # Always in one order: two transactions that each wait for a row of the other would never end.
    rows = [
        {"day": day, "kind": str(kind), "name": str(name), "count": times}
        for (kind, name), times in sorted(names.items())
    ]
    await connection.execute(added.values(rows))


async def held(connection: AsyncConnection, first: date, last: date) -> list[Tally]:
    """All counts of the days from the first to the last, both included."""
    found = await connection.execute(
        select(tallies).where(tallies.c.day.between(first, last)).order_by(*tallies.primary_key)
    )
    return [Tally(*row) for row in found]


async def forget_old(database: Database, today: date) -> None:
    """Drop what is older than what is kept."""
    async with database.write() as connection:
        await connection.execute(delete(tallies).where(tallies.c.day < today - KEPT))
