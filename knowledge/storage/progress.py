"""How far work in rounds has come, so that it goes on after any end."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, Column, String, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.storage.database import metadata

table = Table(
    "rounds",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""A few numbers by name."""


async def load(connection: AsyncConnection) -> Mapping[str, int]:
    """All numbers that were ever kept."""
    rows = await connection.execute(select(table))
    return {row.name: row.value for row in rows}


async def keep(connection: AsyncConnection, **values: int) -> None:
    """Keep these numbers, in the transaction of the work that they count."""
    for name, value in values.items():
        changed = await connection.execute(
            update(table).where(table.c.name == name).values(value=value)
        )
        if changed.rowcount == 0:
            await connection.execute(insert(table).values(name=name, value=value))
