"""The stored tallies: counted within a transaction, added up, kept for 400 days."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta

from bot import tallies
from bot.wording.tallied import Names, Tally
from knowledge import Database
from tests.bot.stage import rolled_back

DAY = date(2026, 11, 27)
ONE: Names = Counter({("total", "messages"): 1, ("claim", "nmn-depression"): 1})


async def add(database: Database, names: Names, day: date = DAY) -> None:
    async with database.write() as connection:
        await tallies.count(connection, day, names)


async def held(database: Database, first: date = date.min, last: date = date.max) -> list[Tally]:
    async with database.read() as connection:
        return await tallies.held(connection, first, last)


async def test_counts_of_a_day_are_added_up(database: Database) -> None:
    await add(database, ONE)
    await add(database, ONE + Counter({("claim", "nac-sleep"): 3}))
    assert await held(database) == [
        Tally(DAY, "claim", "nac-sleep", 3),
        Tally(DAY, "claim", "nmn-depression", 2),
        Tally(DAY, "total", "messages", 2),
    ]


async def test_nothing_to_count_is_no_row(database: Database) -> None:
    await add(database, Counter())
    assert await held(database) == []


async def test_days_are_kept_apart_and_asked_for_by_the_first_and_the_last(
    database: Database,
) -> None:
    for ago in range(4):
        await add(database, Counter({("total", "messages"): ago + 1}), DAY - timedelta(ago))
    found = await held(database, DAY - timedelta(2), DAY - timedelta(1))
    assert [(each.day, each.count) for each in found] == [
        (DAY - timedelta(2), 3),
        (DAY - timedelta(1), 2),
    ]


async def test_what_comes_to_nothing_is_not_counted(database: Database) -> None:
    await rolled_back(database, lambda connection: tallies.count(connection, DAY, ONE))
    assert await held(database) == []


async def test_callers_at_the_same_moment_are_all_counted(database: Database) -> None:
    turned: Names = Counter(dict(reversed(ONE.items())))
    await asyncio.gather(*(add(database, names) for _ in range(10) for names in (ONE, turned)))
    assert {each.count for each in await held(database)} == {20}


async def test_after_400_days_a_count_is_forgotten(database: Database) -> None:
    await add(database, ONE, DAY - timedelta(400))
    await add(database, ONE, DAY - timedelta(401))
    await tallies.forget_old(database, DAY)
    assert {each.day for each in await held(database)} == {DAY - timedelta(400)}
