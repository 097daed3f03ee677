"""The database of a bot as it stands: neither made nor changed by looking at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import SettingsError
from bot.settings import Settings
from knowledge import Database, StorageError


def require_file(settings: Settings) -> None:
    """Raises SettingsError when the SQLite file is not there; opening it would make one."""
    if not settings.database_url and not settings.database_file.exists():
        raise SettingsError(
            f"there is no database in DATA_DIR {settings.data_dir}: "
            "name the folder that the bot uses, or start it once"
        )


@asynccontextmanager
async def existing(settings: Settings) -> AsyncIterator[Database]:
    """The open database. Raises SettingsError when there is none, StorageError when it cannot be
    used."""
    require_file(settings)
    database = await Database.open(settings.database, migrate=False)
    try:
        if fault := await database.fault():
            raise StorageError(f"the database cannot be used: {fault}")
        yield database
    finally:
        await database.close()
