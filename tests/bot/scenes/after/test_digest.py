"""Scenes of the digest: at the hour that a member chose, once a day, and never after they left."""

from __future__ import annotations

import pytest

from bot.wording.catalogue import say
from tests.bot.scenes.after.world import DAY_MS, OF_LATER, World, opens, press
from tests.bot.scenes.moderation.colleagues import answers, becomes_owner
from tests.bot.stage import until
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_member_hears_every_day_what_waits(
    server: BotApiServer, world: World, owner: Person, ana: Person
) -> None:
    ana.sends(OF_LATER)
    preview = await opens(ana, await ana.reply(), say("requesting", "button"))
    await press(ana, preview, say("requesting", "send"))
    await becomes_owner(owner, "Olga")
    assert (await answers(owner, ["/digest"])).text == say("digest", "how")
    assert (await answers(owner, ["/digest 25"])).text == say("digest", "how")
    said = (await answers(owner, ["/digest 7 +2"])).text
    assert said == say("digest", "on", hour="05:00")

    await world.go()
    heard = len(owner.replies)
    for days in range(1, 3):
        world.hands.forward(DAY_MS)
        await world.go(lambda: len(owner.replies) > heard + days - 1)  # noqa: B023
        await world.go()
        assert len(owner.replies) == heard + days
    assert say("digest", "waiting", cases=1, people=1) in owner.replies[-1].text

    # After days of silence there is one, not one for each.
    world.hands.forward(5 * DAY_MS)
    await world.go(lambda: len(owner.replies) > heard + 2)
    await world.go()
    assert len(owner.replies) == heard + 3
    owner.sends("/digest off")
    await until(lambda: owner.replies[-1].text == say("digest", "off"))
    world.hands.forward(2 * DAY_MS)
    await world.go()
    assert owner.replies[-1].text == say("digest", "off")
    assert server.violations == []
