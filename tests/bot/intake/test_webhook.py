"""The webhook, over real HTTP: 200 only after the commit, and nothing for who is not Telegram."""

from __future__ import annotations

import ast
import asyncio
import inspect
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot import service
from bot.intake import webhook
from knowledge import Database
from tests.bot.intake.arrivals import numbers_waiting, put
from tests.durability.replica import free_port

SECRET = "a-secret_of-41"
HEADERS = {webhook.SECRET_HEADER: SECRET}


class Door:
    """Takes updates into a database, or fails as told."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.fault: Exception | None = None
        self.full = False

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        if self.fault:
            raise self.fault
        await put(self._database, [(7, update) for update in updates])


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database)


@pytest.fixture
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    served = [webhook.route("/telegram", SECRET, door.accept, lambda: door.full)]
    async with (
        service.serving(("127.0.0.1", port), served),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as opened,
    ):
        yield opened


async def push(
    client: httpx.AsyncClient, content: Any, headers: dict[str, str] | None = None
) -> httpx.Response:
    return await client.post(
        "/telegram", content=content, headers=HEADERS if headers is None else headers
    )


async def test_a_push_is_in_the_inbox_when_it_is_acknowledged(
    client: httpx.AsyncClient, database: Database
) -> None:
    answer = await push(client, b'{"update_id": 1, "message": {"text": "hello"}}')
    assert answer.status_code == 200
    assert await numbers_waiting(database) == [1]


async def test_a_repeated_push_is_acknowledged_and_dropped(
    client: httpx.AsyncClient, database: Database
) -> None:
    answers = [await push(client, b'{"update_id": 1}') for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert await numbers_waiting(database) == [1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {webhook.SECRET_HEADER: ""},
        {webhook.SECRET_HEADER: SECRET[:-1]},
        {webhook.SECRET_HEADER: f"{SECRET}x"},
        {webhook.SECRET_HEADER: SECRET.upper()},
    ],
    ids=["none", "empty", "shorter", "longer", "other-case"],
)
async def test_who_does_not_know_the_secret_is_refused(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    assert (await push(client, b'{"update_id": 1}', headers)).status_code == 403
    assert await numbers_waiting(database) == []


async def test_a_body_that_is_announced_too_large_is_refused(
    client: httpx.AsyncClient, database: Database
) -> None:
    large = b'{"update_id": 1, "message": "' + b"x" * (1 << 20) + b'"}'
    assert (await push(client, large)).status_code == 413
    assert await numbers_waiting(database) == []


async def test_a_body_that_turns_out_too_large_is_refused(
    client: httpx.AsyncClient, database: Database
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"update_id": 1, "message": "'
        for _ in range(40):
            yield b"x" * 65536

    assert (await push(client, endless())).status_code == 413
    assert await numbers_waiting(database) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"[1]",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": null}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"1" * 5_000 + b"}",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=[
        "empty",
        "text",
        "list",
        "no-number",
        "string",
        "bool",
        "null",
        "negative",
        "huge",
        "endless",
        "no-utf8",
        "deep",
    ],
)
async def test_what_is_no_update_is_refused(
    client: httpx.AsyncClient, database: Database, body: bytes
) -> None:
    assert (await push(client, body)).status_code == 400
    assert await numbers_waiting(database) == []


async def test_a_body_that_does_not_come_is_waited_for_only_so_long(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_BODY_WITHIN", 0.05)
    port = client.base_url.port
    assert port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{webhook.SECRET_HEADER}: {SECRET}\r\n"
    writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert b" 408 " in await reader.readline()
    writer.close()
    assert await numbers_waiting(database) == []


async def test_who_does_not_know_the_secret_is_refused_before_the_body_is_read(
    client: httpx.AsyncClient,
) -> None:
    port = client.base_url.port
    assert port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
    assert b" 403 " in await reader.readline()
    writer.close()


async def test_many_silent_connections_keep_no_push_out(
    client: httpx.AsyncClient, database: Database
) -> None:
    port = client.base_url.port
    assert port
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
    assert (await push(client, b'{"update_id": 1}')).status_code == 200
    for _, writer in silent:
        writer.close()
    assert await numbers_waiting(database) == [1]


def test_the_secret_is_compared_in_the_same_time_wherever_it_differs() -> None:
    tree = ast.parse(inspect.getsource(webhook.route))
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    called = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert "hmac.compare_digest" in called
    assert not any("secret" in ast.unparse(node) for node in compared)


async def test_only_pushes_are_taken(client: httpx.AsyncClient) -> None:
    assert (await client.get("/telegram", headers=HEADERS)).status_code == 405
    assert (await client.post("/elsewhere", headers=HEADERS)).status_code == 404


async def test_what_cannot_be_committed_is_not_acknowledged(
    client: httpx.AsyncClient, door: Door, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    door.fault = OSError("No space left on device")
    with caplog.at_level(logging.DEBUG):
        answer = await push(client, b'{"update_id": 1, "message": {"text": "private"}}')
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "No space left on device" in caplog.text
    assert "private" not in caplog.text
    assert SECRET not in caplog.text
    door.fault = None
    assert (await push(client, b'{"update_id": 1}')).status_code == 200
    assert await numbers_waiting(database) == [1]


async def test_a_full_inbox_asks_telegram_to_come_back(
    client: httpx.AsyncClient, door: Door, database: Database
) -> None:
    door.full = True
    answer = await push(client, b'{"update_id": 1}')
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert await numbers_waiting(database) == []


def test_the_secret_is_the_same_on_every_machine_and_another_for_another_bot() -> None:
    first, again = webhook.secret_of("1:A"), webhook.secret_of("1:A")
    assert first == again != webhook.secret_of("1:B")
    assert first.isalnum()
    assert 32 <= len(first) <= 256
    assert "1:A" not in first
