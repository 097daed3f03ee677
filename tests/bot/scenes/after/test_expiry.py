"""Scenes of reviews that come due: brought up in time, worded softly, and at last not relied on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.wording.blocks import day
from bot.wording.catalogue import say
from knowledge import CaseKind
from tests.bot.scenes.after.world import World
from tests.bot.scenes.answers import CLAIM, FOUND
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


def until(world: World, wanted: datetime) -> None:
    world.hands.forward(int(wanted.timestamp() * 1000) - world.hands.now())


async def test_a_review_ends_step_by_step(server: BotApiServer, world: World, ana: Person) -> None:
    claim = world.claim(FOUND)
    due = datetime.combine(claim.review.due, datetime.min.time(), UTC)

    until(world, due - timedelta(days=31))
    await world.go()
    assert [case for case in await world.cases() if case.claim == FOUND] == []

    until(world, due - timedelta(days=30))
    await world.go()
    (case,) = [case for case in await world.cases() if case.claim == FOUND]
    assert case.kind is CaseKind.DUE
    ana.sends(CLAIM)
    assert say("answer", "overdue", due=day(claim.review.due)) not in (await ana.reply()).text

    until(world, due + timedelta(days=1))
    ana.sends(CLAIM)
    softer = (await ana.reply()).text
    assert claim.headline in softer
    assert say("answer", "overdue", due=day(claim.review.due)) in softer

    until(world, due + timedelta(days=91))
    ana.sends(CLAIM)
    answer = await ana.reply()
    assert claim.headline not in answer.text
    assert "the review has run out" in answer.text
    assert say("requesting", "button") in answer.labels

    await world.go()
    assert len([case for case in await world.cases() if case.claim == FOUND]) == 1
    assert server.violations == []
