"""The bot's own web server: alive, ready or why not, and what it measures."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import URL

from bot import service
from bot.app import App, Line, Secrets
from bot.errors import SettingsError
from bot.health import Pulse
from knowledge import Content, Database, Snapshot, snapshot
from tests.bot.delivery.post import Post
from tests.durability.replica import free_port
from tests.make import content


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(content())


@asynccontextmanager
async def served(app: App, pulse: Pulse) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    routes = service.routes(lambda: app.faults(pulse), app.measured)
    async with (
        service.serving(("127.0.0.1", port), routes),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


@pytest.fixture
async def database(sqlite_address: URL) -> AsyncIterator[Database]:
    opened = await Database.open(sqlite_address)
    yield opened
    await opened.close()


@pytest.fixture
async def app(database: Database, small: Snapshot) -> AsyncIterator[App]:
    made = App(database, small, Secrets(b"k" * 32), Line(Post(), "salt_bot"))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def pulse(tmp_path: Path) -> Pulse:
    made = Pulse(tmp_path)
    made.beat()
    return made


async def test_a_bot_that_works_is_alive_and_ready(app: App, pulse: Pulse) -> None:
    async with served(app, pulse) as client:
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "faults": []})


async def test_a_bot_that_got_no_updates_lately_is_alive_but_not_ready(
    app: App, tmp_path: Path
) -> None:
    async with served(app, Pulse(tmp_path)) as client:
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["faults"] == ["no updates could be fetched lately"]


async def test_a_bot_whose_queue_has_stopped_says_so(app: App, pulse: Pulse) -> None:
    app._queues[0].cancel()
    await asyncio.wait(app._queues[:1])
    async with served(app, pulse) as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["faults"]) == (503, ["a queue has stopped"])


async def test_a_bot_without_claims_says_so(database: Database, pulse: Pulse) -> None:
    empty = snapshot(Content(claims=(), substances=(), outcomes=()))
    bot = App(database, empty, Secrets(b"k" * 32), Line(Post(), "salt_bot"))
    async with served(bot, pulse) as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["faults"]) == (503, ["the knowledge base is empty"])


async def test_a_database_that_cannot_be_read_is_told_and_hides_the_measures(
    app: App, database: Database, pulse: Pulse
) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE base RENAME TO hidden")
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO hidden_too")
    async with served(app, pulse) as client:
        ready = await client.get("/readyz")
        measured = await client.get("/metrics")
    (fault,) = ready.json()["faults"]
    assert fault == "the database cannot be read: no such table: base"
    assert measured.status_code == 503


async def test_a_database_that_does_not_answer_is_told_soon(
    app: App, pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: Pulse) -> list[str]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(service, "_LOOK_WITHIN", 0.05)
    monkeypatch.setattr(app, "faults", hang)
    async with served(app, pulse) as client:
        ready = await client.get("/readyz")
    assert ready.json()["faults"] == ["the database does not answer"]


async def test_the_measures_can_be_read_by_prometheus_and_are_explained(
    app: App, pulse: Pulse
) -> None:
    async with served(app, pulse) as client:
        answer = await client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    families = list(text_string_to_metric_families(answer.text))
    names = {family.name for family in families}
    assert {
        "grain_updates",
        "grain_updates_answered",
        "grain_oldest_unanswered_seconds",
        "grain_call_retries",
        "grain_dead_letters",
        "grain_answer_seconds",
    } <= names
    assert all(family.documentation.endswith(".") for family in families)


async def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as ear:
        port = ear.getsockname()[1]
        with pytest.raises(SettingsError, match=f"HTTP_LISTEN 127.0.0.1:{port} .*another port"):
            async with service.serving(("127.0.0.1", port), []):
                pass


async def test_nothing_listens_any_more_afterwards() -> None:
    port = free_port()
    async with service.serving(("127.0.0.1", port), []):
        socket.create_connection(("127.0.0.1", port), 5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)
