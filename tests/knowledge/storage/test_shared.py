"""A database that several machines share: one at a time where it matters, and news for all."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import URL, func, insert, select, text, update
from sqlalchemy.exc import OperationalError

from knowledge import Content, Database, StorageError, outage, stored_base
from knowledge.storage.tables import base


@pytest.fixture
async def two(postgres_address: URL) -> AsyncIterator[tuple[Database, Database]]:
    first, second = await Database.open(postgres_address), await Database.open(postgres_address)
    yield first, second
    await first.close()
    await second.close()


async def test_a_notice_reaches_who_listens_when_its_transaction_is_committed(
    two: tuple[Database, Database],
) -> None:
    first, second = two
    heard = second.notices("news", "other")
    assert await anext(heard) == ""
    waiting = asyncio.ensure_future(anext(heard))
    with contextlib.suppress(InterruptedError):
        async with first.write() as connection:
            await first.notify(connection, "other")
            raise InterruptedError
    async with first.write() as connection:
        await first.notify(connection, "news")
    assert await asyncio.wait_for(waiting, 2) == "news"
    await heard.aclose()


async def test_a_listener_whose_connection_ends_is_told_so(
    two: tuple[Database, Database],
) -> None:
    first, second = two
    heard = second.notices("news")
    assert await anext(heard) == ""
    waiting = asyncio.ensure_future(anext(heard))
    async with first.write() as connection:
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        await connection.execute(text(end))
    with pytest.raises(StorageError, match="check DATABASE_URL"):
        await asyncio.wait_for(waiting, 5)


async def test_connections_that_the_server_ended_are_replaced(
    two: tuple[Database, Database],
) -> None:
    first, second = two
    async with second.read() as connection:
        assert await connection.scalar(select(1)) == 1
    async with first.write() as connection:
        own = select(func.pg_backend_pid()).scalar_subquery()
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> :own"
        await connection.execute(text(others), {"own": await connection.scalar(select(own))})
    async with second.read() as connection:
        assert await connection.scalar(select(1)) == 1


async def test_only_one_machine_at_a_time_passes_the_line(
    two: tuple[Database, Database],
) -> None:
    first, second = two
    order = []

    async def pass_the_line(database: Database, name: str) -> None:
        async with database.write() as connection:
            await database.alone(connection)
            order.append(f"{name} in")
            await connection.execute(text("SELECT pg_sleep(0.05)"))
            order.append(f"{name} out")

    await asyncio.gather(pass_the_line(first, "a"), pass_the_line(second, "b"))
    assert order in (["a in", "a out", "b in", "b out"], ["b in", "b out", "a in", "a out"])


async def test_two_machines_that_load_the_library_at_once_load_it_once(
    two: tuple[Database, Database], library: Content
) -> None:
    content = Content(claims=library.claims[:5], substances=(), outcomes=())
    changes = await asyncio.gather(*(stored_base.apply(database, content) for database in two))
    assert sorted(c.added for c in changes) == [0, 5]
    assert await stored_base.version(two[0]) == 1


async def test_several_reads_of_one_transaction_see_one_state(
    two: tuple[Database, Database],
) -> None:
    first, second = two
    async with first.write() as connection:
        await connection.execute(insert(base).values(id=1, version=1))
    async with second.read() as reader:
        assert await reader.scalar(select(base.c.version)) == 1
        async with first.write() as connection:
            await connection.execute(update(base).values(version=2))
        assert await reader.scalar(select(base.c.version)) == 1


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(StorageError) as refused:
        await Database.open("postgresql+psycopg://grain:hunter2@127.0.0.1:1/grain")
    said = str(refused.value)
    assert "grain:***@127.0.0.1:1/grain cannot be used" in said
    assert "check DATABASE_URL" in said
    assert "hunter2" not in said


async def test_a_shared_database_is_copied_with_its_own_tools(
    two: tuple[Database, Database],
) -> None:
    with pytest.raises(StorageError, match="pg_dump"):
        await two[0].copy_to(__file__)  # type: ignore[arg-type]


async def test_a_server_that_goes_away_is_an_outage_in_its_own_words(
    two: tuple[Database, Database],
) -> None:
    with pytest.raises(OperationalError) as failed:
        async with two[0].write() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pg_backend_pid()), :secret"), {"secret": "words"}
            )
    reason = outage(failed.value)
    assert reason
    assert "words" not in reason
    assert "SELECT" not in reason
