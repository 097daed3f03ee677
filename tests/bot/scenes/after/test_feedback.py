"""Scenes of what people think of an answer, and what moderators learn of it."""

from __future__ import annotations

import pytest

from bot.wording.catalogue import say
from knowledge import (
    CaseKind,
    Closed,
    Ending,
    Verdict,
    stored_cases,
    stored_feedback,
)
from tests.bot.scenes.after.world import MINUTE_MS, World, opens, quoted
from tests.bot.scenes.answers import CLAIM, FOUND, OTHER_CLAIM, OTHER_FOUND
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
HELPFUL, NOT_MINE, WRONG = (say("feedback", key) for key in ("helpful", "not_mine", "wrong"))


async def test_who_says_wrong_raises_a_case_that_says_why_they_were_answered_so(
    server: BotApiServer, world: World
) -> None:
    people = [server.person(f"P{number}") for number in range(3)]
    for person in people:
        person.sends(CLAIM)
        answer = await person.reply()
        for notice in ("thanks_wrong", "before"):
            pressed = person.presses(answer, WRONG)
            assert (await pressed.answered())["text"] == say("feedback", notice)
    (case,) = [case for case in await world.cases() if case.kind is CaseKind.FEEDBACK]
    assert (case.claim, case.reach) == (FOUND, 3)
    async with world.database.read() as connection:
        said = await stored_feedback.objections(connection, FOUND)
    assert [each.verdict for each in said] == [Verdict.WRONG] * 3
    assert all(each.probability and each.probability > 0.5 for each in said)
    assert all("nmn" in " ".join(each.words).lower() for each in said)

    # When the moderators are done, those who said so hear of it.
    async with world.database.write() as connection:
        ending = Ending(Closed.ANSWERED_BY, "m" * 64, "It is right.", FOUND)
        await stored_cases.close(connection, case.id, ending, world.hands.now())
    world.hands.forward(11 * MINUTE_MS)
    await world.go(lambda: all(len(person.replies) == 2 for person in people))
    told = say("after", "looked_again", label=case.title)
    assert [person.replies[-1].text for person in people] == [told] * 3


async def test_not_my_claim_offers_the_way_to_the_reviewers(world: World, ana: Person) -> None:
    ana.sends(OTHER_CLAIM)
    offer = await opens(ana, await ana.reply(), NOT_MINE)
    assert offer.text == say("feedback", "offer")
    preview = await opens(ana, offer, say("requesting", "button"))
    assert quoted(preview) == OTHER_CLAIM
    cases = await world.cases()
    assert OTHER_FOUND in [case.claim for case in cases if case.kind is CaseKind.FEEDBACK]


async def test_helpful_is_counted_and_makes_no_work(world: World, ana: Person) -> None:
    ana.sends("Magnesium helps you sleep.")
    pressed = ana.presses(await ana.reply(), HELPFUL)
    assert (await pressed.answered())["text"] == say("feedback", "thanks")
    async with world.database.read() as connection:
        counted = await stored_feedback.counted(connection, "magnesium-sleep")
    assert counted == {Verdict.HELPFUL: 1}
    assert "magnesium-sleep" not in [case.claim for case in await world.cases()]


async def test_an_old_or_forged_button_says_so(world: World, ana: Person) -> None:
    ana.sends(CLAIM)
    answer = await ana.reply()
    for data, notice in (("f:w:fffff:1", "old"), ("f:w:1", "unknown"), ("f:x:1:1", "unknown")):
        pressed = ana.presses(answer, data, stale=True)
        assert (await pressed.answered())["text"] == say("notice", notice)
