"""What the tests of the bot share: a Bot API server and a person."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.telegram.people import Person
from tests.telegram.server import BotApiServer


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def ana(server: BotApiServer) -> Person:
    return server.person("Ana")
