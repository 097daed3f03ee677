"""The stored state of chats: under keyed hashes, each sealed with its chat's own key, so that no
chat or person can be read from the table."""

from __future__ import annotations

import json
import time

from sqlalchemy import JSON, BigInteger, Column, String, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import ChatState, from_plain, to_plain
from knowledge import Database, Vault, metadata

chats = Table(
    "chats",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("state", JSON, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)
"""One row a chat; `state` is a sealed text, or plain data that an older version left."""
_keys = metadata.tables["keys"]


class Chats:
    """Loads and saves the states of chats."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def load(self, chat: int) -> ChatState:
        """The state of a chat; a new one when nothing is stored that could be read."""
        async with self._database.read() as connection:
            return await self.within(connection, chat)

    async def within(self, connection: AsyncConnection, chat: int) -> ChatState:
        """The same, as it is in the caller's transaction."""
        return await self.held(connection, chat) or ChatState()

    async def held(self, connection: AsyncConnection, chat: int) -> ChatState | None:
        """The state of a chat; None when nothing is stored that could be read."""
        owner = self._vault.pseudonym(chat)
        # Both in one look: every message needs it.
        both = select(chats.c.state, _keys.c.wrapped).outerjoin(_keys, _keys.c.owner == chats.c.key)
        row = (await connection.execute(both.where(chats.c.key == owner))).first()
        if row is None:
            return None
        if not isinstance(row.state, str):
            return from_plain(row.state)
        key = None if row.wrapped is None else self._vault.opened(bytes(row.wrapped))
        text = key.unseal(row.state) if key else None
        return None if text is None else from_plain(json.loads(text))

    async def save(self, connection: AsyncConnection, chat: int, state: ChatState) -> None:
        """Store a state, within the caller's transaction."""
        owner = self._vault.pseudonym(chat)
        sealed = await self._vault.seal(connection, owner, json.dumps(to_plain(state)))
        values = {"state": sealed, "changed_ms": _now()}
        changed = await connection.execute(update(chats).where(chats.c.key == owner).values(values))
        if changed.rowcount == 0:
            await connection.execute(insert(chats).values(key=owner, **values))

    async def forget(self, connection: AsyncConnection, chat: int) -> int:
        """Forget a chat and throw its key away, within the caller's transaction. How many answers
        were remembered."""
        state = await self.held(connection, chat)
        owner = self._vault.pseudonym(chat)
        await connection.execute(delete(chats).where(chats.c.key == owner))
        await self._vault.forget(connection, owner)
        return len(state.answers) if state else 0

    async def drop_unreadable(self, connection: AsyncConnection) -> int:
        """Forget states that cannot be read any more. How many."""
        keys = await self._vault.every(connection)
        rows = await connection.execute(select(chats.c.key, chats.c.state))
        lost = [
            row.key
            for row in rows
            if isinstance(row.state, str)
            and (row.key not in keys or keys[row.key].unseal(row.state) is None)
        ]
        for key in lost:
            await connection.execute(delete(chats).where(chats.c.key == key))
        return len(lost)


def _now() -> int:
    return time.time_ns() // 1_000_000
