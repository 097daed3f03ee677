"""A bot that Olga owns: she stands in its settings, and has come in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.app import App
from knowledge import Snapshot
from tests.bot.scenes.moderation.colleagues import becomes_owner
from tests.bot.stage import bot_at
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def owner(server: BotApiServer) -> Person:
    return server.person("Olga Petrova")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(
    server: BotApiServer, folder: Path, base: Snapshot, owner: Person
) -> AsyncIterator[App]:
    async with bot_at(server, folder, base, owners=[owner.id]) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def olga(app: App, owner: Person) -> Person:
    await becomes_owner(owner, "Olga")
    return owner
