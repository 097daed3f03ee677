"""Updates that arrive, and a look at what waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from bot.intake import inbox
from bot.intake.inbox import Entry
from bot.leases import LANES
from knowledge import Database
from tests.bot.sealed import envelopes_of


def said(update_id: int, text: str = "hello", chat: int = 7) -> tuple[int, dict[str, Any]]:
    return chat, {"update_id": update_id, "message": {"text": text}}


async def put(database: Database, updates: Iterable[tuple[int, dict[str, Any]]]) -> int:
    """Commit updates, each with the number of its chat."""
    return await inbox.put(database, await envelopes_of(database), updates)


async def opened(database: Database, entry: Entry) -> dict[str, Any]:
    """What an entry holds."""
    return await (await envelopes_of(database)).open(entry.payload)


async def waiting(database: Database) -> list[Entry]:
    """All that waits, in every lane."""
    return await inbox.waiting(database, range(LANES), (), 10_000)


async def numbers_waiting(database: Database) -> list[int]:
    return [entry.update_id for entry in await waiting(database)]


async def states(database: Database) -> dict[int, str]:
    async with database.read() as connection:
        rows = await connection.execute(select(inbox.inbox.c.update_id, inbox.inbox.c.state))
        return {row.update_id: row.state for row in rows}
