"""A bot that Olga owns: she stands in its settings, and has come in. Its base is small and hears by
words alone, and she may do as much as she likes: so many scenes need not wait for more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import App
from bot.intake.limits import NONE
from knowledge import Content, Database, Snapshot, snapshot, sqlite_url, stored_base
from knowledge.model import Names
from tests.bot.scenes.moderation.colleagues import becomes_owner
from tests.bot.stage import DATABASE, bot_at
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

SUBSTANCES = frozenset({"nmn", "magnesium", "st-johns-wort", "vitamin-c"})


@pytest.fixture(scope="session")
def content(library: Content) -> Content:
    """A part of the real library, with its English words: to index all of them takes seconds, each
    time that a substance is new."""
    return replace(
        library,
        claims=tuple(claim for claim in library.claims if claim.substance in SUBSTANCES),
        substances=tuple(each for each in library.substances if each.id in SUBSTANCES),
        outcomes=tuple(replace(each, words=english(each.words)) for each in library.outcomes),
        cues={category: english(words) for category, words in library.cues.items()},
    )


def english(names: Names) -> Names:
    return {language: words for language, words in names.items() if language == "en"}


@pytest.fixture(scope="session")
def base(content: Content) -> Snapshot:
    return snapshot(content, version=1, meaning=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def owner(server: BotApiServer) -> Person:
    return server.person("Olga Petrova")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def oscar(server: BotApiServer) -> Person:
    """He stands in the settings too, and has not come in yet."""
    return server.person("Oscar Second")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(
    server: BotApiServer, folder: Path, base: Snapshot, owner: Person, oscar: Person
) -> AsyncIterator[App]:
    await stored(folder, base.content)
    async with bot_at(server, folder, base, owners=[owner.id, oscar.id], fair=NONE) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def olga(app: App, owner: Person) -> Person:
    await becomes_owner(owner, "Olga")
    return owner


async def stored(folder: Path, content: Content) -> None:
    """The base of a bot that is started in this folder."""
    database = await Database.open(sqlite_url(folder / DATABASE))
    await stored_base.apply(database, content)
    await database.close()
