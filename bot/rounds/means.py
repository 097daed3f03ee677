"""What every round works with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chats import Chats
from bot.clock import Clock, day_of
from bot.conversation import Context
from bot.envelopes import Envelopes
from bot.leases import Leases
from bot.reception import Reception
from knowledge import Database, Snapshot, Vault

LANE = 0
"""Whoever has the lane of this chat goes the rounds: one machine at a time."""


@dataclass(frozen=True, slots=True)
class Means:
    """The rooms that rounds pass through, the base as it is now, and the time."""

    database: Database
    vault: Vault
    envelopes: Envelopes
    leases: Leases
    chats: Chats
    reception: Reception
    base: Callable[[], Snapshot]
    clock: Clock

    def context(self) -> Context:
        """The base and the moment."""
        now_ms = self.clock()
        return Context(self.base(), day_of(now_ms), now_ms)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction of the one machine that goes the rounds. Raises LaneLost on another."""
        async with self.database.write() as connection:
            await self.leases.hold(connection, LANE)
            yield connection
