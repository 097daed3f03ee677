"""Lanes: order within a chat, chats side by side, and nothing lost by a fault."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import LaneLost
from bot.intake import inbox, lanes
from bot.intake.inbox import ATTEMPTS, Entry
from bot.intake.lanes import Lanes
from bot.intake.limits import ANSWER, IGNORE, Verdict
from bot.leases import Leases
from bot.metrics import Metrics
from knowledge import Database
from tests.bot.intake.arrivals import numbers_waiting, put, states
from tests.bot.stage import execute, sole_owner, until


class Hands:
    """Handles updates as told and marks them as done; keeps what happened."""

    def __init__(
        self,
        database: Database,
        act: Callable[[Entry], Awaitable[None]] | None = None,
        last_word: Callable[[AsyncConnection, Entry], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._act = act
        self._last_word = last_word
        self.tried: list[tuple[int, int]] = []
        """(update, failures before)"""
        self.handled: list[int] = []
        self.given_up: list[int] = []
        self.words = 0
        self.verdicts: dict[int, Verdict] = {}
        """What is said of a chat; without one it is answered."""
        self.dropped: list[list[int]] = []

    async def judge(self, entry: Entry) -> Verdict:
        return self.verdicts.get(entry.chat, ANSWER)

    async def drop(self, unread: Sequence[tuple[Entry, Verdict]]) -> None:
        numbers = [entry.update_id for entry, _ in unread]
        await self._database.commit(lambda c: inbox.done_unread(c, numbers))
        self.dropped.append(numbers)

    async def handle(self, entry: Entry, _: Verdict) -> None:
        self.tried.append((entry.update_id, entry.attempts))
        if self._act:
            await self._act(entry)
        await self._database.commit(lambda c: inbox.done(c, entry.update_id))
        self.handled.append(entry.update_id)

    async def give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        self.given_up.append(entry.update_id)
        if self._last_word:
            await self._last_word(connection, entry)

    def told(self) -> None:
        self.words += 1


@asynccontextmanager
async def lanes_with(
    database: Database, hands: Hands, leases: Leases | None = None
) -> AsyncIterator[Lanes]:
    """Running lanes of a process that owns all of them, or what these leases say."""
    running = Lanes(database, leases or await sole_owner(database), hands, Metrics())
    task = asyncio.create_task(running.run())
    try:
        yield running
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def arrive(database: Database, *chats: int, first: int = 1) -> None:
    """One update from each of these chats, numbered from `first` on."""
    numbered = enumerate(chats, first)
    await put(database, [(chat, {"update_id": number}) for number, chat in numbered])


async def test_the_updates_of_a_chat_are_handled_in_order_and_one_at_a_time(
    database: Database,
) -> None:
    running = 0

    async def act(entry: Entry) -> None:
        nonlocal running
        running += 1
        assert running == 1
        # The later, the faster: without order they would overtake each other.
        await asyncio.sleep(0.01 if entry.update_id < 3 else 0)
        running -= 1

    hands = Hands(database, act)
    await arrive(database, 7, 7, 7, 7, 7)
    async with lanes_with(database, hands) as running_lanes:
        await running_lanes.drained()
    assert hands.handled == [1, 2, 3, 4, 5]


async def test_a_slow_chat_holds_up_no_other(database: Database) -> None:
    gate = asyncio.Event()

    async def act(entry: Entry) -> None:
        if entry.chat == 1:
            await gate.wait()

    hands = Hands(database, act)
    await arrive(database, 1, 2, 3)
    async with lanes_with(database, hands) as running:
        await until(lambda: sorted(hands.handled) == [2, 3])
        gate.set()
        await running.drained()
    assert sorted(hands.handled) == [1, 2, 3]


async def test_one_chat_with_very_much_keeps_nobody_of_its_lane_waiting(
    database: Database,
) -> None:
    gate = asyncio.Event()

    async def act(entry: Entry) -> None:
        if entry.chat == 1:
            await gate.wait()

    hands = Hands(database, act)
    await arrive(database, *[1] * 500)
    await arrive(database, 65, first=501)
    async with lanes_with(database, hands) as running:
        # It came last, to the same lane, and yet it is the first.
        await until(lambda: hands.handled == [501])
        gate.set()
        await running.drained()
    assert hands.handled[1:] == list(range(1, 501))


async def test_what_is_settled_unread_is_settled_at_once_and_never_handled(
    database: Database,
) -> None:
    hands = Hands(database)
    hands.verdicts[1] = IGNORE
    await arrive(database, *[1] * 150, 65, 1)
    async with lanes_with(database, hands) as running:
        await running.drained()
    assert hands.dropped == [[*range(1, 151), 152]]
    assert hands.handled == [151]
    assert await numbers_waiting(database) == []


async def test_a_full_inbox_stops_the_fetching_until_there_is_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "FULL", 300)
    gate = asyncio.Event()

    async def act(_: Entry) -> None:
        await gate.wait()

    hands = Hands(database, act)
    await arrive(database, *range(1, 301))
    async with lanes_with(database, hands) as running:
        await until(lambda: running.full)
        room = asyncio.create_task(running.room())
        assert not running.full or not room.done()
        gate.set()
        await asyncio.wait_for(room, 10)
        assert not running.full
        await running.drained()
    assert sorted(hands.handled) == list(range(1, 301))


async def test_only_lanes_that_are_owned_are_worked_on(database: Database) -> None:
    leases = await sole_owner(database)
    hands = Hands(database)
    leases._owned = frozenset({1})
    await arrive(database, 1, 2, 65)
    async with lanes_with(database, hands, leases) as running:
        await running.drained()
        assert sorted(hands.handled) == [1, 3]
        leases._owned = frozenset({1, 2})
        running.wake()
        await until(lambda: 2 in hands.handled)


async def test_an_update_of_a_lane_that_was_lost_is_left_to_its_new_owner(
    database: Database,
) -> None:
    async def act(entry: Entry) -> None:
        if entry.update_id == 1:
            raise LaneLost("somebody else's")

    hands = Hands(database, act)
    await arrive(database, 7, 8)
    async with lanes_with(database, hands) as running:
        await until(lambda: hands.handled == [2] and len(hands.tried) >= 2)
        running.wake()
    assert {attempts for _, attempts in hands.tried} == {0}
    assert await states(database) == {1: "new", 2: "done"}


async def test_an_update_that_failed_is_tried_again_before_the_next(database: Database) -> None:
    async def act(_: Entry) -> None:
        if hands.tried == [(1, 0)]:
            raise RuntimeError("once")

    hands = Hands(database, act)
    await arrive(database, 7, 7)
    async with lanes_with(database, hands) as running:
        await running.drained()
    assert hands.tried == [(1, 0), (1, 1), (2, 0)]


async def test_a_database_that_is_out_is_no_fault_of_the_update(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def act(_: Entry) -> None:
        if len(hands.tried) <= ATTEMPTS:
            raise OperationalError("INSERT what Ana wrote", {}, Exception("database is full"))

    hands = Hands(database, act)
    await arrive(database, 7)
    async with lanes_with(database, hands) as running:
        await running.drained()
    assert hands.tried == [(1, 0)] * (ATTEMPTS + 1)
    assert hands.given_up == []
    assert "update 1 waits for the database: database is full" in caplog.text
    assert "Ana" not in caplog.text


async def test_an_update_that_fails_always_is_put_aside_and_the_next_one_handled(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def act(entry: Entry) -> None:
        if entry.update_id == 1:
            raise ValueError("what Ana wrote")

    async def last_word(_: AsyncConnection, __: Entry) -> None:
        raise LookupError("what Ana wrote")

    hands = Hands(database, act, last_word)
    await arrive(database, 7, 7)
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with lanes_with(database, hands) as running:
            await running.drained()
    assert hands.tried == [(1, 0), (1, 1), (1, 2), (2, 0)]
    assert hands.given_up == [1]
    assert await states(database) == {1: "dead", 2: "done"}
    ((_, failures, error, _),) = await inbox.dead(database)
    # Neither the log nor the table repeats the text of the fault, which may hold a message.
    assert (failures, error.split(" at ")[0]) == (ATTEMPTS, "ValueError")
    assert "ValueError" in caplog.text
    assert "Ana" not in caplog.text


async def test_a_fault_that_cannot_be_recorded_does_not_end_the_lane(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def act(_: Entry) -> None:
        if len(hands.tried) == 1:
            await execute(database, "ALTER TABLE inbox RENAME TO elsewhere")
            raise RuntimeError("once")
        await execute(database, "ALTER TABLE elsewhere RENAME TO inbox")

    hands = Hands(database, act)
    await arrive(database, 7)
    async with lanes_with(database, hands):
        await until(lambda: hands.handled == [1])
    assert "a failure could not be recorded" in caplog.text


async def test_what_is_in_hand_at_the_end_is_ended_and_the_rest_stays_in_the_inbox(
    database: Database,
) -> None:
    gate = asyncio.Event()

    async def act(_: Entry) -> None:
        await gate.wait()

    hands = Hands(database, act)
    await arrive(database, 7, 7)
    async with lanes_with(database, hands):
        await until(lambda: hands.tried)
        asyncio.get_running_loop().call_later(0.05, gate.set)
    assert hands.handled == [1]
    assert await numbers_waiting(database) == [2]


async def test_what_does_not_end_in_time_is_left_in_the_inbox(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_IN_HAND", 0.05)

    async def act(_: Entry) -> None:
        await asyncio.Event().wait()

    hands = Hands(database, act)
    await arrive(database, 7, 7)
    async with lanes_with(database, hands):
        await until(lambda: hands.tried)
    assert await numbers_waiting(database) == [1, 2]


async def test_the_word_to_the_person_and_the_mark_are_one_transaction(database: Database) -> None:
    async def act(_: Entry) -> None:
        raise ValueError

    async def last_word(connection: AsyncConnection, _: Entry) -> None:
        assert await connection.scalar(select(inbox.inbox.c.state)) == inbox.DEAD
        async with database.read() as outside:
            assert await outside.scalar(select(inbox.inbox.c.state)) == inbox.NEW

    hands = Hands(database, act, last_word)
    await arrive(database, 7)
    async with lanes_with(database, hands) as running:
        await running.drained()
    assert (hands.given_up, hands.words) == ([1], 1)
    assert await states(database) == {1: inbox.DEAD}
