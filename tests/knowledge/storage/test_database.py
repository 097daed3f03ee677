"""The database: one writer, many readers, clear refusals, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from knowledge import Database, KnowledgeError, StorageError, sqlite_url
from knowledge.storage.tables import base

PROJECT = Path(__file__).parents[3]
_OPEN = """
import asyncio, sys
from knowledge import Database, StorageError

async def main():
    try:
        database = await Database.open(sys.argv[1])
    except StorageError as error:
        print("refused:", error)
        return
    async with database.write(), database.read():
        print("open")
    await database.close()

asyncio.run(main())
"""


def _opened_and_closed(url: URL) -> subprocess.CompletedProcess[str]:
    """Open and close in a process of its own, which must then end by itself."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", _OPEN, str(url)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=20,
        check=False,
    )


def _workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]


async def _workers_gone() -> None:
    """Return when no thread of a connection runs any more."""
    for thread in _workers():
        await asyncio.to_thread(thread.join, 10)
    assert _workers() == []


async def _count(database: Database) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(base)) or 0)


async def test_a_finished_write_is_seen_by_readers(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(insert(base).values(id=1, version=1))
    assert await _count(database) == 1


async def test_a_write_that_raises_is_undone(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.write() as connection:
            await connection.execute(insert(base).values(id=1, version=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()
    assert await _count(database) == 0


async def test_a_write_that_is_cancelled_is_undone(database: Database) -> None:
    inserted = asyncio.Event()

    async def write() -> None:
        async with database.write() as connection:
            await connection.execute(insert(base).values(id=1, version=1))
            inserted.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await inserted.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _count(database) == 0
    async with database.write() as connection:
        await connection.execute(insert(base).values(id=1, version=1))
    assert await _count(database) == 1


async def test_readers_do_not_wait_for_an_open_write_and_do_not_see_it(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(insert(base).values(id=1, version=1))
        assert await asyncio.wait_for(_count(database), 5) == 0
    assert await _count(database) == 1


async def test_a_reader_cannot_change_anything(database: Database) -> None:
    async with database.read() as connection:
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            await connection.execute(insert(base).values(id=1, version=1))


async def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    count = select(func.count()).select_from(base)
    async with database.read(steady=True) as reader:
        before = await reader.scalar(count)
        async with database.write() as connection:
            await connection.execute(insert(base).values(id=1, version=1))
        assert await reader.scalar(count) == before


@pytest.mark.parametrize("handles", [1, 2], ids=["one process", "two that share the file"])
async def test_writers_wait_for_each_other_and_lose_no_update(file: Path, handles: int) -> None:
    databases = [await Database.open(sqlite_url(file)) for _ in range(handles)]
    async with databases[0].write() as connection:
        await connection.execute(insert(base).values(id=1, version=0))

    async def count_up(database: Database) -> None:
        async with database.write() as connection:
            seen = await connection.scalar(select(base.c.version))
            await asyncio.sleep(0)
            await connection.execute(update(base).values(version=int(seen or 0) + 1))

    try:
        await asyncio.gather(*(count_up(databases[turn % handles]) for turn in range(20)))
        async with databases[0].read() as connection:
            assert await connection.scalar(select(base.c.version)) == 20
    finally:
        for database in databases:
            await database.close()


async def test_a_commit_is_on_the_disk_before_it_returns(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    async with database.write() as connection:
        await connection.execute(insert(base).values(id=1, version=7))
        full = 2
        assert await connection.scalar(text("PRAGMA synchronous")) == full
    other = sqlite3.connect(file)
    assert other.execute("SELECT version FROM base").fetchall() == [(7,)]
    other.close()
    await database.close()


def _missing_folder(folder: Path) -> Path:
    return folder / "nowhere" / "base.sqlite3"


def _file_for_a_folder(folder: Path) -> Path:
    (folder / "data").write_text("a file", encoding="utf-8")
    return folder / "data" / "base.sqlite3"


def _folder_for_a_file(folder: Path) -> Path:
    (folder / "base.sqlite3").mkdir()
    return folder / "base.sqlite3"


def _something_else(folder: Path) -> Path:
    (folder / "base.sqlite3").write_text("this is no database " * 99, encoding="utf-8")
    return folder / "base.sqlite3"


@pytest.mark.parametrize(
    "spoilt", [_missing_folder, _file_for_a_folder, _folder_for_a_file, _something_else]
)
async def test_a_data_folder_that_cannot_be_used_is_refused_with_a_way_out(
    tmp_path: Path, spoilt: Callable[[Path], Path]
) -> None:
    file = spoilt(tmp_path)
    with pytest.raises(StorageError) as refused:
        await Database.open(sqlite_url(file))
    assert str(file) in str(refused.value)
    assert "check that its folder exists, can be written and has room" in str(refused.value)
    await _workers_gone()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "nosuch://somewhere/base",
        "mysql://me:hidden-word@127.0.0.1:1/base",
        "postgresql+asyncpg://me:hidden-word@127.0.0.1:1/base",
    ],
)
async def test_an_address_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StorageError) as refused:
        await Database.open(url)
    assert "hidden-word" not in str(refused.value)


async def test_every_refusal_is_an_error_of_the_knowledge_rooms(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        await Database.open(sqlite_url(_something_else(tmp_path)))
    await _workers_gone()


async def test_closing_ends_the_threads_of_all_connections(file: Path) -> None:
    database = await Database.open(sqlite_url(file))
    async with database.write(), database.read(), database.read():
        assert _workers()
    await database.close()
    await _workers_gone()


def test_a_closed_database_leaves_no_thread(file: Path) -> None:
    ended = _opened_and_closed(sqlite_url(file))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "open\n", "")


def test_a_database_that_was_refused_leaves_no_thread(tmp_path: Path) -> None:
    ended = _opened_and_closed(sqlite_url(_something_else(tmp_path)))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("refused: ")


async def test_a_database_of_a_newer_version_is_refused_with_a_way_out(file: Path) -> None:
    await (await Database.open(sqlite_url(file))).close()
    other = sqlite3.connect(file)
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.commit()
    other.close()
    ended = _opened_and_closed(sqlite_url(file))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"refused: the database {file} was made by a newer version (")
    assert "run that version, or give another database" in ended.stdout


async def test_an_address_is_taken_as_text_too(file: Path) -> None:
    database = await Database.open(str(sqlite_url(file)))
    assert await _count(database) == 0
    await database.close()


async def test_opening_without_migrating_leaves_the_tables_as_they_are(file: Path) -> None:
    database = await Database.open(sqlite_url(file), migrate=False)
    try:
        with pytest.raises(OperationalError, match="no such table"):
            await _count(database)
    finally:
        await database.close()


@pytest.mark.parametrize(
    "name", ["two words", "a#b", "ñandú", "semi;colon&more", "a%20b", "what?", "me@home:1"]
)
async def test_any_folder_name_can_hold_the_database(tmp_path: Path, name: str) -> None:
    file = tmp_path / "in" / name / "base.sqlite3"
    file.parent.mkdir(parents=True)
    await (await Database.open(sqlite_url(file))).close()
    assert [entry.name for entry in os.scandir(file.parent)] == [file.name]
