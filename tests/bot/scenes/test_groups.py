"""Scenes in groups: silent until somebody asks, and then an answer like any other."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.scenes.answers import CLAIM, FOUND, OTHER_CLAIM, OTHER_FOUND, check_answer
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_in_a_group_the_bot_is_silent_until_somebody_asks(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    luis = server.person("Luis")
    group = server.group("Family", [ana, luis])
    # An administrator hears everything that is said.
    group.promotes_bot(by=ana)
    claim = group.message(luis, CLAIM)
    luis.sends_photo(CLAIM, group=group)
    luis.sends_kind("voice", group=group)
    luis.forwards(OTHER_CLAIM, group=group)
    luis.edits(claim, OTHER_CLAIM)
    group.adds(server.person("Eva"), by=ana)
    group.message(luis, "/check@other_bot", reply_to=claim)
    group.message(luis, "/dance")
    asked = group.message(ana, "/check", reply_to=claim)
    check_answer(await group.reply(), asked, base.claims[OTHER_FOUND].headline)
    await app.settled()
    assert [message.from_bot for message in group.messages].count(True) == 1
    assert server.violations == []


async def test_in_a_group_a_captioned_photo_can_be_asked_about(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    group = server.group("Family", [ana])
    photo = ana.sends_photo(CLAIM, group=group)
    asked = group.message(ana, "/check@loopback_bot", reply_to=photo)
    check_answer(await group.reply(), asked, base.claims[FOUND].headline)
    assert server.violations == []


async def test_in_a_group_a_mention_is_answered(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    group = server.group("Family", [ana], kind="group")
    asked = group.message(ana, f"@loopback_bot {CLAIM}")
    check_answer(await group.reply(), asked, base.claims[FOUND].headline)
    photo = ana.sends_photo(f"@loopback_bot {CLAIM}", group=group)
    check_answer(await group.reply(), photo, base.claims[FOUND].headline)
    assert server.violations == []


async def test_in_a_group_a_bare_check_says_what_to_do(
    server: BotApiServer, app: App, ana: Person
) -> None:
    group = server.group("Family", [ana])
    group.message(ana, "/check")
    assert (await group.reply()).text == say("group", "reply_to_check")
    assert server.violations == []


async def test_in_a_group_a_mention_in_reply_asks_about_that_message(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    group = server.group("Family", [ana])
    claim = group.message(ana, CLAIM)
    group.message(ana, "@loopback_bot is this true?", reply_to=claim)
    assert base.claims[FOUND].headline in (await group.reply()).text


async def test_a_channel_gets_no_comment(server: BotApiServer, app: App, ana: Person) -> None:
    channel = server.channel("News")
    channel.posts(CLAIM)
    ana.sends("/start")
    await ana.reply()
    await app.settled()
    assert not any(record.parameters.get("chat_id") == channel.id for record in server.requests)
    assert server.violations == []
