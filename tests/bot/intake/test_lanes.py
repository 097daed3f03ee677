"""Lanes: order within a chat, chats side by side, and nothing lost by a fault."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake import inbox
from bot.intake.inbox import ATTEMPTS, Entry
from bot.intake.lanes import GiveUp, Handle, Lanes
from knowledge import Database
from tests.bot.stage import until


async def silent(connection: AsyncConnection, entry: Entry) -> None:
    """Tells nobody."""


@asynccontextmanager
async def lanes_with(
    database: Database, handle: Handle, give_up: GiveUp = silent
) -> AsyncIterator[Lanes]:
    lanes = Lanes(database, handle, give_up, wake=lambda: None)
    lanes.start()
    try:
        yield lanes
    finally:
        await lanes.stop()


async def arrive(database: Database, lanes: Lanes, *chats: int) -> None:
    """One update from each of these chats, numbered from 1 on."""
    updates = [(chat, {"update_id": number}) for number, chat in enumerate(chats, 1)]
    for entry in await inbox.put(database, updates):
        await lanes.add(entry)


async def test_the_updates_of_a_chat_are_handled_in_order_and_one_at_a_time(
    database: Database,
) -> None:
    handled: list[int] = []
    running = 0

    async def handle(entry: Entry) -> None:
        nonlocal running
        running += 1
        assert running == 1
        # The later, the faster: without order they would overtake each other.
        await asyncio.sleep(0.01 if entry.update_id < 3 else 0)
        handled.append(entry.update_id)
        running -= 1

    async with lanes_with(database, handle) as lanes:
        await arrive(database, lanes, 7, 7, 7, 7, 7)
        await lanes.drained()
    assert handled == [1, 2, 3, 4, 5]


async def test_a_slow_chat_holds_up_no_other(database: Database) -> None:
    gate, handled = asyncio.Event(), []

    async def handle(entry: Entry) -> None:
        if entry.chat == 1:
            await gate.wait()
        handled.append(entry.chat)

    async with lanes_with(database, handle) as lanes:
        await arrive(database, lanes, 1, 2, 3)
        await until(lambda: sorted(handled) == [2, 3])
        gate.set()
        await lanes.drained()
    assert sorted(handled) == [1, 2, 3]


async def test_queues_are_bounded_and_lose_nothing(database: Database) -> None:
    gate, handled = asyncio.Event(), []

    async def handle(entry: Entry) -> None:
        await gate.wait()
        handled.append(entry.update_id)

    async def fill(lanes: Lanes) -> None:
        for number in range(2_000):
            await lanes.add(Entry(number, 7, {}, 0))

    async with lanes_with(database, handle) as lanes:
        filling = asyncio.create_task(fill(lanes))
        for _ in range(5_000):
            await asyncio.sleep(0)
        assert not filling.done()
        gate.set()
        await filling
        await lanes.drained()
    assert handled == list(range(2_000))


async def test_an_update_that_failed_is_tried_again_before_the_next(database: Database) -> None:
    seen: list[tuple[int, int]] = []

    async def handle(entry: Entry) -> None:
        seen.append((entry.update_id, entry.attempts))
        if seen == [(1, 0)]:
            raise RuntimeError("once")

    async with lanes_with(database, handle) as lanes:
        await arrive(database, lanes, 7, 7)
        await lanes.drained()
    assert seen == [(1, 0), (1, 1), (2, 0)]


async def test_an_update_that_fails_always_is_put_aside_and_the_next_one_handled(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    tries: dict[int, int] = {}
    told: list[int] = []

    async def handle(entry: Entry) -> None:
        tries[entry.update_id] = tries.get(entry.update_id, 0) + 1
        if entry.update_id == 1:
            raise ValueError("what Ana wrote")

    async def give_up(connection: AsyncConnection, entry: Entry) -> None:
        told.append(entry.update_id)
        raise LookupError("what Ana wrote")

    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with lanes_with(database, handle, give_up) as lanes:
            await arrive(database, lanes, 7, 7)
            await lanes.drained()
    assert tries == {1: ATTEMPTS, 2: 1}
    assert told == [1]
    assert [entry.update_id for entry in await inbox.waiting(database)] == [2]
    async with database.read() as connection:
        error = await connection.scalar(
            select(inbox.inbox.c.error).where(inbox.inbox.c.update_id == 1)
        )
    # Neither the log nor the table repeats the text of the fault, which may hold a message.
    assert error == "ValueError"
    assert "ValueError" in caplog.text
    assert "Ana" not in caplog.text


async def test_a_fault_that_cannot_be_recorded_does_not_end_the_lane(database: Database) -> None:
    entry = Entry(1, 7, {"update_id": 1}, 0)
    handled: list[int] = []
    broken = await broken_database(database)

    async def handle(entry: Entry) -> None:
        handled.append(entry.attempts)
        if len(handled) == 1:
            raise RuntimeError("once")

    async with lanes_with(broken, handle) as lanes:
        await lanes.add(entry)
        await lanes.drained()
    assert handled == [0, 1]


async def broken_database(database: Database) -> Database:
    """A database whose inbox was taken away."""
    async with database.write() as connection:
        await connection.run_sync(inbox.inbox.drop)
    return database


async def test_what_is_unfinished_at_the_end_stays_in_the_inbox(database: Database) -> None:
    begun: list[int] = []

    async def handle(entry: Entry) -> None:
        begun.append(entry.update_id)
        await asyncio.Event().wait()

    async with lanes_with(database, handle) as lanes:
        await arrive(database, lanes, 7, 7)
        await until(lambda: begun == [1])
    assert [entry.update_id for entry in await inbox.waiting(database)] == [1, 2]


async def test_the_word_to_the_person_and_the_mark_are_one_transaction(database: Database) -> None:
    woken: list[bool] = []

    async def handle(entry: Entry) -> None:
        raise ValueError

    async def give_up(connection: AsyncConnection, entry: Entry) -> None:
        state = await connection.scalar(select(inbox.inbox.c.state))
        assert state == inbox.DEAD
        async with database.read() as outside:
            assert await outside.scalar(select(inbox.inbox.c.state)) == inbox.NEW

    lanes = Lanes(database, handle, give_up, wake=lambda: woken.append(True))
    lanes.start()
    try:
        await arrive(database, lanes, 7)
        await lanes.drained()
    finally:
        await lanes.stop()
    assert woken == [True]
    assert await inbox.waiting(database) == []
