"""SQLite: one file, one writer, readers that never wait for it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from knowledge.errors import StorageError

STEADY = "steady"
"""The option of a connection whose reads shall all see one state."""
_READERS = 8
"""Connections for reading; each is a thread, and opening one costs more than waiting for one."""
_PATIENCE = 10
"""Seconds to wait for a connection, or for another process that writes."""


def sqlite_url(file: Path) -> URL:
    """The address of an SQLite file."""
    return URL.create("sqlite+aiosqlite", database=str(file))


def engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The engine that writes and the one that reads. Raises StorageError."""
    _probe(url)
    # Without parameters: what an error says may be logged, and a message must not be.
    writer = create_async_engine(url, pool_size=1, hide_parameters=True)
    reader = create_async_engine(
        url, pool_size=_READERS, max_overflow=0, pool_timeout=_PATIENCE, hide_parameters=True
    )
    event.listen(writer.sync_engine, "connect", _prepare_writer)
    event.listen(writer.sync_engine, "begin", _begin_immediately)
    event.listen(reader.sync_engine, "connect", _prepare_reader)
    event.listen(reader.sync_engine, "begin", _begin)
    return writer, reader


def unusable(url: URL, error: BaseException) -> StorageError:
    """What to say of a file that cannot be used."""
    return StorageError(
        f"the database {url.database} cannot be opened: {error}; "
        "check that its folder exists, can be written and has room"
    )


def copy(url: URL, file: Path) -> None:
    """Write the state of this moment into a new file; whoever uses the database is not held up.
    Raises StorageError."""
    source = f"{Path(str(url.database)).absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(source, uri=True, isolation_level=None)) as opened:
            opened.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")
            # Unlike the backup interface, it does not begin anew when another process writes.
            opened.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as error:
        raise StorageError(
            f"the database {url.database} cannot be copied to {file}: {error}; "
            "check that there is room, and that nothing has that name"
        ) from error


def damage(url: URL) -> str | None:
    """What SQLite's own check finds wrong with the file; None when all is well."""
    source = f"{Path(str(url.database)).absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(source, uri=True)) as opened:
            found = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else str(found)


def empty_log(url: URL) -> bool:
    """Bring all that was committed into the file and empty the `-wal` beside it, in which erased
    text would stay. Whether it could be done: a reader may hold it up."""
    try:
        with contextlib.closing(sqlite3.connect(str(url.database), isolation_level=None)) as opened:
            opened.execute(f"PRAGMA busy_timeout={_PATIENCE * 100}")
            (held_up, _, _) = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not held_up


def _probe(url: URL) -> None:
    """Open the file once, plainly: the asynchronous driver leaves a thread when it cannot."""
    if url.database in (None, "", ":memory:"):
        raise StorageError("the database must be a file: the memory is not shared and not kept")
    try:
        sqlite3.connect(str(url.database)).close()
    except sqlite3.Error as error:
        raise unusable(url, error) from error


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
    for setting in (f"busy_timeout={_PATIENCE * 1000}", *settings):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A single read sees one state anyway, and this statement costs as much as the read.
    if connection.get_execution_options().get(STEADY):
        connection.exec_driver_sql("BEGIN")


def _begin_immediately(connection: Connection) -> None:
    # A read transaction that turns into a write fails at once when another writer was faster.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
