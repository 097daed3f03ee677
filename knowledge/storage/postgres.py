"""PostgreSQL: one database that several machines share."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from knowledge.errors import StorageError

_POOL = 10
"""Connections of one process; a server takes a hundred by default."""
_PATIENCE = 10
"""Seconds to wait for a connection."""


def engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The engine that writes and the one that reads; they share a pool."""
    writer = create_async_engine(
        url,
        # What an error says may be logged, and a message must not be.
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        # After a restart of the server, dead connections are replaced, not handed out.
        pool_pre_ping=True,
        connect_args={"connect_timeout": _PATIENCE, "application_name": "grain-of-salt"},
    )
    # Several reads of one transaction see one state, as with SQLite.
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writer, reader


def unusable(url: URL, error: BaseException) -> StorageError:
    """What to say of a server that cannot be used; never its password."""
    reason = str(error).strip().splitlines()
    return StorageError(
        f"the database {url.render_as_string(hide_password=True)} cannot be used: "
        f"{reason[0] if reason else type(error).__name__}; "
        "check DATABASE_URL, that the server runs, and that this user may create tables there"
    )


async def notices(url: URL, channels: tuple[str, ...]) -> AsyncGenerator[str, None]:
    """The channel of each notice that any machine sends, from now on; "" once at the start, when
    the listening begins. Raises StorageError when the connection ends."""
    import psycopg  # a machine with SQLite has no use for it

    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = await psycopg.AsyncConnection.connect(
            plain,
            autocommit=True,
            connect_timeout=_PATIENCE,
            application_name="grain-of-salt",
            # A listener is silent for long; a dead server must be noticed all the same.
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
        async with connection:
            for channel in channels:
                name = psycopg.sql.Identifier(channel)
                await connection.execute(psycopg.sql.SQL("LISTEN {}").format(name))
            yield ""
            async for notice in connection.notifies():
                yield notice.channel
    except psycopg.Error as error:
        raise unusable(url, error) from error
