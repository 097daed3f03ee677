"""What lies in the queues is sealed with a key of the day, and stands under a number in place of
its chat.

Unlike the key of a person, that of a day is remembered: it is only thrown away when it is old, so
that what backups and dead letters hold cannot be read for ever.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SealBroken
from knowledge import Database, Key, Vault

DAYS = "queue:"
"""What the owners of these keys begin with; the day follows."""
_AT_HAND = 20
"""Keys that are remembered."""


class Envelopes:
    """Seals what goes into the queues and opens what lies there."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database = database
        self._vault = vault
        self._keys: dict[str, Key] = {}
        self._one_maker = asyncio.Lock()

    def number(self, chat: int) -> int:
        """The number that stands for a chat in the queues; negative for groups."""
        return self._vault.number(chat)

    async def prepare(self) -> None:
        """Have today's key at hand. Never within a transaction: what is sealed must not outlast a
        key whose making came to nothing."""
        if (day := today().isoformat()) in self._keys:
            return
        async with self._one_maker:
            if day not in self._keys:
                async with self.database.write() as connection:
                    key = await self._vault.make(connection, f"{DAYS}{day}")
                # A process may run for longer than a key is kept.
                held = sorted({**self._keys, day: key}.items())
                self._keys = dict(held[-_AT_HAND:])

    def seal(self, plain: dict[str, Any]) -> str:
        """Sealed plain data, with its day. `prepare` has to come before."""
        day = today().isoformat()
        if day not in self._keys:
            # It is just past midnight: the key of yesterday does as well.
            day = max(self._keys)
        # ASCII: a lone surrogate in a message must not break the database.
        return f"{day}:{self._keys[day].seal(json.dumps(plain, ensure_ascii=True))}"

    async def open(self, payload: str, connection: AsyncConnection | None = None) -> dict[str, Any]:
        """The plain data, also of a payload that was stored before payloads were sealed. Raises
        SealBroken when its key is gone."""
        text: str | None = payload
        if not is_open(payload):
            day, _, sealed = payload.partition(":")
            key = await self._key(day, connection)
            text = key.unseal(sealed) if key else None
        if text is None:
            raise SealBroken("its key is gone, or was made under another secret")
        plain: dict[str, Any] = json.loads(text)
        return plain

    async def readable(self, connection: AsyncConnection, payload: str) -> bool:
        """Whether a payload can be opened."""
        try:
            await self.open(payload, connection)
        except SealBroken:
            return False
        return True

    async def _key(self, day: str, connection: AsyncConnection | None) -> Key | None:
        if day in self._keys:
            return self._keys[day]
        if connection is None:
            async with self.database.read() as reading:
                key = await self._vault.find(reading, f"{DAYS}{day}")
        else:
            key = await self._vault.find(connection, f"{DAYS}{day}")
        if key:
            self._keys[day] = key
        return key


def is_open(payload: str) -> bool:
    """Whether a payload was stored before payloads were sealed."""
    return payload.startswith("{")


def today() -> date:
    """The day whose key seals."""
    return datetime.now(UTC).date()
