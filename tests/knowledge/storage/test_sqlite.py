"""What only an SQLite file needs: copies of a running one, and a look at its health."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import OperationalError

from knowledge import Database, StorageError, outage, sqlite_url
from knowledge.storage.tables import base, vocabulary


def rows(file: Path) -> int:
    opened = sqlite3.connect(file)
    (count,) = opened.execute("SELECT count(*) FROM vocabulary").fetchone()
    opened.close()
    return int(count)


def spoil(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.seek(file.stat().st_size // 2)
        stream.write(b"\xff" * 8192)


async def add(database: Database, count: int) -> None:
    async with database.write() as connection:
        await connection.execute(
            insert(vocabulary),
            [{"kind": "cue", "id": f"{n}", "body": {}, "digest": "x" * 100} for n in range(count)],
        )


async def test_a_copy_holds_what_was_committed_and_holds_nobody_up(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    await add(database, 30)
    async with database.write() as connection:
        await connection.execute(insert(base).values(id=1, version=1))
        # A transaction is under way: the copy neither waits for it nor sees it.
        await database.copy_to(copy := file.with_name("copy.sqlite3"))
    assert rows(copy) == 30
    opened = await Database.open(sqlite_url(copy))
    async with opened.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(base)) == 0
    assert await opened.fault() is None
    await opened.close()
    await database.close()


async def test_a_copy_never_writes_over_a_file(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    (other := file.with_name("other")).write_text("something else", encoding="utf-8")
    with pytest.raises(StorageError, match="check that there is room"):
        await database.copy_to(other)
    assert other.read_text(encoding="utf-8") == "something else"
    await database.close()


async def test_a_healthy_database_has_no_fault(database: Database) -> None:
    assert await database.fault() is None


async def test_a_damaged_file_is_noticed(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    await add(database, 500)
    await database.close()
    spoil(file)
    damaged = await Database.open(sqlite_url(file), migrate=False)
    found = await damaged.fault()
    await damaged.close()
    assert found
    assert "restore a backup" in found


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM alembic_version", "of version none"),
        ("UPDATE alembic_version SET version_num = '0001'", "of version 0001"),
    ],
)
async def test_tables_of_another_version_are_a_fault_with_a_way_out(
    database: Database, statement: str, said: str
) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql(statement)
    found = await database.fault()
    assert found
    assert said in found
    assert "start the bot of this version once" in found


async def test_a_locked_file_is_an_outage_without_anything_of_the_statement(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    async with database.write() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError) as failed:
        await add(database, 1)
    other.close()
    assert outage(failed.value) == "database is locked"
    await database.close()


@pytest.mark.parametrize("error", [ValueError("words of a message"), KeyError("text")])
def test_another_fault_is_no_outage(error: Exception) -> None:
    assert outage(error) is None


def held(file: Path) -> bytes:
    """All bytes of the file and of its log of changes."""
    log = file.with_name(f"{file.name}-wal")
    return file.read_bytes() + (log.read_bytes() if log.exists() else b"")


async def test_what_was_erased_is_overwritten_in_the_file_and_in_its_log(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    secret = "a very private word"
    async with database.write() as connection:
        # Also a text that needs pages of its own.
        rows = [{"kind": "cue", "id": f"{n}", "digest": "x"} for n in range(3)]
        bodies = [secret, secret * 2000, secret]
        for row, body in zip(rows, bodies, strict=True):
            await connection.execute(insert(vocabulary).values(body=body, **row))
    assert secret.encode() in held(file)
    assert await database.empty_log()
    async with database.write() as connection:
        await connection.execute(delete(vocabulary).where(vocabulary.c.id != "2"))
        await connection.execute(update(vocabulary).values(body=""))
    assert await database.empty_log()
    assert secret.encode() not in held(file)
    assert file.with_name(f"{file.name}-wal").stat().st_size == 0
    await database.close()


async def test_a_reader_puts_the_emptying_of_the_log_off(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    await add(database, 3)
    async with database.read(steady=True) as reading:
        assert await reading.scalar(select(func.count()).select_from(vocabulary)) == 3
        async with database.write() as connection:
            await connection.execute(delete(vocabulary))
        assert not await database.empty_log()
    assert await database.empty_log()
    await database.close()
