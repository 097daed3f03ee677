"""Group commit: callers share a transaction, and none of them can spoil it for the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import URL, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Database
from knowledge.storage.groups import Groups
from knowledge.storage.tables import vocabulary

Work = Callable[[AsyncConnection], Awaitable[str]]


def adds(id_: str, error: Exception | None = None) -> Work:
    """Work that adds a row, then perhaps fails."""

    async def work(connection: AsyncConnection) -> str:
        row = {"kind": "cue", "id": id_, "body": {}, "digest": ""}
        await connection.execute(insert(vocabulary).values(row))
        if error:
            raise error
        return id_

    return work


async def held(database: Database) -> set[str]:
    async with database.read() as connection:
        return set(await connection.scalars(select(vocabulary.c.id)))


async def test_each_caller_gets_its_own_result_and_all_is_kept(database: Database) -> None:
    wanted = [str(n) for n in range(200)]
    assert await asyncio.gather(*(database.commit(adds(id_)) for id_ in wanted)) == wanted
    assert await held(database) == set(wanted)


async def test_one_who_fails_spoils_nothing_for_the_others(database: Database) -> None:
    results = await asyncio.gather(
        database.commit(adds("a")),
        database.commit(adds("b", ValueError("mine"))),
        database.commit(adds("c")),
        return_exceptions=True,
    )
    assert [results[0], results[2]] == ["a", "c"]
    assert isinstance(results[1], ValueError)
    assert await held(database) == {"a", "c"}


async def test_a_statement_that_the_database_refuses_fails_its_caller_only(
    database: Database,
) -> None:
    results = await asyncio.gather(
        *(database.commit(adds(id_)) for id_ in "aba"), return_exceptions=True
    )
    assert sum(isinstance(result, Exception) for result in results) == 1
    assert await held(database) == {"a", "b"}


async def test_a_caller_that_is_cancelled_undoes_no_work_of_the_others(database: Database) -> None:
    first = asyncio.create_task(database.commit(adds("first")))
    others = [asyncio.create_task(database.commit(adds(id_))) for id_ in "abc"]
    await asyncio.sleep(0)
    first.cancel()
    assert await asyncio.gather(*others) == ["a", "b", "c"]
    assert await held(database) >= {"a", "b", "c"}


async def test_callers_that_come_during_a_commit_share_the_next_one(sqlite_file: Database) -> None:
    transactions = 0

    @asynccontextmanager
    async def begin() -> AsyncIterator[AsyncConnection]:
        nonlocal transactions
        transactions += 1
        async with sqlite_file.write() as connection:
            yield connection

    groups = Groups(begin)
    await asyncio.gather(*(groups.commit(adds(str(n))) for n in range(101)))
    async with sqlite_file.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(vocabulary)) == 101
    assert transactions <= 3


@pytest.fixture
async def sqlite_file(sqlite_address: URL) -> AsyncIterator[Database]:
    database = await Database.open(sqlite_address)
    yield database
    await database.close()
