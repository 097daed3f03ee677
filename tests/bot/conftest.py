"""What the tests of the bot share: a database in a folder of its own, and a Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import Database, sqlite_url
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    opened = await Database.open(sqlite_url(database_file))
    yield opened
    await opened.close()


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def ana(server: BotApiServer) -> Person:
    return server.person("Ana")
