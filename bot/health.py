"""Whether a running bot is well: updates can reach it, and its database answers."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError
from bot.settings import Settings
from knowledge import Database, StorageError, stored_base

_FRESH = 120.0
"""Seconds since the last beat; an empty poll is held for 25 s, and a fault is retried."""


class Unwell(BotError):  # noqa: N818 - reads as what it is
    """The bot does not do its work; the text says which part."""


class Pulse:
    """Beats when updates could be fetched or received, in memory and as the age of a file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "alive"
        # What an earlier run left says nothing about this one.
        self._file.unlink(missing_ok=True)
        self._last: float | None = None

    def beat(self) -> None:
        """All is well at this moment."""
        self._last = time.monotonic()
        self._file.touch()

    @property
    def fresh(self) -> bool:
        """Whether the last beat was not long ago."""
        return self._last is not None and time.monotonic() - self._last <= _FRESH


async def examine(settings: Settings) -> str:
    """One line when all is well. Raises Unwell."""
    file = settings.data_dir / "alive"
    if not file.exists():
        raise Unwell(
            f"no sign of life: no bot has fetched updates yet with DATA_DIR={settings.data_dir}"
        )
    age = time.time() - file.stat().st_mtime
    if age > _FRESH:
        raise Unwell(f"the last sign of life was {age:.0f} s ago: see the log for what fails")
    try:
        database = await Database.open(settings.database, migrate=False)
        try:
            version = await stored_base.version(database)
        finally:
            await database.close()
    except (StorageError, SQLAlchemyError) as error:
        raise Unwell(f"the database cannot be read: {error}") from error
    if not version:
        raise Unwell("the database holds no claims: stop the bot and start it again")
    return f"well: last sign of life {age:.0f} s ago, base version {version}"
