"""Hostile messages and updates over HTTP at a real bot, while neighbours ask their questions."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.delivery import outbox
from bot.intake import inbox
from knowledge import Database, sqlite_url
from tests.attack.updates import Json
from tests.bot.stage import DATABASE
from tests.telegram import BotApiServer, Person

_EACH = 20
"""Messages of one attacker: fewer than the limit, so that every one is read."""
_PATIENCE = 120.0
"""Seconds without a new answer after which what is missing counts as lost."""
_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Stormed:
    """What came of it. `unanswered` are neighbours' messages, `silent` hostile texts without any
    reply, `left` updates that still wait, `dead` those put aside as they can be no update."""

    sent: int
    asked: int
    unanswered: int
    silent: int
    left: int
    dead: int
    lost: int

    @property
    def good(self) -> bool:
        """Whether nothing was lost."""
        return not (self.unanswered or self.silent or self.left or self.lost)


async def storm(
    server: BotApiServer,
    folder: Path,
    hostile: tuple[Sequence[str], Sequence[Json]],
    questions: Sequence[str],
    seed: int = 1,
) -> Stormed:
    """Send everything in a mixed order, wait for the answers, and count. The bot runs already, with
    its data in the folder."""
    texts, updates = hostile
    attackers = [server.person(f"A{n}") for n in range(len(texts) // _EACH + 1)]
    neighbours = [server.person(f"N{n}") for n in range(min(20, len(questions)))]
    before = server.bot.queue.pushed
    for attacker in attackers:
        # A bot may speak only to who has spoken to it.
        attacker.sends("/start")
    acts: list[tuple[str, int]] = [
        *(("text", n) for n in range(len(texts))),
        *(("update", n) for n in range(len(updates))),
        *(("question", n) for n in range(len(questions))),
    ]
    random.Random(seed).shuffle(acts)
    for number, (kind, n) in enumerate(acts):
        if kind == "text":
            _say(server, attackers[n // _EACH], texts[n])
        elif kind == "update":
            server.inject(updates[n])
        else:
            neighbours[n % len(neighbours)].sends(questions[n])
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0.01)
    asked = _counted(neighbours, len(questions))
    said = {attacker.id: 1 for attacker in attackers}
    for n in range(len(texts)):
        said[attackers[n // _EACH].id] += 1
    await _all_quiet(server, folder)
    states = await _states(folder)
    return Stormed(
        sent=len(texts) + len(updates),
        asked=len(questions),
        unanswered=sum(max(0, asked[p.id] - len(p.replies)) for p in neighbours),
        silent=sum(max(0, said.get(p.id, 0) - len(p.replies)) for p in attackers),
        left=states.get(inbox.NEW, 0) + server.pending,
        dead=states.get(inbox.DEAD, 0),
        lost=max(0, server.bot.queue.pushed - before - sum(states.values())),
    )


def _say(server: BotApiServer, person: Person, text: str) -> None:
    """A private message of any text, also of one that no app would send."""
    body = {"message_id": 9_000, "date": 1_700_000_000, "chat": person.chat().body()}
    server.inject({"message": {**body, "from": person.user, "text": text}})


def _counted(people: Sequence[Person], number: int) -> dict[int, int]:
    counts = {person.id: 0 for person in people}
    for n in range(number):
        counts[people[n % len(people)].id] += 1
    return counts


async def _all_quiet(server: BotApiServer, folder: Path) -> None:
    """Return when nothing waits any more, or nothing goes on."""
    since, seen = asyncio.get_running_loop().time(), -1
    while asyncio.get_running_loop().time() - since < _PATIENCE:
        if not server.pending and not await _waiting(folder):
            return
        if (done := server.accepted("sendMessage")) != seen:
            since, seen = asyncio.get_running_loop().time(), done
        await asyncio.sleep(0.1)


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[Database]:
    database = await Database.open(sqlite_url(folder / DATABASE), migrate=False)
    try:
        yield database
    finally:
        await database.close()


async def _waiting(folder: Path) -> int:
    async with _opened(folder) as database:
        letters, _ = await outbox.backlog(database)
        return (await inbox.backlog(database)).waiting + letters


async def _states(folder: Path) -> dict[str, int]:
    async with _opened(folder) as database, database.read() as connection:
        rows = await connection.execute(
            select(inbox.inbox.c.state, func.count()).group_by(inbox.inbox.c.state)
        )
        return {state: int(count) for state, count in rows}
