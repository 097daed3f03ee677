"""Many people wait for one claim; it is published, and the process is killed as they are told."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot import clock
from bot.delivery.outbox import SENDING, outbox
from bot.folder import secret_key
from bot.wording.catalogue import say
from knowledge import (
    Content,
    Database,
    Vault,
    Waiting,
    sqlite_url,
    stored_base,
    stored_cases,
    stored_requests,
)
from tests.bot.scenes.after.child import child_at
from tests.bot.scenes.after.world import LATER, MINUTE_MS, OF_LATER, opens, press, publish, small
from tests.bot.stage import DATABASE
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

_AT_ONCE = 40
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often each person was told, how many calls were under way at a kill (and may have arrived
    twice), how often it was killed, and what the case came to."""

    told: list[int]
    under_way: int
    kills: int
    open_cases: int
    still_waiting: int


async def tell_a_crowd(
    server: BotApiServer, folder: Path, library: Content, count: int, kills: int
) -> Outcome:
    """So many people wait, and the process is killed so often while they are told."""
    (folder / "ahead").write_text("0", "ascii")
    database = await Database.open(sqlite_url(folder / DATABASE))
    try:
        await stored_base.apply(database, small(library))
        people = [server.person(f"P{number}") for number in range(count)]
        async with child_at(server, folder) as process:
            for at in range(0, count, _AT_ONCE):
                await asyncio.gather(*(_asks(person) for person in people[at : at + _AT_ONCE]))
            await process.kill()
        claim = next(each for each in library.claims if each.id == LATER)
        await publish(database, claim, clock.now())
        (folder / "ahead").write_text(str(11 * MINUTE_MS), "ascii")
        under_way = 0
        for number in range(1, kills + 1):
            async with child_at(server, folder) as process:
                await _some_told(server, people, number * count // (kills + 1))
                await process.kill()
            under_way += await _under_way(database)
        async with child_at(server, folder):
            await _some_told(server, people, count)
            with suppress(TimeoutError):
                # Whoever is told again would be told now.
                await server.wait_for(lambda: sum(map(_told, people)) > count + under_way, 5)
        return await _outcome(database, folder, people, under_way, kills)
    finally:
        await database.close()


async def _asks(person: Person) -> None:
    person.forwards(OF_LATER)
    answer = await person.reply(_PATIENCE)
    preview = await opens(person, answer, say("requesting", "button"))
    await press(person, preview, say("requesting", "send"))


async def _some_told(server: BotApiServer, people: list[Person], count: int) -> None:
    await server.wait_for(lambda: sum(map(bool, map(_told, people))) >= count, _PATIENCE)


def _told(person: Person) -> int:
    return sum(reply.text.startswith(say("after", "asked_lately")) for reply in person.replies)


async def _under_way(database: Database) -> int:
    async with database.read() as connection:
        sending = select(func.count()).where(outbox.c.state == SENDING)
        return int(await connection.scalar(sending) or 0)


async def _outcome(
    database: Database, folder: Path, people: list[Person], under_way: int, kills: int
) -> Outcome:
    vault = Vault(database, secret_key(folder))
    waiting = 0
    async with database.read() as connection:
        cases = await stored_cases.open_cases(connection, clock.now())
        for person in people:
            owner = vault.pseudonym(person.id)
            kept = await stored_requests.of_person(connection, vault, owner)
            waiting += sum(request.state is Waiting.WAITING for _, request in kept)
    return Outcome(list(map(_told, people)), under_way, kills, len(cases), waiting)
