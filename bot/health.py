"""Whether a running bot is well: it polls, and its database answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError
from bot.settings import Settings
from knowledge import Database, StorageError, sqlite_url, stored_base

_FRESH = 120.0
"""Seconds since the last good poll; an empty one is held for 25 s, and a fault is retried."""


class Unwell(BotError):  # noqa: N818 - reads as what it is
    """The bot does not do its work; the text says which part."""


def sign_of_life(settings: Settings) -> Callable[[], None]:
    """What a running bot calls after each good poll."""
    file = settings.data_dir / "alive"
    # What an earlier run left says nothing about this one.
    file.unlink(missing_ok=True)

    def touch() -> None:
        file.touch()

    return touch


async def examine(settings: Settings) -> str:
    """One line when all is well. Raises Unwell."""
    file = settings.data_dir / "alive"
    if not file.exists():
        raise Unwell(f"no sign of life: no bot has polled yet with DATA_DIR={settings.data_dir}")
    age = time.time() - file.stat().st_mtime
    if age > _FRESH:
        raise Unwell(f"the last good poll was {age:.0f} s ago: see the log for why polling fails")
    try:
        database = await Database.open(sqlite_url(settings.database_file), migrate=False)
        try:
            version = await stored_base.version(database)
        finally:
            await database.close()
    except (StorageError, SQLAlchemyError) as error:
        raise Unwell(f"the database cannot be read: {error}") from error
    if not version:
        raise Unwell("the database holds no claims: stop the bot and start it again")
    return f"well: polled {age:.0f} s ago, base version {version}"
