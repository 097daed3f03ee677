"""The one class that owns database connections: one writer, many readers, migrations."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import URL, Connection, MetaData, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from knowledge.errors import StorageError

_MIGRATIONS = Path(__file__).parent / "migrations"
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=_NAMES)
"""Every table of the product; the queues of the bot join it from their own rooms."""


def sqlite_url(file: Path) -> URL:
    """The address of an SQLite file."""
    return URL.create("sqlite+aiosqlite", database=str(file))


class Database:
    """Open with `Database.open`, always `close`: an open SQLite thread keeps the process alive."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader
        self._one_writer = asyncio.Lock()

    @classmethod
    async def open(cls, address: str | URL, *, migrate: bool = True) -> Database:
        """Connect, and bring the schema up to date. Raises StorageError with the way out."""
        try:
            url = make_url(address)
            sqlite = url.get_backend_name() == "sqlite"
            if sqlite:
                _probe(url)
            writer = create_async_engine(url, **({"pool_size": 1} if sqlite else {}))
            reader = create_async_engine(url) if sqlite else writer
        except (SQLAlchemyError, ImportError) as error:
            raise StorageError(f"the address of the database cannot be used: {error}") from error
        if sqlite:
            event.listen(writer.sync_engine, "connect", _prepare_writer)
            event.listen(writer.sync_engine, "begin", _begin_immediately)
            event.listen(reader.sync_engine, "connect", _prepare_reader)
            event.listen(reader.sync_engine, "begin", _begin)
        database = cls(writer, reader)
        if not migrate:
            return database
        try:
            await database._migrate()
        except CommandError as error:
            await database.close()
            raise StorageError(
                f"the database {url.database} was made by a newer version ({error}): "
                "run that version, or give another file"
            ) from error
        except (SQLAlchemyError, OSError) as error:
            await database.close()
            raise _unusable(url, error.__cause__ or error) from error
        return database

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back when anything raises."""
        async with self._one_writer, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database and cannot change it."""
        async with self._reader.connect() as connection:
            yield connection

    async def _migrate(self) -> None:
        async with self._writer.begin() as connection:
            await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _probe(url: URL) -> None:
    """Open the file once, plainly: the asynchronous driver leaves a thread when it cannot."""
    if url.database in (None, "", ":memory:"):
        raise StorageError("the database must be a file: the memory is not shared and not kept")
    try:
        sqlite3.connect(str(url.database)).close()
    except sqlite3.Error as error:
        raise _unusable(url, error) from error


def _unusable(url: URL, error: BaseException) -> StorageError:
    return StorageError(
        f"the database {url.database} cannot be opened: {error}; "
        "check that its folder exists, can be written and has room"
    )


def _prepare_writer(connection: Any, _: Any) -> None:
    # The driver must not begin transactions by itself: ours begin as writers (see below).
    connection.isolation_level = None
    # FULL: a commit is on the disk when it returns; an acknowledged update survives power loss.
    _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


def _prepare_reader(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    _pragmas(connection, "query_only=ON")


def _pragmas(connection: Any, *settings: str) -> None:
    cursor = connection.cursor()
    for setting in ("busy_timeout=10000", *settings):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Several reads of one transaction see one state.
    connection.exec_driver_sql("BEGIN")


def _begin_immediately(connection: Connection) -> None:
    # A read transaction that turns into a write fails at once when another writer was faster.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
