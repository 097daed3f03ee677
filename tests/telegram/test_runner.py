"""The server in a thread of its own, and its end."""

import asyncio
import json
import time
import urllib.request

import httpx
import pytest

from .conftest import Api
from .server import BotApiServer


def call(server: BotApiServer, method: str, **parameters: object) -> dict[str, object]:
    """Call a method without any event loop."""
    request = urllib.request.Request(
        f"{server.base_url}{server.token}/{method}",
        json.dumps(parameters).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        body: dict[str, object] = json.load(response)
    return body


def test_a_server_in_a_thread_serves_tests_without_a_loop() -> None:
    with BotApiServer() as server:
        ana = server.person("Ana")
        ana.sends("hello")
        call(server, "sendMessage", chat_id=ana.id, text="good day")
        message = server.until(lambda: ana.replies and ana.replies[-1])
        assert message
        assert message.text == "good day"
        with pytest.raises(TimeoutError):
            server.until(lambda: False, timeout=0.05)


async def test_a_server_in_a_thread_serves_tests_with_a_loop_of_their_own() -> None:
    with BotApiServer() as server:
        ana = server.person("Ana")
        ana.sends("hello")
        async with httpx.AsyncClient(trust_env=False) as client:
            await Api(server, client).result("sendMessage", chat_id=ana.id, text="good day")
        assert (await ana.reply()).text == "good day"


async def test_stopping_disconnects_a_waiting_poll_at_once() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        async with BotApiServer() as server:
            poll = asyncio.create_task(Api(server, client)("getUpdates", timeout=30))
            await server.wait_for(lambda: server.bot.poll.held)
            started = time.monotonic()
        with pytest.raises(httpx.TransportError):
            await poll
        assert time.monotonic() - started < 2


async def test_servers_run_side_by_side() -> None:
    async with BotApiServer() as one, BotApiServer() as two:
        assert one.url != two.url
        one.person("Ana").sends("hello")
        assert (one.pending, two.pending) == (1, 0)
