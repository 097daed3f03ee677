"""The stored state of chats, under keyed hashes: no chat or person can be read from the table."""

from __future__ import annotations

import hashlib
import hmac
import time

from sqlalchemy import JSON, BigInteger, Column, String, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import ChatState, from_plain, to_plain
from knowledge import Database, metadata

_KEPT_MS = 90 * 24 * 3600 * 1000
"""How long the answers of a silent chat are remembered."""

chats = Table(
    "chats",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("state", JSON, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)


class Chats:
    """Loads and saves the states of chats."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    async def load(self, chat: int) -> ChatState:
        """The state of a chat; a new one when nothing is stored."""
        async with self._database.read() as connection:
            return await self.within(connection, chat)

    async def within(self, connection: AsyncConnection, chat: int) -> ChatState:
        """The same, as it is in the caller's transaction."""
        query = select(chats.c.state).where(chats.c.key == self._hash(chat))
        return from_plain(await connection.scalar(query))

    async def save(self, connection: AsyncConnection, chat: int, state: ChatState) -> None:
        """Store a state, within the caller's transaction."""
        key, plain = self._hash(chat), to_plain(state)
        values = {"state": plain, "changed_ms": _now()}
        changed = await connection.execute(update(chats).where(chats.c.key == key).values(values))
        if changed.rowcount == 0:
            await connection.execute(insert(chats).values(key=key, **values))

    async def forget_old(self) -> None:
        """Drop the states of chats that have been silent for long."""
        async with self._database.write() as connection:
            await connection.execute(delete(chats).where(chats.c.changed_ms < _now() - _KEPT_MS))

    def _hash(self, chat: int) -> str:
        return hmac.new(self._key, str(chat).encode(), hashlib.sha256).hexdigest()


def _now() -> int:
    return time.time_ns() // 1_000_000
