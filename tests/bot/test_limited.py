"""Over the limit in the whole bot: told once, heard in danger, blocked, and one appeal."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot import blocks, retention
from bot.app import App, Line, Secrets
from bot.delivery import pacing
from bot.intake.limits import FAIR, Rate, Rules
from bot.wording.catalogue import say
from knowledge import Database, Snapshot, Vault
from tests.bot.delivery.post import Post
from tests.bot.intake.arrivals import numbers_waiting

KEY = b"k" * 32
ANA = {"id": 7, "type": "private", "first_name": "Ana"}
TIGHT = replace(FAIR, person=Rate(1, 2, after_rest=2), hammering=5)
REST = say("waiting", "rest", time="2 minutes")
HELP = "I want to kill myself"


def said(update_id: int, text: str, chat: dict[str, Any] | None = None) -> dict[str, Any]:
    sender = {"id": 7, "is_bot": False, "first_name": "Ana"}
    message = {"message_id": update_id, "date": 1_700_000_000, "chat": chat or ANA, "from": sender}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    commands = {"entities": entities} if text.startswith("/") else {}
    return {"update_id": update_id, "message": {**message, "text": text, **commands}}


@asynccontextmanager
async def started(
    database: Database, base: Snapshot, post: Post, rules: Rules = TIGHT
) -> AsyncIterator[App]:
    app = App(database, base, Secrets(KEY), Line(post, "salt_bot", pacing.NONE, rules))
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


async def hear(app: App, *texts: str, first: int) -> None:
    await app.accept([said(first + n, text) for n, text in enumerate(texts)])
    await app.settled()


def blocked(post: Post) -> list[str]:
    """What was said about a block; in no order with what was said of a rest."""
    return [text for text in post.arrived if text.startswith(say("waiting", "blocked"))]


async def test_over_the_limit_a_person_is_told_once_when_to_try_again(
    database: Database, base: Snapshot
) -> None:
    post = Post()
    async with started(database, base, post) as app:
        await hear(app, *["/start"] * 6, first=1)
        assert app.metrics.refused._value.get() == 3
    assert len(post.arrived) == 3
    assert post.arrived[-1].startswith(REST)
    assert say("urgent", "not_read") in post.arrived[-1]
    assert await numbers_waiting(database) == []


async def test_a_cry_for_help_is_answered_over_the_limit_and_while_blocked(
    database: Database, base: Snapshot
) -> None:
    post = Post()
    async with started(database, base, post) as app:
        await hear(app, *["/start"] * 4, HELP, first=1)
        assert say("urgent", "crisis") in post.arrived[-1]
        await hear(app, *["/start"] * 8, HELP, first=10)
        await hear(app, HELP, first=20)
        assert len(blocked(post)) == 1
    assert sum(say("urgent", "crisis") in text for text in post.arrived) == 3
    assert len(post.arrived) == 7


async def test_who_hammers_on_is_blocked_told_once_and_answered_again_after_an_appeal(
    database: Database, base: Snapshot, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    async with started(database, base, post) as app:
        with caplog.at_level(logging.DEBUG, logger="bot"):
            await hear(app, *["/start"] * 12, first=1)
        (word,) = blocked(post)
        assert say("waiting", "appeal") in word
        assert "somebody is blocked" in caplog.text
        told = len(post.arrived)
        await hear(app, "NMN beats depression.", "/start", first=20)
        assert len(post.arrived) == told
        await hear(app, "/appeal my nephew\nhad the phone", first=30)
        assert post.arrived[-1].startswith(say("waiting", "lifted"))
        assert app.metrics.appeals._value.get() == 1
        await hear(app, "/start", first=31)
        assert post.arrived[-1].startswith(say("start", "hello"))
    vault = Vault(database, KEY)
    assert await blocks.appeals(database, vault) == {vault.pseudonym(7): "my nephew\nhad the phone"}


async def test_a_block_outlives_a_restart_and_its_appeal_can_be_made_once(
    database: Database, base: Snapshot
) -> None:
    async with started(database, base, Post()) as app:
        await hear(app, *["/start"] * 12, first=1)
        await hear(app, "/appeal sorry", first=20)
    post = Post()
    async with started(database, base, post) as app:
        await hear(app, *["/start"] * 12, first=30)
        (word,) = blocked(post)
        assert say("waiting", "no_appeal") in word
    post = Post()
    async with started(database, base, post) as app:
        await hear(app, "/appeal again", "/start", first=50)
    assert post.arrived == []


async def test_who_is_not_blocked_has_nothing_to_appeal_against(
    database: Database, base: Snapshot
) -> None:
    post = Post()
    async with started(database, base, post) as app:
        await hear(app, "/appeal", first=1)
    assert post.arrived == [say("waiting", "nothing_to_lift")]
    assert await blocks.stored(database) == []


async def test_in_a_group_what_nobody_asked_costs_nothing(
    database: Database, base: Snapshot
) -> None:
    group = {"id": -57, "type": "group", "title": "Family"}
    post = Post()
    async with started(database, base, post) as app:
        await app.accept([said(n, "NMN beats depression.", group) for n in range(1, 300)])
        await app.accept([said(300, "/start", group)])
        await app.settled()
        assert app.metrics.refused._value.get() == 0
    assert len(post.arrived) == 1


async def test_blocks_are_forgotten_after_a_month(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = blocks.Blocks(database, Vault(database, KEY))
    async with database.write() as connection:
        await held.add(connection, 7)
    await retention.erase(database)
    assert len(await blocks.stored(database)) == 1
    later = retention.now() + 31 * 24 * 3600 * 1000
    monkeypatch.setattr(retention, "now", lambda: later)
    await retention.erase(database)
    assert await blocks.stored(database) == []
