"""The one class that owns database connections: one writer, many readers, migrations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import (
    URL,
    BigInteger,
    ColumnElement,
    Connection,
    Insert,
    MetaData,
    Table,
    cast,
    func,
    literal,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from knowledge.errors import StorageError
from knowledge.storage import postgres, sqlite
from knowledge.storage.groups import Groups, Work

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_SCHEMA_LOCK = 0x67726169
"""PostgreSQL's number for "one machine at a time"; any constant does."""
_T = TypeVar("_T")

metadata = MetaData(naming_convention=_NAMES)
"""Every table of the product; the queues of the bot join it from their own rooms."""


class Database:
    """Open with `Database.open`, always `close`: an open SQLite thread keeps the process alive."""

    def __init__(self, url: URL, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._url = url
        self._writer = writer
        self._reader = reader
        self._one_writer = asyncio.Lock()
        self._groups = Groups(self.write)

    @classmethod
    async def open(cls, address: str | URL, *, migrate: bool = True) -> Database:
        """Connect, and bring the schema up to date. Raises StorageError with the way out."""
        try:
            url = make_url(address)
            if url.drivername not in ("sqlite+aiosqlite", "postgresql+psycopg"):
                raise StorageError(
                    f"the database {url.drivername!r} is not known: "
                    "use postgresql+psycopg://user:password@host/database, or an SQLite file"
                )
            kind = postgres if url.get_backend_name() == "postgresql" else sqlite
            database = cls(url, *kind.engines(url))
        except SQLAlchemyError as error:
            raise StorageError(f"the address of the database cannot be used: {error}") from error
        if not migrate:
            return database
        from alembic.util import CommandError

        try:
            await database._migrate()
        except CommandError as error:
            await database.close()
            raise StorageError(
                f"the database {url.database} was made by a newer version ({error}): "
                "run that version, or give another database"
            ) from error
        except (SQLAlchemyError, OSError) as error:
            await database.close()
            raise kind.unusable(url, error.__cause__ or error) from error
        return database

    @property
    def shared(self) -> bool:
        """Whether several machines may use this database at the same time."""
        return self._url.get_backend_name() == "postgresql"

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back when anything raises."""
        if self.shared:
            async with self._writer.begin() as connection:
                yield connection
        else:
            async with self._one_writer, self._writer.begin() as connection:
                yield connection

    async def commit(self, work: Work[_T]) -> _T:
        """Run work in a transaction, on SQLite one that it may share with other callers.

        The work may run twice, the first time for nothing, and so must only touch the database.
        """
        if self.shared:
            async with self.write() as connection:
                return await work(connection)
        return await self._groups.commit(work)

    @asynccontextmanager
    async def read(self, *, steady: bool = False) -> AsyncIterator[AsyncConnection]:
        """A connection that cannot change anything; when `steady`, all its reads see one state."""
        async with self._reader.connect() as connection:
            if steady:
                await connection.execution_options(**{sqlite.STEADY: True})
            yield connection

    async def copy_to(self, file: Path) -> None:
        """Write the state of this moment into a new SQLite file, while others go on working. Raises
        StorageError; a shared database is copied with its server's own tools."""
        if self.shared:
            raise StorageError(
                "a PostgreSQL is backed up with its own tools: pg_dump, or its provider's backups"
            )
        await asyncio.to_thread(sqlite.copy, self._url, file)

    async def empty_log(self) -> bool:
        """Leave nothing of what was erased in SQLite's log of changes. Whether that could be done;
        a shared database does it with its own tools."""
        if self.shared:
            return True
        async with self._one_writer:
            return await asyncio.to_thread(sqlite.empty_log, self._url)

    async def fault(self) -> str | None:
        """What is wrong with the schema or the file, with the way out; None when all is well."""
        try:
            async with self.read() as connection:
                held, known = await connection.run_sync(_versions)
        except SQLAlchemyError as error:
            return outage(error) or type(error).__name__
        if held != known:
            return (
                f"its tables are of version {held or 'none'}, this program knows {known}: "
                "start the bot of this version once, or use the program that runs"
            )
        if not self.shared and (damage := await asyncio.to_thread(sqlite.damage, self._url)):
            return f"the file is damaged ({damage}): stop the bot and restore a backup"
        return None

    @property
    def clock_ms(self) -> ColumnElement[int]:
        """The time of the database as an expression, in milliseconds since 1970: machines that
        share it need one clock."""
        if self.shared:
            seconds = func.extract("epoch", func.clock_timestamp())
            return cast(seconds * 1000, BigInteger)
        days = func.julianday("now") - literal(2440587.5)
        return cast(days * 86_400_000, BigInteger)

    def insert_missing(self, table: Table) -> Insert:
        """An INSERT that passes over rows whose key is there already; `rowcount` says how many
        were not."""
        missing: Insert
        if self.shared:
            missing = postgresql.insert(table).on_conflict_do_nothing()
        else:
            missing = sqlite_dialect.insert(table).on_conflict_do_nothing()
        return missing.execution_options(preserve_rowcount=True)

    async def alone(self, connection: AsyncConnection) -> None:
        """Until the end of this transaction no other machine passes this line."""
        if self.shared:
            await connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))

    async def notify(self, connection: AsyncConnection, channel: str) -> None:
        """When this transaction is committed, wake all who listen; nothing on SQLite, where there
        is nobody else."""
        if self.shared:
            await connection.execute(select(func.pg_notify(channel, "")))

    def notices(self, *channels: str) -> AsyncGenerator[str, None]:
        """The channel of each notice; "" when one may have been missed. Only for a shared database.
        Raises StorageError when the connection ends."""
        return postgres.notices(self._url, channels)

    async def _migrate(self) -> None:
        async with self._writer.begin() as connection:
            await self.alone(connection)
            await connection.run_sync(_upgrade)


def outage(error: BaseException) -> str | None:
    """Why the database itself failed (no room, no connection, locked), in its own words and without
    anything of the statement; None when it was not the database."""
    if isinstance(error, DBAPIError) and isinstance(error, OperationalError | InterfaceError):
        return (str(error.orig).strip().splitlines() or [type(error.orig).__name__])[0]
    if isinstance(error, TimeoutError | PoolTimeout | StorageError | OSError):
        return str(error) or type(error).__name__
    return None


def _upgrade(connection: Connection) -> None:
    from alembic import command

    held = _held(connection)
    if held and held == _known():
        return
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _versions(connection: Connection) -> tuple[str | None, str | None]:
    """Of the tables in the database, and of this program."""
    return _held(connection), _known()


def _held(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


@cache
def _known() -> str | None:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
