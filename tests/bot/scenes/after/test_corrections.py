"""Scenes of corrections: who was told something that has changed hears of it, once."""

from __future__ import annotations

import pytest

from bot.wording.catalogue import say
from knowledge import Safety, Status
from tests.bot.scenes.after.world import DAY_MS, MINUTE_MS, World, opens
from tests.bot.scenes.answers import CLAIM, FOUND, OTHER_CLAIM
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
TITLE = say("correction", "title")


def corrections(*people: Person) -> list[list[Message]]:
    return [[m for m in person.replies if m.text.startswith(TITLE)] for person in people]


async def test_a_change_of_status_reaches_exactly_those_who_were_told_otherwise(
    server: BotApiServer, world: World
) -> None:
    told, opted_out, other, late = (server.person(name) for name in ("Ann", "Ben", "Cy", "Dan"))
    for person, text in ((told, CLAIM), (opted_out, CLAIM), (other, OTHER_CLAIM)):
        person.sends(text)
        await person.reply()
    opted_out.sends("/corrections off")
    assert (await opted_out.reply()).text == say("corrections", "off")

    changed = world.claim(FOUND, status=Status.REFUTED, safety=Safety.DANGER)
    await world.publish(changed)
    await world.go()
    assert corrections(told, opted_out, other) == [[], [], []]

    world.hands.forward(11 * MINUTE_MS)
    late.sends(CLAIM)
    await late.reply()
    await world.go(lambda: corrections(told)[0])
    await world.go()
    ((correction,), none, nothing, neither) = corrections(told, opted_out, other, late)
    assert none == nothing == neither == []
    assert say("short_status", Status.UNPROVEN) in correction.text
    assert say("short_status", Status.REFUTED) in correction.text
    assert say("correction", "riskier") in correction.text
    assert "url" not in repr(correction.entities)
    (button,) = correction.labels
    detail = await opens(told, correction, button)
    assert changed.headline in detail.text
    assert server.violations == []


async def test_a_change_that_is_undone_in_time_reaches_nobody(
    server: BotApiServer, world: World
) -> None:
    gus = server.person("Gus")
    gus.sends("Magnesium helps you sleep.")
    await gus.reply()
    before = world.claim("magnesium-sleep")
    await world.publish(world.claim("magnesium-sleep", status=Status.REFUTED))
    await world.go()
    await world.publish(before)
    world.hands.forward(11 * MINUTE_MS)
    await world.go()
    assert corrections(gus) == [[]]


async def test_what_is_taken_back_is_said_and_what_follows_too(
    server: BotApiServer, world: World
) -> None:
    fay = server.person("Fay")
    fay.sends(OTHER_CLAIM)
    await fay.reply()
    await world.unpublish("garlic-blood-pressure")
    world.hands.forward(11 * MINUTE_MS)
    await world.go(lambda: corrections(fay)[0])
    assert say("correction", "withdrawn") in corrections(fay)[0][0].text
    await world.publish(world.claim("garlic-blood-pressure"))
    world.hands.forward(11 * MINUTE_MS)
    await world.go(lambda: len(corrections(fay)[0]) == 2)
    assert say("correction", "was_withdrawn") in corrections(fay)[0][1].text


async def test_after_ninety_days_nobody_is_corrected_any_more(
    server: BotApiServer, world: World
) -> None:
    eli = server.person("Eli")
    eli.sends("Magnesium helps you sleep.")
    await eli.reply()
    world.hands.forward(91 * DAY_MS)
    await world.publish(world.claim("magnesium-sleep", status=Status.REFUTED))
    world.hands.forward(11 * MINUTE_MS)
    await world.go()
    assert corrections(eli) == [[]]


async def test_corrections_can_be_asked_for_and_switched_on_again(
    world: World, ana: Person
) -> None:
    for said, answer in (
        ("/corrections", "are_on"),
        ("/corrections off", "off"),
        ("/corrections", "are_off"),
        ("/corrections on", "on"),
    ):
        ana.sends(said)
        assert (await ana.reply()).text == say("corrections", answer)
