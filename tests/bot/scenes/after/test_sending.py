"""Scenes of sending a message to the reviewers: asked first, exactly what was shown, and back."""

from __future__ import annotations

import pytest

from bot.conversation.requesting import A_DAY
from bot.wording.catalogue import say
from knowledge import Waiting
from tests.bot.scenes.after.flood import flood
from tests.bot.scenes.after.world import DAY_MS, OF_LATER, World, opens, press, quoted
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
BUTTON, SEND, LEAVE = (say("requesting", key) for key in ("button", "send", "leave"))
PERSONAL = "Call Maria on +49 151 2345 6789! Biotin makes hair grow."


async def preview_of(person: Person, text: str) -> Message:
    person.forwards(text)
    return await opens(person, await person.reply(), BUTTON)


async def test_what_is_kept_is_exactly_what_was_shown(
    server: BotApiServer, world: World, ana: Person
) -> None:
    preview = await preview_of(ana, PERSONAL)
    shown = quoted(preview)
    assert "2345" not in shown
    assert "Biotin makes hair grow." in shown
    assert say("requesting", "consent") in preview.text
    assert await world.kept_of(ana) == []
    sent = await press(ana, preview, SEND)
    assert sent.text == say("requesting", "sent")
    (kept,) = await world.kept_of(ana)
    assert kept.text == shown
    assert kept.state is Waiting.WAITING
    assert server.violations == []


async def test_who_does_not_send_leaves_nothing_behind(world: World, ana: Person) -> None:
    left = await press(ana, await preview_of(ana, OF_LATER), LEAVE)
    assert left.text == say("requesting", "left")
    assert left.buttons == []
    await world.app.settled()
    assert await world.kept_of(ana) == []


async def test_what_was_sent_can_be_taken_back(world: World, ana: Person) -> None:
    sent = await press(ana, await preview_of(ana, OF_LATER), SEND)
    taken = await press(ana, sent, say("requesting", "take_back"))
    assert taken.text == say("requesting", "taken_back")
    (kept,) = await world.kept_of(ana)
    assert (kept.text, kept.state) == (None, Waiting.WITHDRAWN)


async def test_a_button_of_somebody_else_takes_nothing_back(
    server: BotApiServer, world: World, ana: Person
) -> None:
    sent = await press(ana, await preview_of(ana, OF_LATER), SEND)
    stolen = sent.button(say("requesting", "take_back"))["callback_data"]
    eve = server.person("Eve")
    eve.sends("hello")
    message = await eve.reply()
    pressed = eve.presses(message, stolen, stale=True)
    await pressed.answered()
    assert (await eve.edit_of(message)).text == say("requesting", "nothing_waits")
    (kept,) = await world.kept_of(ana)
    assert kept.state is Waiting.WAITING


async def test_a_message_that_is_gone_is_asked_for_again(world: World, ana: Person) -> None:
    ana.sends(OF_LATER)
    answer = await ana.reply()
    del answer["reply_to_message"]
    assert (await opens(ana, answer, BUTTON)).text == say("requesting", "gone")


@pytest.mark.parametrize(
    ("text", "helped"),
    [
        ("I want to kill myself, nothing helps", "crisis"),
        ("My son swallowed a bottle of iron pills", "poisoning"),
    ],
)
async def test_who_is_in_danger_is_helped_and_never_kept(
    text: str, helped: str, world: World, ana: Person
) -> None:
    ana.sends(text)
    answer = await ana.reply()
    assert answer.buttons == []
    # A button of another answer, forged onto this one.
    pressed = ana.presses(answer, "r:p:1", stale=True)
    await pressed.answered()
    assert say("urgent", helped) in (await ana.reply()).text
    ana.presses(answer, "r:y:1", stale=True)
    await world.app.settled()
    assert await world.kept_of(ana) == []


async def test_a_command_before_the_message_is_not_part_of_it(world: World, ana: Person) -> None:
    ana.sends(f"/check {OF_LATER}")
    assert quoted(await opens(ana, await ana.reply(), BUTTON)) == OF_LATER


async def test_a_group_is_sent_to_a_private_chat(
    server: BotApiServer, world: World, ana: Person
) -> None:
    group = server.group("Family", [ana])
    ana.sends(f"/check@{server.bot.username} {OF_LATER}", group=group)
    answer = await ana.next_in(group.chat)
    assert BUTTON not in answer.labels
    pressed = ana.presses(answer, "r:p:1", stale=True)
    assert (await pressed.answered())["text"] == say("requesting", "in_private")


async def test_nobody_sends_without_end_and_is_told_when_again(world: World, ana: Person) -> None:
    for number in range(A_DAY):
        letter = chr(ord("a") + number)
        unlike = " ".join(f"{letter}{word}{letter}" for word in ("zorp", "quim", "blat", "vex"))
        await press(ana, await preview_of(ana, f"{unlike} makes you fly"), SEND)
    preview = await preview_of(ana, OF_LATER)
    pressed = ana.presses(preview, SEND)
    assert (await pressed.answered())["text"] == say("requesting", "enough", hours=24)
    world.hands.forward(DAY_MS)
    assert (await press(ana, preview, SEND)).text == say("requesting", "sent")


async def test_a_flood_of_nearly_the_same_is_one_case_of_so_many_people(
    server: BotApiServer, world: World
) -> None:
    before = {case.id for case in await world.cases()}
    people = await flood(server, world, 60)
    (case,) = [case for case in await world.cases() if case.id not in before]
    assert case.reach == len(people) == 60
