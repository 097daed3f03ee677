"""What the tests of the loopback server share."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from .errors import Json
from .people import Person
from .server import BotApiServer


class Api:
    """A bare client, for what a well-behaved library would not send."""

    def __init__(self, server: BotApiServer, client: httpx.AsyncClient) -> None:
        self.server, self.client = server, client

    def url(self, method: str, token: str | None = None) -> str:
        return f"{self.server.base_url}{token or self.server.token}/{method}"

    async def __call__(self, method: str, **parameters: Any) -> Json:
        response = await self.client.post(self.url(method), json=parameters)
        body: Json = response.json()
        assert body["ok"] == (response.status_code == 200)
        return body

    async def result(self, method: str, **parameters: Any) -> Any:
        body = await self(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        body = await self(method, **parameters)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"


def plain_request() -> HTTPXRequest:
    """Return the library's own transport; reading certificates would only take time here."""
    return HTTPXRequest(connection_pool_size=4, httpx_kwargs={"trust_env": False, "verify": False})


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        server.token,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=plain_request(),
        get_updates_request=plain_request(),
    ) as running:
        yield running


@pytest.fixture
async def api(server: BotApiServer) -> AsyncIterator[Api]:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        yield Api(server, client)


@pytest.fixture
def ana(server: BotApiServer) -> Person:
    """A person who has written to the bot already, all of which is read and confirmed."""
    person = server.person("Ana", language_code="es")
    person.sends("/start")
    server.bot.queue.clear()
    return person
