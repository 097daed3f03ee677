"""A bot whose base is stored and small, with a team: Olga and Oscar lead, Rita and Ravi review,
Clara is a clinician."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from bot.app import App
from knowledge import Snapshot, Tried
from tests.bot.scenes.moderation.colleagues import becomes_owner, joins, link_of
from tests.bot.scenes.moderation.conftest import stored
from tests.bot.stage import bot_at
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

TRIED = (
    Tried("one", "NMN cured my depression!!", frozenset({"nmn-depression"})),
    Tried("two", "Does magnesium sharpen your memory?"),
    Tried("three", "Magnesium makes your hair grow, they say", frozenset()),
)
"""The messages that a draft is tried on in these scenes."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(
    server: BotApiServer, folder: Path, base: Snapshot, owner: Person
) -> AsyncIterator[App]:
    await stored(folder, base.content)
    async with bot_at(server, folder, base, owners=[owner.id], tried=TRIED) as running:
        yield running


@dataclass(frozen=True)
class Team:
    olga: Person
    rita: Person
    ravi: Person
    clara: Person
    oscar: Person


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(server: BotApiServer, app: App, owner: Person) -> Team:
    await becomes_owner(owner, "Olga")
    roles = {"Rita": "reviewer", "Ravi": "reviewer", "Clara": "clinician", "Oscar": "owner"}
    people = {name: server.person(name) for name in roles}
    for name, role in roles.items():
        interests = "I sell vitamin C" if name == "Ravi" else "none"
        profession = "doctor" if name == "Clara" else ""
        await joins(people[name], await link_of(owner, role), name, interests, profession)
        await owner.reply()
    return Team(owner, *people.values())
