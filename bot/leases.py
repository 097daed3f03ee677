"""Who may work for which chats: chats fall into lanes, and a lane has one owner at a time.

One process with an SQLite file owns all lanes for good. Machines that share a PostgreSQL divide
them: each renews its leases, takes expired ones (SKIP LOCKED, so that two never wait for the same
row), and gives back what exceeds its share. Every transaction that acts for a chat holds the lease
of its lane, so that a machine which was paused for too long cannot act for a chat it has lost.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import logs
from bot.errors import LaneLost
from knowledge import Database, metadata

_log = logging.getLogger(__name__)
LANES = 64
"""How many lanes there are; a power of two. Also the most machines that can share the work."""
_TERM = 5.0
"""Seconds that a lease lasts; when a machine dies, its chats wait for so long."""
_TICK = 1.0
_FOREVER = 2**62
_FORGOTTEN = 60.0
"""Seconds after which a silent machine is no longer listed."""

leases = Table(
    "leases",
    metadata,
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("owner", String(36), nullable=False),
    Column("until_ms", BigInteger, nullable=False),
)
"""One row a lane."""

replicas = Table(
    "replicas",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
)
"""The machines that share this database, and when each was last heard of."""

Taken = Callable[[AsyncConnection, frozenset[int]], Awaitable[None]]


def lane_of(chat: int) -> int:
    """The lane of a chat; the same on every machine, for negative ids too."""
    return chat & (LANES - 1)


class Leases:
    """The lanes that this process owns. `taken` is called within the transaction that takes lanes,
    to take up what their last owner left; `idle` says whether nothing of a lane is in hand."""

    def __init__(
        self,
        database: Database,
        taken: Taken,
        idle: Callable[[int], bool] = lambda _: True,
        term: float = _TERM,
    ) -> None:
        self.id = str(uuid.uuid4())
        self._database = database
        self._taken = taken
        self._idle = idle
        self._term_ms = int(term * 1000)
        self._owned: frozenset[int] = frozenset()
        self._leaving: frozenset[int] = frozenset()
        self._valid_until = math.inf

    @property
    def owned(self) -> frozenset[int]:
        """The lanes that new work may be begun in."""
        if time.monotonic() > self._valid_until:
            return frozenset()
        return self._owned - self._leaving

    async def hold(self, connection: AsyncConnection, chat: int) -> None:
        """Keep the lane of a chat until the end of this transaction. Raises LaneLost when another
        process owns it."""
        if not self._database.shared:
            # Nobody else can be there: the bot holds the lock of its folder.
            return
        mine = (leases.c.lane == lane_of(chat), leases.c.owner == self.id)
        # A share lock: nobody can take the lane before this transaction ends.
        query = select(leases.c.lane).where(*mine).with_for_update(read=True)
        if await connection.scalar(query) is None:
            raise LaneLost(f"lane {lane_of(chat)} belongs to another process now")

    async def start(self) -> None:
        """Take the first lanes: all of them where no other process can be."""
        if self._database.shared:
            await self.tick()
            return
        async with self._database.write() as connection:
            every = frozenset(range(LANES))
            await self._take(connection, every, _FOREVER)
        self._owned = every

    async def run(self, changed: Callable[[], None]) -> None:
        """Renew the leases of a shared database until cancelled; `changed` is called when lanes
        came."""
        while self._database.shared:
            await asyncio.sleep(_TICK)
            before = self.owned
            try:
                await self.tick()
            except Exception as error:
                # Without renewals `owned` is empty after a term, and nothing new is begun.
                _log.error("leases could not be renewed: %s", logs.fault(error))
            if self.owned - before:
                changed()

    async def stop(self) -> None:
        """Give all lanes back, so that the others need not wait for the end of their terms."""
        self._owned = frozenset()
        async with self._database.write() as connection:
            await self._free(connection, range(LANES))
            await connection.execute(delete(replicas).where(replicas.c.id == self.id))

    async def tick(self) -> None:
        """Renew what is owned, take what is free, give back what is too much."""
        asked = time.monotonic()
        async with self._database.write() as connection:
            now = int(await connection.scalar(select(self._database.clock_ms)) or 0)
            alive = await self._count_the_living(connection, now)
            share = math.ceil(LANES / alive)
            rows = await connection.execute(
                update(leases)
                .where(leases.c.owner == self.id)
                .values(until_ms=now + self._term_ms)
                .returning(leases.c.lane)
            )
            mine = frozenset(rows.scalars())
            leaving = frozenset(sorted(mine)[share:])
            if gone := [lane for lane in leaving if self._idle(lane)]:
                await self._free(connection, gone)
            fresh = await self._expired(connection, now, share - len(mine))
            if fresh:
                await self._take(connection, fresh, now + self._term_ms)
        if mine | fresh != self._owned:
            _log.info("lanes: %d of %d, %d machines", len(mine | fresh), LANES, alive)
        self._owned = (mine | fresh) - frozenset(gone)
        self._leaving = leaving
        self._valid_until = asked + self._term_ms / 1000

    async def _count_the_living(self, connection: AsyncConnection, now: int) -> int:
        """Say that this machine lives; how many do."""
        seen = await connection.execute(
            update(replicas).where(replicas.c.id == self.id).values(seen_ms=now)
        )
        if seen.rowcount == 0:
            await connection.execute(insert(replicas).values(id=self.id, seen_ms=now))
        silent = now - int(_FORGOTTEN * 1000)
        await connection.execute(delete(replicas).where(replicas.c.seen_ms < silent))
        alive = await connection.scalar(
            select(func.count()).where(replicas.c.seen_ms > now - self._term_ms)
        )
        return max(1, int(alive or 0))

    async def _expired(self, connection: AsyncConnection, now: int, most: int) -> frozenset[int]:
        if most <= 0:
            return frozenset()
        rows = await connection.execute(
            select(leases.c.lane)
            .where(leases.c.until_ms <= now, leases.c.owner != self.id)
            .order_by(leases.c.lane)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return frozenset(rows.scalars())

    async def _take(
        self, connection: AsyncConnection, lanes: frozenset[int], until_ms: int
    ) -> None:
        await connection.execute(
            update(leases).where(leases.c.lane.in_(lanes)).values(owner=self.id, until_ms=until_ms)
        )
        await self._taken(connection, lanes)

    async def _free(self, connection: AsyncConnection, lanes: Iterable[int]) -> None:
        await connection.execute(
            update(leases)
            .where(leases.c.lane.in_(list(lanes)), leases.c.owner == self.id)
            .values(owner="", until_ms=0)
        )
