"""Leases: a lane has one owner at a time, and machines divide the lanes among them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import URL, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import LaneLost
from bot.leases import LANES, Leases, lane_of
from bot.leases import leases as table
from knowledge import Database
from knowledge.storage.tables import base
from tests.bot.stage import until

EVERY = frozenset(range(LANES))


class Machine:
    """A process with its own connections; `taken` is what it took up, `busy` what it has in
    hand."""

    def __init__(self, database: Database, term: float = 30.0) -> None:
        self.database = database
        self.taken: list[frozenset[int]] = []
        self.busy: set[int] = set()
        self.leases = Leases(database, self._take_up, lambda lane: lane not in self.busy, term)

    async def _take_up(self, _: AsyncConnection, lanes: frozenset[int]) -> None:
        self.taken.append(lanes)

    @property
    def owned(self) -> frozenset[int]:
        return self.leases.owned

    async def holds(self, chat: int) -> bool:
        async with self.database.write() as connection:
            try:
                await self.leases.hold(connection, chat)
            except LaneLost:
                return False
        return True


Make = Callable[..., Awaitable[Machine]]


@pytest.fixture
async def machine(postgres_address: URL) -> AsyncIterator[Make]:
    """Makes machines that share a PostgreSQL."""
    async with AsyncExitStack() as stack:

        async def make(term: float = 30.0) -> Machine:
            database = await Database.open(postgres_address)
            stack.push_async_callback(database.close)
            return Machine(database, term)

        yield make


@pytest.mark.parametrize(
    ("chat", "lane"), [(0, 0), (7, 7), (64, 0), (65, 1), (-1, 63), (-1001234567890, 46)]
)
def test_every_chat_has_a_lane(chat: int, lane: int) -> None:
    assert lane_of(chat) == lane
    assert lane_of(chat) in EVERY


def test_the_chats_spread_evenly_over_the_lanes() -> None:
    groups = [-1_000_000_000_000 - 17 * n for n in range(6_400)]
    counts = [sum(lane_of(chat) == lane for chat in groups) for lane in EVERY]
    assert max(counts) <= 2 * min(counts)


async def test_the_only_process_of_a_file_owns_every_lane_and_took_up_what_lay_there(
    sqlite_address: URL,
) -> None:
    database = await Database.open(sqlite_address)
    first, again = Machine(database), Machine(database)
    await first.leases.start()
    assert (first.owned, first.taken) == (EVERY, [EVERY])
    assert await first.holds(7)
    # After a death the next process does not wait for any lease to expire.
    await again.leases.start()
    assert (again.owned, again.taken) == (EVERY, [EVERY])
    assert await again.holds(7)
    await database.close()


async def test_two_machines_divide_the_lanes_and_own_none_together(machine: Make) -> None:
    a, b = await machine(), await machine()
    await a.leases.start()
    assert a.owned == EVERY
    await b.leases.start()
    assert b.owned == frozenset()
    # The first hears of the second and gives back what exceeds its share.
    await a.leases.tick()
    await b.leases.tick()
    assert len(a.owned) == len(b.owned) == LANES // 2
    assert a.owned | b.owned == EVERY
    assert b.taken == [b.owned]
    for lane in EVERY:
        assert (await a.holds(lane), await b.holds(lane)) == (lane in a.owned, lane in b.owned)


async def test_three_machines_have_about_a_third_each(machine: Make) -> None:
    machines = [await machine() for _ in range(3)]
    for one in machines:
        await one.leases.start()
    for _ in range(3):
        for one in machines:
            await one.leases.tick()
    assert sorted(len(one.owned) for one in machines) in ([20, 22, 22], [21, 21, 22])
    assert frozenset().union(*(one.owned for one in machines)) == EVERY


async def test_a_lane_with_something_in_hand_is_given_back_when_that_has_ended(
    machine: Make,
) -> None:
    a, b = await machine(), await machine()
    await a.leases.start()
    a.busy = set(EVERY)
    await b.leases.start()
    await a.leases.tick()
    await b.leases.tick()
    assert b.owned == frozenset()
    # Nothing new is begun in what is to be given back, and what is in hand may end.
    assert len(a.owned) == LANES // 2
    assert all([await a.holds(lane) for lane in EVERY])
    a.busy.clear()
    await a.leases.tick()
    await b.leases.tick()
    assert len(b.owned) == LANES // 2


async def test_the_lanes_of_a_machine_that_died_are_taken_over_when_their_term_ends(
    machine: Make,
) -> None:
    dead, heir = await machine(term=0.3), await machine(term=0.3)
    await dead.leases.start()
    renewing = asyncio.create_task(heir.leases.run(lambda: None))
    await until(lambda: heir.owned == EVERY)
    renewing.cancel()
    assert dead.owned == frozenset()
    assert not await dead.holds(7)


async def test_a_machine_that_was_paused_begins_nothing_in_lanes_that_it_may_have_lost(
    machine: Make,
) -> None:
    paused = await machine(term=0.05)
    await paused.leases.start()
    await until(lambda: paused.owned == frozenset())
    await paused.leases.tick()
    assert paused.owned == EVERY


async def test_a_machine_that_stops_leaves_its_lanes_at_once(machine: Make) -> None:
    a, b = await machine(), await machine()
    await a.leases.start()
    await b.leases.start()
    await a.leases.stop()
    await b.leases.tick()
    assert b.owned == EVERY
    assert a.owned == frozenset()


async def test_a_lane_cannot_be_taken_while_a_transaction_acts_for_it(machine: Make) -> None:
    slow, other = await machine(term=0.05), await machine(term=0.3)
    await slow.leases.start()
    async with slow.database.write() as connection:
        await slow.leases.hold(connection, 7)
        await until(lambda: slow.owned == frozenset())
        await other.leases.start()
        assert lane_of(7) not in other.owned
    async with asyncio.timeout(10):
        while lane_of(7) not in other.owned:
            await other.leases.tick()


async def test_what_is_done_while_taking_lanes_is_of_the_same_transaction(
    postgres_address: URL,
) -> None:
    database = await Database.open(postgres_address)

    async def fail(connection: AsyncConnection, _: frozenset[int]) -> None:
        await connection.execute(insert(base).values(id=1, version=1))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await Leases(database, fail).start()
    async with database.read() as connection:
        assert await connection.scalar(select(base.c.version)) is None
        assert set(await connection.scalars(select(table.c.owner))) == {""}
    await database.close()
