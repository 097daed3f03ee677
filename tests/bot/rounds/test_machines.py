"""Rounds of two machines on one database: whatever each of them does at the same time, everybody
hears once what they are to hear. (An SQLite file is for one process only.)"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields, replace
from datetime import date

import pytest
from sqlalchemy import URL, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock
from bot.app import App, Line, Secrets, Surroundings
from bot.delivery import pacing
from bot.errors import LaneLost
from bot.leases import lane_of, leases
from bot.rounds.corrections import Corrections
from bot.rounds.digest import DAY_MS, Digest
from bot.rounds.means import LANE, Means
from bot.rounds.reviews import Reviews
from bot.rounds.waiting import Waiting
from knowledge import (
    UNDO_MS,
    Act,
    CaseKind,
    Claim,
    Database,
    Edit,
    Harm,
    Member,
    Role,
    Snapshot,
    Status,
    Vault,
    assess,
    key_of,
    snapshot,
    stored_base,
    stored_cases,
    stored_digests,
    stored_history,
    stored_requests,
    stored_team,
    stored_told,
    title_of,
)
from knowledge.library import records
from tests.bot.delivery.post import Post, rows
from tests.bot.stage import until
from tests.make import REVIEW, claim, content

KEY = b"k" * 32
MODERATOR = "d" * 64
WAITING, TOLD, DIGESTS = range(1_000, 1_040), range(2_000, 2_040), range(3_000, 3_003)
"""The chats of those who wait, of those who were told, and of members who want a digest."""
TOLD_CLAIM = claim()
NEW_CLAIM = claim(
    id="nac-sleep",
    substance="nac",
    outcome="sleep",
    claim="NAC improves sleep",
    headline="No trial in people shows that NAC improves sleep.",
    phrasings=("NAC made me sleep well",),
)
DUE = claim(
    id="nmn-sleep",
    outcome="sleep",
    phrasings=("NMN lets me sleep",),
    review=replace(REVIEW, reviewed=date(2020, 1, 1), due=date(2021, 1, 1)),
)


Round = Corrections | Waiting | Digest | Reviews


def later() -> int:
    """The time for the machines: what was published can be undone no more."""
    return clock.now() + UNDO_MS + 60_000


async def people(database: Database, vault: Vault, base: Snapshot) -> None:
    """Many wait, many were told of a claim, some members want a digest."""
    now_ms = clock.now()
    text = "NAC improves sleep."
    key = key_of(assess(text, base), text, base, vault.secret_for("words"))
    async with database.write() as connection:
        for chat in WAITING:
            asked = stored_requests.Asked(
                vault.pseudonym(chat), chat, text, "en", key, title_of(key, base), Harm.PLAIN
            )
            await stored_requests.add_request(connection, vault, asked, now_ms)
        for chat in TOLD:
            owner = vault.pseudonym(chat)
            address = await vault.seal(connection, owner, str(chat))
            await stored_told.remember(connection, owner, address, [TOLD_CLAIM], now_ms)
        for chat in DIGESTS:
            person = vault.pseudonym(chat)
            member = Member(person, f"Member {chat}", Role.REVIEWER, joined_ms=now_ms)
            await stored_team.add(
                connection, member, await vault.seal(connection, person, str(chat))
            )
            await stored_digests.want(connection, person, now_ms - 3 * DAY_MS)


async def publish(database: Database, written: Claim) -> None:
    """A moderator writes a claim, or changes one."""
    act = Act(MODERATOR, "It was reviewed.", clock.now())
    async with database.write() as connection:
        now = await stored_history.present(connection, "claim", written.id)
        edit = Edit("claim", written.id, records.plain(written), now.digest if now else None)
        await stored_history.change(database, connection, edit, act)


@asynccontextmanager
async def machine(address: URL, base: Snapshot, post: Post) -> AsyncIterator[App]:
    database = await Database.open(address)
    line = Line(post, "salt_bot", pacing.NONE)
    app = App(database, base, Secrets(KEY), line, Surroundings(later))
    await app.start()
    try:
        yield app
    finally:
        await app.stop()
        await database.close()


async def hand_over(database: Database, to: App) -> None:
    """What happens to a machine that slept for too long: another one goes the rounds, and it does
    not know yet."""
    async with database.write() as connection:
        lane = leases.c.lane == lane_of(LANE)
        await connection.execute(update(leases).where(lane).values(owner=to._leases.id))
    await to._leases.tick()


def goes_rounds(app: App) -> bool:
    return lane_of(LANE) in app._leases.owned


async def told_by_two(address: URL, database: Database, base: Snapshot, post: Post) -> None:
    """Two machines go rounds at the same time until everybody was told, and once more."""
    everybody = len(WAITING) + len(TOLD) + len(DIGESTS)
    async with machine(address, base, post) as first, machine(address, base, post) as second:
        for app in (first, second, first, second):
            await app._leases.tick()
        assert [goes_rounds(app) for app in (first, second)] == [True, False]
        rounds = asyncio.gather(first.go_rounds(), second.go_rounds())
        await until(lambda: len(post.arrived) > 10)
        await hand_over(database, second)
        await rounds
        async with asyncio.timeout(60):
            while len(post.arrived) < everybody:
                await asyncio.gather(first.go_rounds(), second.go_rounds())
        # Whoever would be told twice would be told now.
        await asyncio.gather(first.go_rounds(), second.go_rounds())
        await asyncio.gather(first.settled(), second.settled())


async def seeded(database: Database) -> Snapshot:
    """People, and what was published for them; the base as it is then."""
    await stored_base.apply(database, content(TOLD_CLAIM, DUE))
    held, version = await stored_base.load(database)
    await people(database, Vault(database, KEY), snapshot(held, version))
    await publish(database, NEW_CLAIM)
    await publish(database, replace(TOLD_CLAIM, status=Status.MIXED, headline="NMN may help."))
    held, version = await stored_base.load(database)
    return snapshot(held, version)


async def due_cases(database: Database) -> list[tuple[CaseKind, str]]:
    async with database.read() as connection:
        cases = await stored_cases.open_cases(connection, later())
    return [(case.kind, case.claim) for case in cases]


async def test_everybody_hears_once_though_another_machine_takes_over_in_the_middle(
    postgres_address: URL,
) -> None:
    database, post = await Database.open(postgres_address), Post()
    base = await seeded(database)
    await told_by_two(postgres_address, database, base, post)
    told = Counter(post.chats)
    assert told.keys() == {*WAITING, *TOLD, *DIGESTS}
    assert {chat: times for chat, times in told.items() if times != 1} == {}
    assert await due_cases(database) == [(CaseKind.DUE, DUE.id)]
    await database.close()


@dataclass(frozen=True, slots=True)
class InStep(Means):
    """What a machine goes rounds with that does not write before the other one has looked too."""

    both: asyncio.Barrier
    turn: asyncio.Lock
    written: list[None]

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        if not self.written:
            self.written.append(None)
            async with asyncio.timeout(60):
                await self.both.wait()
        # A lane changes hands between two transactions, never in the middle of one.
        async with self.turn, Means.write(self) as connection:
            yield connection


async def steps(of: type[Round], *machines: Means) -> list[bool | BaseException]:
    """One step of each machine, all of which have looked before one of them writes."""
    both, turn = asyncio.Barrier(len(machines)), asyncio.Lock()
    given = [{each.name: getattr(one, each.name) for each in fields(one)} for one in machines]
    made = [of(InStep(**each, both=both, turn=turn, written=[])) for each in given]
    return await asyncio.gather(*(one.step() for one in made), return_exceptions=True)


@pytest.mark.parametrize("twice", [False, True], ids=["lane lost", "lane lost and had again"])
async def test_of_two_machines_that_look_at_the_same_moment_one_tells(
    postgres_address: URL, twice: bool
) -> None:
    database, other = [await Database.open(postgres_address) for _ in range(2)]
    base = await seeded(database)
    line, around = Line(Post(), "salt_bot", pacing.NONE), Surroundings(later)
    mine, others = (App(each, base, Secrets(KEY), line, around) for each in (database, other))
    first, second = mine._rounds._means, others._rounds._means
    for means in (first, second):
        await means.envelopes.prepare()
        await means.leases.start()
    assert [goes_rounds(app) for app in (mine, others)] == [True, False]
    if twice:
        # Whoever looked, lost the lane and has it again may write.
        second = replace(second, leases=first.leases)
    lost: list[bool | BaseException] = []
    for of in (Corrections, Waiting, Digest, Reviews):
        more: bool | BaseException = True
        while more is True:
            more, theirs = await steps(of, first, second)
            lost.append(theirs)
    intended = Counter(row.chat for row in await rows(database))
    assert intended == {first.envelopes.number(chat): 1 for chat in (*WAITING, *TOLD, *DIGESTS)}
    assert await due_cases(database) == [(CaseKind.DUE, DUE.id)]
    assert any(isinstance(each, LaneLost) for each in lost) is not twice
    for opened in (database, other):
        await opened.close()
