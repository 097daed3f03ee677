"""Scenes: people write to the bot over real HTTP, and every one of them gets an answer."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.scenes.answers import CLAIM, FOUND, OTHER_CLAIM, OTHER_FOUND, check_answer
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_forwarded_claim_gets_one_answer(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    claim = ana.forwards(CLAIM)
    answer = await ana.reply()
    check_answer(answer, claim, base.claims[FOUND].headline)
    await app.settled()
    assert ana.replies == [answer]
    assert server.violations == []


@pytest.mark.parametrize("origin", ["user", "hidden_user", "chat", "channel"])
async def test_a_forward_of_any_origin_is_answered(
    server: BotApiServer, app: App, ana: Person, base: Snapshot, origin: str
) -> None:
    claim = ana.forwards(CLAIM, origin=origin)
    check_answer(await ana.reply(), claim, base.claims[FOUND].headline)
    photo = ana.forwards(CLAIM, origin=origin, kind="photo")
    check_answer(await ana.reply(), photo, base.claims[FOUND].headline)
    ana.forwards(origin=origin, kind="voice")
    assert (await ana.reply()).text == say("unreadable", "voice")
    assert server.violations == []


@pytest.mark.parametrize("kind", ["photo", "video", "document", "audio", "voice", "animation"])
async def test_a_caption_is_answered_like_a_text(
    server: BotApiServer, app: App, ana: Person, base: Snapshot, kind: str
) -> None:
    claim = ana.sends_kind(kind, caption=CLAIM)
    check_answer(await ana.reply(), claim, base.claims[FOUND].headline)
    assert server.violations == []


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("photo", "photo"),
        ("voice", "voice"),
        ("audio", "voice"),
        ("video", "video"),
        ("video_note", "video"),
        ("animation", "video"),
        ("document", "document"),
        ("sticker", "sticker"),
        ("location", "other"),
        ("live_location", "other"),
        ("venue", "other"),
        ("contact", "other"),
        ("dice", "other"),
        ("story", "other"),
        ("poll", "other"),
    ],
)
async def test_who_sends_something_unreadable_is_told_what_to_send_instead(
    server: BotApiServer, app: App, ana: Person, kind: str, key: str
) -> None:
    sent = ana.sends_kind(kind)
    answer = await ana.reply()
    assert answer.text == say("unreadable", key)
    assert answer["reply_to_message"]["message_id"] == sent.id
    assert server.violations == []


async def test_an_edit_is_answered_only_if_it_says_something_else(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    claim = ana.sends(CLAIM)
    await ana.reply()
    ana.edits(claim, f"{CLAIM} Forward this!")
    ana.edits(claim, OTHER_CLAIM)
    check_answer(await ana.reply(), claim, base.claims[OTHER_FOUND].headline)
    ana.edits(claim, f"{OTHER_CLAIM} Hello.")
    ana.edits(claim, CLAIM)
    check_answer(await ana.reply(), claim, base.claims[FOUND].headline)
    await app.settled()
    assert len(ana.replies) == 3
    assert server.violations == []


async def test_an_edited_caption_is_answered_too(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    photo = ana.sends_photo(CLAIM)
    await ana.reply()
    ana.edits(photo, OTHER_CLAIM)
    check_answer(await ana.reply(), photo, base.claims[OTHER_FOUND].headline)
    assert server.violations == []


async def test_a_location_that_moves_on_is_explained_once(
    server: BotApiServer, app: App, ana: Person
) -> None:
    location = ana.sends_kind("live_location")
    await ana.reply()
    for latitude in (40.1, 40.2, 40.3):
        moved = {"latitude": latitude, "longitude": -3.7, "live_period": 900}
        edited = {**location.snapshot(), "location": moved, "edit_date": location["date"] + 60}
        server.inject({"edited_message": edited})
    ana.sends("/start")
    await server.wait_for(lambda: ana.replies[-1].text.startswith(say("start", "hello")))
    assert len(ana.replies) == 2
    assert server.violations == []


async def test_the_commands_are_answered(server: BotApiServer, app: App, ana: Person) -> None:
    shown = []
    for text in ("/start", "/help", "/check", "/dance", f"/check {CLAIM}"):
        ana.sends(text)
        shown.append((await ana.reply()).text)
    assert len(set(shown)) == 5
    assert shown[0].startswith(say("start", "hello"))
    assert shown[2:4] == [say("nothing", "send"), say("command", "unknown")]
    assert server.violations == []


async def test_a_message_without_a_claim_gets_an_honest_answer(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.sends("see you tomorrow at the station")
    assert (await ana.reply()).text.startswith(say("nothing", "no_claim"))
    assert server.violations == []


async def test_people_are_answered_each_in_their_own_chat(
    server: BotApiServer, app: App, base: Snapshot
) -> None:
    people = [server.person(f"P{number}") for number in range(20)]
    for number, person in enumerate(people):
        person.sends(CLAIM if number % 2 else OTHER_CLAIM)
    for number, person in enumerate(people):
        answer = await person.reply()
        assert base.claims[FOUND if number % 2 else OTHER_FOUND].headline in answer.text
    await app.settled()
    assert all(len(person.replies) == 1 for person in people)
    assert server.violations == []
