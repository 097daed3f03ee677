"""Scenes of those who wait for the reviewers: each is answered once, whatever happens meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wording.catalogue import say
from knowledge import Closed, Content, Ending, stored_cases
from tests.bot.scenes.after.crowd import tell_a_crowd
from tests.bot.scenes.after.world import (
    DAY_MS,
    LATER,
    MINUTE_MS,
    OF_LATER,
    World,
    opens,
    press,
)
from tests.bot.scenes.answers import OTHER_CLAIM, OTHER_FOUND
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def waits_for(person: Person, text: str, *buttons: str) -> None:
    """Somebody sends a text to the reviewers, by these buttons."""
    person.sends(text)
    message = await person.reply()
    for button in (*buttons, say("requesting", "button")):
        message = await opens(person, message, button)
    await press(person, message, say("requesting", "send"))


async def test_who_waited_is_answered_when_it_was_published_for_good(
    server: BotApiServer, world: World, ana: Person
) -> None:
    await waits_for(ana, OF_LATER)
    world.hands.forward(3 * DAY_MS)
    await world.publish(world.claim(LATER))
    await world.go()
    before = len(ana.replies)
    world.hands.forward(11 * MINUTE_MS)
    await world.go(lambda: len(ana.replies) > before)
    told = ana.replies[-1].text
    assert told.startswith(say("after", "asked_days_ago"))
    assert world.claim(LATER).headline in told
    await world.go()
    assert len(ana.replies) == before + 1
    assert await world.cases() == []
    assert server.violations == []


async def test_who_said_it_is_not_their_claim_is_not_told_that_claim(
    server: BotApiServer, world: World
) -> None:
    pia = server.person("Pia")
    await waits_for(pia, OTHER_CLAIM, say("feedback", "not_mine"))
    before = len(pia.replies)
    await world.publish(world.claim(OTHER_FOUND, headline="Garlic may lower blood pressure."))
    world.hands.forward(11 * MINUTE_MS)
    await world.go()
    await world.go()
    assert len(pia.replies) == before


@pytest.mark.parametrize(
    ("how", "claim", "told"),
    [
        (Closed.NOT_HEALTH, "", say("after", "no_health")),
        (Closed.GIVEN_UP, "", say("after", "given_up")),
        (Closed.ANSWERED_BY, OTHER_FOUND, say("after", "asked_lately")),
    ],
)
async def test_what_moderators_decide_reaches_those_who_asked(
    how: Closed, claim: str, told: str, server: BotApiServer, world: World, ana: Person
) -> None:
    await waits_for(ana, f"Zorpquim {how} blat is good for the glimmer of vexes")
    before = len(ana.replies)
    case = max(await world.cases(), key=lambda case: case.id)
    async with world.database.write() as connection:
        ending = Ending(how, "m" * 64, "It is so.", claim)
        await stored_cases.close(connection, case.id, ending, world.hands.now())
    await world.go()
    assert len(ana.replies) == before
    world.hands.forward(11 * MINUTE_MS)
    await world.go(lambda: len(ana.replies) > before)
    assert ana.replies[-1].text.startswith(told)


async def test_a_crowd_is_told_exactly_once_while_the_process_is_killed(
    lonely: BotApiServer, tmp_path: Path, library: Content
) -> None:
    found = await tell_a_crowd(lonely, tmp_path, library, count=10, kills=1)
    # Nobody is passed over; what was under way at the kill may arrive again, and nothing else.
    assert min(found.told) >= 1
    assert sum(found.told) - len(found.told) <= found.under_way
    assert (found.open_cases, found.still_waiting) == (0, 0)
    assert lonely.violations == []
