"""Rounds of two machines on one database: whatever each of them does at the same time, everybody
hears once what they are to hear. (An SQLite file is for one process only.)"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

from sqlalchemy import URL, update

from bot import clock
from bot.app import App, Line, Secrets, Surroundings
from bot.delivery import pacing
from bot.leases import lane_of, leases
from bot.rounds.digest import DAY_MS
from bot.rounds.means import LANE
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
from tests.bot.delivery.post import Post
from tests.bot.stage import until
from tests.make import REVIEW, claim, content

KEY = b"k" * 32
MODERATOR = "d" * 64
WAITING, TOLD, DIGESTS = range(1_000, 1_060), range(2_000, 2_060), range(3_000, 3_005)
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


async def test_everybody_hears_once_though_another_machine_takes_over_in_the_middle(
    postgres_address: URL,
) -> None:
    database = await Database.open(postgres_address)
    await stored_base.apply(database, content(TOLD_CLAIM, DUE))
    held, version = await stored_base.load(database)
    await people(database, Vault(database, KEY), snapshot(held, version))
    await publish(database, NEW_CLAIM)
    await publish(database, replace(TOLD_CLAIM, status=Status.MIXED, headline="NMN may help."))
    held, version = await stored_base.load(database)
    post = Post()
    await told_by_two(postgres_address, database, snapshot(held, version), post)
    async with database.read() as connection:
        cases = await stored_cases.open_cases(connection, later())
    await database.close()
    told = Counter(post.chats)
    assert told.keys() == {*WAITING, *TOLD, *DIGESTS}
    assert {chat: times for chat, times in told.items() if times != 1} == {}
    assert [(case.kind, case.claim) for case in cases] == [(CaseKind.DUE, DUE.id)]
