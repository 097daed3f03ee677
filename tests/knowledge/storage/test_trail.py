"""The trail of changes: it only grows, and what was done to it shows."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, insert, select, text
from sqlalchemy.exc import DBAPIError

from knowledge import Change, Database, stored_base, stored_history
from knowledge.storage import tables
from tests import make
from tests.knowledge.storage.moderating import ID, edit, seen, write

HEADLINE = "Nobody knows whether NMN relieves depression."


@pytest.fixture
async def base(database: Database) -> Database:
    """A stored base that holds a small library."""
    await stored_base.apply(database, make.content())
    return database


async def trail(database: Database, kind: str = "claim", id_: str = ID) -> tuple[Change, ...]:
    async with database.read() as connection:
        return await stored_history.history(connection, kind, id_)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE changes SET why = 'nothing'",
        "DELETE FROM changes",
        "DELETE FROM changes WHERE id = 1",
    ],
)
async def test_the_trail_cannot_be_edited(base: Database, statement: str) -> None:
    await edit(base, headline=HEADLINE)
    await edit(base, safety="danger")
    before = await trail(base)
    with pytest.raises(DBAPIError, match="the trail of changes cannot be edited"):
        async with base.write() as connection:
            await connection.execute(text(statement))
    assert await trail(base) == before


async def test_the_trail_cannot_be_emptied_at_once(base: Database) -> None:
    if not base.shared:
        pytest.skip("SQLite has no TRUNCATE")
    await edit(base, headline=HEADLINE)
    with pytest.raises(DBAPIError, match="cannot be edited"):
        async with base.write() as connection:
            await connection.execute(text("TRUNCATE changes"))


async def test_a_row_of_the_trail_cannot_be_put_in_place_of_another(base: Database) -> None:
    if base.shared:
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    await edit(base, headline=HEADLINE)
    forged = "INSERT OR REPLACE INTO changes SELECT id, kind, record, before, after, 'x', why, "
    with pytest.raises(DBAPIError, match="cannot be edited"):
        async with base.write() as connection:
            await connection.execute(text(f"{forged} at_ms, chain FROM changes"))


async def test_the_trail_in_a_backup_cannot_be_edited_either(
    sqlite_address: URL, tmp_path: Path
) -> None:
    database = await Database.open(sqlite_address)
    await stored_base.apply(database, make.content())
    await edit(database, headline=HEADLINE)
    await database.copy_to(tmp_path / "backup.sqlite3")
    await database.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as backup:
        assert backup.execute("SELECT count(*) FROM changes").fetchone() == (1,)
        with pytest.raises(sqlite3.IntegrityError, match="cannot be edited"):
            backup.execute("DELETE FROM changes")


async def test_a_trail_as_it_was_written_is_whole(base: Database) -> None:
    await edit(base, headline="Ñandú — 烟酰胺 \U0001f9c2 nobody knows.")
    await write(base, "claim", ID, None, await seen(base))
    async with base.read() as connection:
        found = await stored_history.verify(connection)
        last = await connection.scalar(
            select(tables.changes.c.chain).where(tables.changes.c.id == 2)
        )
    assert (found.rows, found.broken) == (2, None)
    assert found.chain == last


async def test_an_empty_trail_is_whole(base: Database) -> None:
    async with base.read() as connection:
        assert await stored_history.verify(connection) == stored_history.Verified(0, "", None)


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE changes SET why = 'nothing' WHERE id = 2", 2),
        ("UPDATE changes SET by = 'somebody else' WHERE id = 3", 3),
        ("UPDATE changes SET before = NULL WHERE id = 2", 2),
        ("UPDATE changes SET at_ms = at_ms + 1 WHERE id = 1", 1),
        ("DELETE FROM changes WHERE id = 1", 2),
        ("DELETE FROM changes WHERE id = 2", 3),
        ("UPDATE changes SET id = 9 WHERE id = 3", 9),
    ],
)
async def test_a_trail_that_was_tampered_with_is_found(
    base: Database, tampering: str, broken: int
) -> None:
    for headline in (HEADLINE, "Nobody can say.", "It is not known."):
        await edit(base, headline=headline)
    async with base.write() as connection:
        for statement in _without_refusal(base):
            await connection.execute(text(statement))
        await connection.execute(text(tampering.replace("by =", '"by" =')))
    async with base.read() as connection:
        assert (await stored_history.verify(connection)).broken == broken


async def test_a_row_that_was_slipped_in_is_found(base: Database) -> None:
    await edit(base, headline=HEADLINE)
    change = (await trail(base))[0]
    row: Mapping[str, Any] = {name: getattr(change, name) for name in Change.__slots__}
    async with base.write() as connection:
        await connection.execute(insert(tables.changes).values({**row, "id": 2, "chain": "0" * 64}))
    async with base.read() as connection:
        assert (await stored_history.verify(connection)).broken == 2


def _without_refusal(database: Database) -> tuple[str, ...]:
    """What somebody does first who owns the database and edits the trail."""
    if database.shared:
        return ("ALTER TABLE changes DISABLE TRIGGER changes_not_edited",)
    return ("DROP TRIGGER changes_not_edited", "DROP TRIGGER changes_not_removed")
