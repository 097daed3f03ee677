"""One server and one bot for all scenes of a file; every scene has people of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import App
from knowledge import Snapshot
from tests.bot.stage import bot_at
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bot keeps its data."""
    return tmp_path_factory.mktemp("data")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(server: BotApiServer, folder: Path, base: Snapshot) -> AsyncIterator[App]:
    async with bot_at(server, folder, base) as running:
        yield running


@pytest.fixture
def ana(server: BotApiServer) -> Person:
    return server.person("Ana")


@pytest_asyncio.fixture(loop_scope="module")
async def lonely() -> AsyncIterator[BotApiServer]:
    """A server that no bot polls as yet, for scenes that start one themselves."""
    async with BotApiServer() as running:
        yield running
