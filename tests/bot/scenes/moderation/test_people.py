"""Scenes of the team: who may come in, what everybody sees, how it ends."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.wording.catalogue import say
from tests.bot.scenes.moderation.colleagues import (
    answers,
    becomes_owner,
    joins,
    link_of,
    press,
)
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_somebody_invited_joins_and_is_seen_with_what_they_declared(
    server: BotApiServer, app: App, olga: Person
) -> None:
    rita = server.person("Rita Official Name")
    welcome = await joins(rita, await link_of(olga, "reviewer"), "Rita", "I sell magnesium pills")
    assert welcome.text.endswith(say("team", "welcome", name="Rita"))
    assert say("team", "barred", substances="Magnesium") in welcome.text
    assert "Rita" in (await olga.reply()).text
    rita.sends("/team")
    shown = (await rita.reply()).text
    assert "Olga: owner" in shown
    assert "Rita: reviewer" in shown
    assert "I sell magnesium pills" in shown
    assert "Official" not in shown
    assert server.violations == []


async def test_a_link_lets_in_one_person_only(server: BotApiServer, app: App, olga: Person) -> None:
    link = await link_of(olga, "reviewer")
    first, second = server.person("First"), server.person("Second")
    # Both have followed it before one of them is in.
    for who, name in ((first, "Fi"), (second, "Se")):
        await answers(who, [link, name])
    assert (await answers(first, ["none"])).text.endswith(say("team", "welcome", name="Fi"))
    await olga.reply()
    assert (await answers(second, ["none"])).text == say("team", "link_ended")
    third = await answers(server.person("Third"), [link])
    assert third.text == say("team", "link_ended")


async def test_a_clinician_has_to_say_which_one(
    server: BotApiServer, app: App, olga: Person
) -> None:
    clara = server.person("Clara")
    asked = await answers(clara, [await link_of(olga, "clinician"), "Clara", "None."])
    assert say("team", "profession") in asked.text
    for forged in ("m:job:none", "m:job:99", "m:job"):
        pressed = clara.presses(asked, forged, stale=True)
        assert (await pressed.answered())["text"] == say("desk", "old")
    await press(clara, asked, say("profession", "pharmacist"))
    await olga.reply()
    clara.sends("/team")
    assert "Clara: clinician, pharmacist" in (await clara.reply()).text


async def test_who_is_removed_loses_everything_at_once(
    server: BotApiServer, app: App, olga: Person
) -> None:
    rob = server.person("Rob")
    await joins(rob, await link_of(olga, "owner"), "Rob")
    await olga.reply()
    link = await link_of(rob, "owner")
    rob.sends("/invite")
    held = await rob.reply()
    olga.sends("/team")
    team = await olga.reply()
    sure = await press(olga, team, say("team", "remove", name="Rob"))
    gone = await press(olga, sure, say("team", "remove_yes", name="Rob"))
    assert gone.text == say("team", "removed", name="Rob")
    assert (await rob.reply()).text == say("team", "you_are_out")
    # His old button, his commands, a forged button: nothing happens, and it is said kindly.
    for data in (say("role", "owner"), "m:invite:owner", "m:out:aaaaaaaaaaaa", "m:nonsense"):
        pressed = rob.presses(held, data, stale=data.startswith("m:"))
        assert (await pressed.answered())["text"] == say("desk", "not_yours")
    rob.sends("/invite")
    assert (await rob.reply()).text == say("command", "unknown")
    # Nor does a link that he made let anybody in, himself neither.
    for who in (rob, server.person("A friend of Rob's")):
        assert (await answers(who, [link])).text == say("team", "link_ended")
    assert server.violations == []


async def test_an_owner_of_the_settings_who_was_removed_comes_in_by_a_link_only(
    server: BotApiServer, app: App, olga: Person, oscar: Person
) -> None:
    await becomes_owner(oscar, "Oscar")
    olga.sends("/team")
    while "Oscar" not in (team := await olga.reply()).text or not team.labels:
        pass
    sure = await press(olga, team, say("team", "remove", name="Oscar"))
    await press(olga, sure, say("team", "remove_yes", name="Oscar"))
    assert (await oscar.reply()).text == say("team", "you_are_out")
    oscar.sends("/team")
    assert (await oscar.reply()).text == say("command", "unknown")
    back = await joins(oscar, await link_of(olga, "reviewer"), "Oscar")
    assert back.text.endswith(say("team", "welcome", name="Oscar"))


async def test_a_reviewer_can_neither_invite_nor_remove(
    server: BotApiServer, app: App, olga: Person
) -> None:
    rosa = server.person("Rosa")
    await joins(rosa, await link_of(olga, "reviewer"), "Rosa")
    await olga.reply()
    rosa.sends("/invite")
    held = await rosa.reply()
    assert held.text == say("team", "owners_only")
    for data in ("m:invite:owner", "m:out:aaaaaaaaaaaa", "m:outyes:aaaaaaaaaaaa"):
        pressed = rosa.presses(held, data, stale=True)
        assert (await pressed.answered())["text"] == say("desk", "old")


async def test_for_everybody_else_there_is_no_team(server: BotApiServer, app: App) -> None:
    eve = server.person("Eve")
    for command in ("/team", "/invite"):
        eve.sends(command)
        assert (await eve.reply()).text == say("command", "unknown")
    eve.sends("/start join_nonsense")
    assert (await eve.reply()).text == say("team", "link_ended")


async def test_a_step_can_be_left_off_and_a_forward_is_still_answered(
    server: BotApiServer, app: App, olga: Person
) -> None:
    vera = server.person("Vera")
    await answers(vera, [await link_of(olga, "reviewer")])
    vera.forwards("NMN beats depression.")
    assert "NMN" in (await vera.reply()).text
    assert (await answers(vera, ["/cancel"])).text == say("desk", "left_off")
    vera.sends("Vera")
    assert (await vera.reply()).text != say("team", "interests")
