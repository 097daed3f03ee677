"""One bot with a small library for all scenes of a file; every scene has people of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from knowledge import Content
from tests.bot.scenes.after.world import World, world_at
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def owner(server: BotApiServer) -> Person:
    return server.person("Olga Petrova")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(
    server: BotApiServer, folder: Path, library: Content, owner: Person
) -> AsyncIterator[World]:
    async with world_at(server, folder, library, [owner.id]) as running:
        yield running
