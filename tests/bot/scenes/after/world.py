"""A bot with a small library, moderators who change it, and a clock that is set by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot import clock
from bot.app import App
from bot.folder import secret_key
from knowledge import (
    Act,
    Case,
    Claim,
    Content,
    Database,
    Edit,
    Request,
    Vault,
    sqlite_url,
    stored_base,
    stored_cases,
    stored_history,
    stored_requests,
    stored_snapshot,
)
from knowledge.library import records
from knowledge.model import Names
from tests.bot.stage import DATABASE, bot_at, until
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

MINUTE_MS = 60 * 1000
DAY_MS = 24 * 60 * MINUTE_MS
KNOWN = ("nmn-depression", "garlic-blood-pressure", "magnesium-sleep")
"""The claims of the small library; its substances have no others."""
LATER = "biotin-hair-growth"
"""A claim that moderators write in the course of a scene."""
OF_LATER = "Biotin makes hair grow."
_MODERATOR = "d" * 64


@dataclass
class Hands:
    """A clock that goes with the real one, and is put forward by hand."""

    ahead_ms: int = 0

    def now(self) -> int:
        return clock.now() + self.ahead_ms

    def forward(self, ms: int) -> None:
        self.ahead_ms += ms


@dataclass
class World:
    """The bot, its clock, and a second way into its database: that of the moderators."""

    app: App
    database: Database
    vault: Vault
    hands: Hands
    library: Content

    def claim(self, id_: str, **changes: object) -> Claim:
        """A claim of the library, with these fields changed."""
        found = next(claim for claim in self.library.claims if claim.id == id_)
        return replace(found, **changes)  # type: ignore[arg-type]

    async def publish(self, claim: Claim) -> None:
        """Moderators write a claim into the base, or change one."""
        await publish(self.database, claim, self.hands.now())

    async def unpublish(self, id_: str) -> None:
        """A moderator takes a claim back."""
        act = Act(_MODERATOR, "It is not right.", self.hands.now())
        async with self.database.write() as connection:
            await stored_history.unpublish(self.database, connection, id_, act)

    async def go(self, condition: Callable[[], object] = lambda: True) -> None:
        """Go rounds on the newest base until a condition holds, and all is delivered."""
        version = await stored_base.version(self.database)
        await until(lambda: self.app.version == version)
        await self.app.go_rounds()
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.02)
                await self.app.go_rounds()
        await self.app.settled()

    async def cases(self) -> list[Case]:
        async with self.database.read() as connection:
            return await stored_cases.open_cases(connection, self.hands.now(), 1_000)

    async def kept_of(self, person: Person) -> list[Request]:
        async with self.database.read() as connection:
            found = await stored_requests.of_person(
                connection, self.vault, self.vault.pseudonym(person.id)
            )
        return [request for _, request in found]


def small(library: Content) -> Content:
    """A library in which little is reviewed, so that much is left to ask, with its English words:
    to index all of them takes seconds for every bot that starts."""
    kept = tuple(claim for claim in library.claims if claim.id in KNOWN)
    named = {claim.substance for claim in library.claims if claim.id in (*KNOWN, LATER)}
    substances = tuple(s for s in library.substances if s.id in named)
    outcomes = tuple(replace(each, words=english(each.words)) for each in library.outcomes)
    cues = {category: english(words) for category, words in library.cues.items()}
    return replace(library, claims=kept, substances=substances, outcomes=outcomes, cues=cues)


def english(names: Names) -> Names:
    """The English ones of some words."""
    return {language: words for language, words in names.items() if language == "en"}


async def publish(database: Database, claim: Claim, at_ms: int) -> None:
    """What publishing comes to: the record is written, and stands in the trail."""
    act = Act(_MODERATOR, "It was reviewed.", at_ms)
    async with database.write() as connection:
        now = await stored_history.present(connection, "claim", claim.id)
        edit = Edit("claim", claim.id, records.plain(claim), now.digest if now else None)
        await stored_history.change(database, connection, edit, act)


@asynccontextmanager
async def world_at(
    server: BotApiServer, folder: Path, library: Content, owners: Iterable[int] = ()
) -> AsyncIterator[World]:
    """A running bot with the small library."""
    hands = Hands()
    database = await Database.open(sqlite_url(folder / DATABASE))
    try:
        await stored_base.apply(database, small(library))
        base = await stored_snapshot(database)
        async with bot_at(server, folder, base, owners=owners, now=hands.now) as app:
            yield World(app, database, Vault(database, secret_key(folder)), hands, library)
    finally:
        await database.close()


async def press(person: Person, message: Message, button: str) -> Message:
    """Press a button that works; the message as it reads then."""
    pressed = person.presses(message, button)
    assert "text" not in await pressed.answered()
    return await person.edit_of(message)


async def opens(person: Person, message: Message, button: str) -> Message:
    """Press a button that is answered with a new message."""
    pressed = person.presses(message, button)
    assert "text" not in await pressed.answered()
    return await person.reply()


def quoted(message: Message) -> str:
    """What stands in the quote of a message."""
    (quote,) = [each for each in message.entities if each["type"] == "blockquote"]
    raw = message.text.encode("utf-16-le")
    return raw[quote["offset"] * 2 : (quote["offset"] + quote["length"]) * 2].decode("utf-16-le")
