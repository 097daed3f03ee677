"""Scenes with odd messages: an answer or a clear refusal, and the next message is answered too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.intake import inbox
from bot.wording.catalogue import say
from knowledge import Database, Snapshot, sqlite_url
from tests.bot.stage import DATABASE
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLAIM, FOUND = "NMN beats depression.", "nmn-depression"
FILLER = "The weather is fine and the station is near. "
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


def says(server: BotApiServer, person: Person, **content: Any) -> None:
    """A message that Telegram's apps would not let a person send."""
    body = {"message_id": 9_000, "date": 1_700_000_000, "chat": person.chat().body()}
    server.inject({"message": {**body, "from": person.user, **content}})


async def greeted(ana: Person) -> None:
    ana.sends("/start")
    assert (await ana.reply()).text.startswith(say("start", "hello"))


@pytest.mark.parametrize(
    "text",
    [
        CLAIM + "\n" + FILLER * (50_000 // len(FILLER)),
        (CLAIM + " ") * 400,
        "\x00\x07\x1bNMN beats\x00 depression.\x7f",
        "\u202e\u2066NMN beats depression.\u2069\u200f",
        "\u200bNMN beats\u00ad depression.\ufeff",
        "\ud83d NMN beats depression. \udc00",
        CLAIM + "🧂" * 1_000_000,
        "\n" * 10_000 + CLAIM,
    ],
    ids=[
        "50000-characters", "repeated", "control", "right-to-left", "invisible", "surrogates",
        "million-emoji", "many-lines",
    ],
)  # fmt: skip
async def test_a_claim_is_found_in_an_odd_message(
    server: BotApiServer, app: App, ana: Person, base: Snapshot, text: str
) -> None:
    await greeted(ana)
    says(server, ana, text=text)
    assert base.claims[FOUND].headline in (await ana.reply()).text
    await greeted(ana)
    assert server.violations == []


@pytest.mark.parametrize(
    "text",
    ["🧂" * 1_000_000, "🧂", "\u200b\u200b", "\u202e\u200f", " \n\t", "...", "\x00", "\u0301" * 99],
    ids=[
        "million-emoji", "emoji", "invisible", "right-to-left", "blank", "dots", "nul", "accents",
    ],
)  # fmt: skip
async def test_a_message_without_any_word_is_told_so(
    server: BotApiServer, app: App, ana: Person, text: str
) -> None:
    await greeted(ana)
    says(server, ana, text=text)
    assert (await ana.reply()).text == say("unreadable", "empty")
    await greeted(ana)
    assert server.violations == []


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000, "(" * 20_000 + "x", "https://x.example/" * 2_000, "1,2 " * 3_000, "é" * 40_000],
    ids=["one-word", "brackets", "addresses", "numbers", "accents"],
)
async def test_a_long_message_without_a_claim_gets_an_answer(
    server: BotApiServer, app: App, ana: Person, text: str
) -> None:
    await greeted(ana)
    says(server, ana, text=text)
    assert say("nothing", "no_claim") in (await ana.reply()).text
    await greeted(ana)
    assert server.violations == []


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"photo": PHOTO, "caption": ""}, "photo"),
        ({"photo": PHOTO, "caption": " "}, "empty"),
        ({"text": ""}, "other"),
        ({}, "other"),
        ({"teleport": {"to": "Mars"}}, "other"),
    ],
    ids=["empty-caption", "blank-caption", "empty-text", "nothing", "unknown-content"],
)
async def test_a_message_of_no_content_is_told_what_to_send_instead(
    server: BotApiServer, app: App, ana: Person, content: dict[str, Any], key: str
) -> None:
    await greeted(ana)
    says(server, ana, **content)
    assert (await ana.reply()).text == say("unreadable", key)
    assert server.violations == []


async def test_updates_of_unknown_kinds_are_swallowed_and_the_next_one_is_answered(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    chat = {"id": ana.id, "type": "private", "first_name": "Ana"}
    for update in (
        {},
        {"teleported": {"to": "Mars"}},
        {"teleported": None, "message": None},
        {"message": {"chat": chat}},
        {"message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "hologram"}}},
        {"callback_query": {"id": "1"}},
        {"channel_post": {"message_id": 1, "date": 0, "chat": {"id": -1, "type": "channel"}}},
    ):
        server.inject(update)
    ana.sends(CLAIM)
    # Of what cannot be read at all, the person whose chat it names is told.
    assert (await ana.reply()).text == say("unreadable", "failed")
    assert base.claims[FOUND].headline in (await ana.reply()).text
    await server.wait_for(lambda: server.pending == 0)
    await app.settled()
    assert len(ana.replies) == 2
    assert server.violations == []


async def test_an_update_that_telegram_sends_again_is_answered_once(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.sends("/start")
    await ana.reply()
    first = {"message_id": 50, "date": 1_700_000_000, "chat": ana.chat().body()}
    update = {"update_id": 200_000_000, "message": {**first, "from": ana.user, "text": CLAIM}}
    server.inject(update)
    await ana.reply()
    server.inject(update)
    await greeted(ana)
    await app.settled()
    assert len(ana.replies) == 3
    assert server.violations == []


async def test_nothing_of_an_odd_message_is_left_waiting(
    server: BotApiServer, app: App, ana: Person, folder: Path
) -> None:
    await greeted(ana)
    for text in ("\ud83d", "🧂" * 100_000, "\x00", CLAIM * 9):
        says(server, ana, text=text)
        await ana.reply()
    await app.settled()
    database = await Database.open(sqlite_url(folder / DATABASE))
    try:
        assert (await inbox.backlog(database)).waiting == 0
    finally:
        await database.close()
    assert server.violations == []
