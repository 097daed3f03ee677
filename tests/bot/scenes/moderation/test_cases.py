"""Scenes of cases: several moderators at once, one case for one of them, nothing done twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.scenes.moderation.colleagues import joins, link_of, press
from tests.bot.scenes.moderation.seeded import ask
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNREVIEWED = "dandelion root tea cures {} overnight"
AILMENTS = """
tinnitus snoring hiccups vertigo styes bunions chilblains stuttering nosebleeds cramps rosacea
shingles sciatica gallstones hernia cataracts corns boils lice scabies impetigo mumps measles
rabies tetanus leprosy polio typhoid malaria plague
"""


async def work_through(member: Person) -> list[str]:
    """Take the first case that is free, close it as no health claim, until none is left."""
    closed: list[str] = []
    while True:
        member.sends("/queue")
        queue = await member.reply()
        free = [button for button in queue.labels if button.isdecimal()]
        if not free:
            return closed
        for label in free:
            case = await press(member, queue, label)
            if say("case_button", "take") not in case.labels:
                break
            pressed = member.presses(case, say("case_button", "take"))
            if (await pressed.answered()).get("text"):
                break
            case = await member.edit_of(case)
            sure = await press(member, case, say("case_button", "none"))
            done = await press(member, sure, say("sorting", "none_yes"))
            assert done.text == say("sorting", "ended")
            closed.append(case.text.splitlines()[0])
            break
        await asyncio.sleep(0)


async def test_three_moderators_work_through_thirty_cases_and_none_is_closed_twice(
    server: BotApiServer, app: App, olga: Person, folder: Path, base: Snapshot
) -> None:
    texts = {9_000 + n: UNREVIEWED.format(name) for n, name in enumerate(AILMENTS.split())}
    cases = set(await ask(folder, base, texts))
    assert len(cases) >= 25
    others = [server.person("Rita"), server.person("Rob")]
    for member, name in zip(others, ("Rita", "Rob"), strict=True):
        await joins(member, await link_of(olga, "reviewer"), name)
        await olga.reply()
    closed = await asyncio.gather(*(work_through(member) for member in (olga, *others)))
    assert sum(map(len, closed)) == len(cases)
    assert all(closed)
    assert server.violations == []
