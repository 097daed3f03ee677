"""Several machines, one bot: every message answered once and in order, and news reach all."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, func, select

from bot import app as composition
from bot import settings
from bot.app import App, Line, Secrets
from bot.delivery import pacing
from bot.on_telegram import run_on_telegram
from bot.settings import Settings
from knowledge import Database, Snapshot, snapshot, stored_base
from knowledge.storage.tables import claims
from tests import postgres
from tests.bot.delivery.post import Post
from tests.bot.stage import until
from tests.durability.replica import free_port
from tests.make import claim, content
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

KEY = "0f" * 32
CHATS = [1 + 13 * n for n in range(20)]
"""In lanes of every machine."""
TEXT = "NMN relieves depression."
Start = Callable[[], "contextlib.AbstractAsyncContextManager[App]"]


def said(update_id: int, chat: int, text: str = TEXT) -> dict[str, Any]:
    person = {"id": chat, "type": "private", "first_name": "Ana"}
    message = {"message_id": update_id, "date": 1_700_000_000, "chat": person, "text": text}
    return {"update_id": update_id, "message": message}


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(content())


@asynccontextmanager
async def machine(address: URL, base: Snapshot, post: Post) -> AsyncIterator[App]:
    database = await Database.open(address)
    app = App(database, base, Secrets(bytes.fromhex(KEY)), Line(post, "salt_bot", pacing.NONE))
    await app.start()
    try:
        yield app
    finally:
        await app.stop()
        await database.close()


def lanes(*apps: App) -> list[int]:
    return [len(app._leases.owned) for app in apps]


async def test_machines_share_the_chats_and_answer_each_message_once_and_in_order(
    postgres_address: URL, small: Snapshot
) -> None:
    post = Post()
    async with (
        machine(postgres_address, small, post) as a,
        machine(postgres_address, small, post) as b,
    ):
        await until(lambda: lanes(a, b) == [32, 32])
        for turn in range(5):
            # Every machine gets some of each chat, and some twice.
            pushed = [said(100 * turn + n, chat, f"/start {turn}") for n, chat in enumerate(CHATS)]
            await asyncio.gather(a.accept(pushed[:12]), b.accept(pushed[8:]))
        await until(lambda: len(post.arrived) >= 100)
        await asyncio.gather(a.settled(), b.settled())
        answered = [app.metrics.answered._value.get() for app in (a, b)]
    assert len(post.arrived) == 100
    assert all(count >= 10 for count in answered)
    assert sorted(post.chats) == sorted(CHATS * 5)


async def test_when_one_stops_the_others_take_over_its_chats(
    postgres_address: URL, small: Snapshot
) -> None:
    post = Post()
    async with machine(postgres_address, small, post) as stays:
        async with machine(postgres_address, small, post) as leaves:
            await until(lambda: lanes(stays, leaves) == [32, 32])
        await stays.accept([said(chat, chat) for chat in range(1, 65)])
        await until(lambda: lanes(stays) == [64])
        await until(lambda: len(post.arrived) == 64)


async def test_a_published_claim_is_seen_by_every_machine(
    postgres_address: URL,
) -> None:
    database = await Database.open(postgres_address)
    await stored_base.apply(database, content())
    held, version = await stored_base.load(database)
    base = snapshot(held, version)
    async with (
        machine(postgres_address, base, Post()) as a,
        machine(postgres_address, base, Post()) as b,
    ):
        newer = claim(headline="A trial in people was published.")
        await stored_base.apply(database, replace(content(), claims=(newer,)))
        await until(lambda: a._base.version == b._base.version == version + 1)
        for app in (a, b):
            assert app._base.claims[newer.id].headline == newer.headline
    await database.close()


async def test_machines_that_start_at_once_make_and_fill_an_empty_database_once(
    postgres_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composition, "kept_library", content)
    url = postgres.fresh(postgres_template)
    given = [
        settings.read({"DATA_DIR": str(tmp_path / n), "DATABASE_URL": url, "SECRET_KEY": KEY})
        for n in "ab"
    ]

    async def start(read: Settings) -> int:
        async with composition.opened(read) as (database, base):
            async with database.read() as connection:
                count = await connection.scalar(select(func.count()).select_from(claims))
                assert count == len(base.content.claims)
            return base.version

    assert await asyncio.gather(*(start(read) for read in given)) == [1, 1]
    postgres.drop(url)


@asynccontextmanager
async def pushed_to(server: BotApiServer, folder: Path) -> AsyncIterator[str]:
    """A bot that Telegram pushes to; the address of its web server."""
    listen = f"127.0.0.1:{free_port()}"
    read = settings.read(
        {
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_BASE_URL": server.url,
            "DATA_DIR": str(folder),
            "WEBHOOK_URL": f"http://{listen}/telegram",
            "HTTP_LISTEN": listen,
        }
    )
    task = asyncio.create_task(run_on_telegram(read, server.token))
    try:
        yield listen
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            async with asyncio.timeout(8):
                await task


async def test_a_bot_that_is_pushed_to_answers_and_ends_in_order(
    server: BotApiServer, ana: Person, tmp_path: Path
) -> None:
    ana.sends("before it ran")
    async with pushed_to(server, tmp_path):
        await ana.reply(timeout=20)
        ana.sends("/start")
        await ana.reply()
        (call,) = server.calls("setWebhook")
        assert call.parameters["secret_token"]
        assert server.calls("getUpdates") == []
    assert server.violations == []
    # Who stops only for a while is still pushed to when it is back.
    assert server.calls("deleteWebhook") == []
