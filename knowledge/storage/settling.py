"""What moderators changed so lately that they may still undo it: nobody is told of it yet."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.review.drafts import UNDO_MS
from knowledge.storage.tables import changes
from knowledge.storage.trail import LIBRARY


async def unsettled(connection: AsyncConnection, now_ms: int) -> frozenset[tuple[str, str]]:
    """(kind, id) of every record that moderators changed within that time."""
    columns = (changes.c.kind, changes.c.record)
    rows = await connection.execute(
        select(*columns)
        .where(changes.c.at_ms > now_ms - UNDO_MS, changes.c.by != LIBRARY)
        .distinct()
    )
    return frozenset((row.kind, row.record) for row in rows)


async def last_changed(connection: AsyncConnection, since_ms: int) -> Mapping[tuple[str, str], int]:
    """When each record was changed last, of those that were changed after a moment."""
    columns = (changes.c.kind, changes.c.record)
    rows = await connection.execute(
        select(*columns, func.max(changes.c.at_ms).label("last"))
        .where(changes.c.at_ms > since_ms)
        .group_by(*columns)
    )
    return {(row.kind, row.record): int(row.last) for row in rows}
