"""Keyed hashes in place of ids, and keys that can be thrown away.

What belongs to one person is sealed with a key of its own, so that forgetting the person means to
delete one small row: what is left anywhere else, in backups too, can no longer be read. The keys
are themselves sealed with a key made from the bot's secret, and kept apart from backups.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import BigInteger, Column, LargeBinary, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.storage.database import Database, metadata

keys = Table(
    "keys",
    metadata,
    Column("owner", String(80), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
)
"""One row an owner: the key that seals what is theirs, sealed itself."""


class Vault:
    """Seals and unseals texts. An owner is a pseudonym, or another short name."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._secret = secret
        derived = HKDF(SHA256(), 32, salt=None, info=b"grain-of-salt keys").derive(secret)
        self._wrapping = Fernet(base64.urlsafe_b64encode(derived))

    def pseudonym(self, id_: int) -> str:
        """The keyed hash that stands for a chat or a person: 64 hexadecimal digits."""
        return hmac.new(self._secret, str(id_).encode(), hashlib.sha256).hexdigest()

    def secret_for(self, purpose: str) -> bytes:
        """Another secret that follows from the bot's: for keyed hashes of one kind only."""
        info = f"grain-of-salt {purpose}".encode()
        return HKDF(SHA256(), 32, salt=None, info=info).derive(self._secret)

    async def seal(self, connection: AsyncConnection, owner: str, text: str) -> str:
        """The text, readable with the owner's key only; the key is made when there is none yet,
        in the caller's transaction."""
        key = await self._key(connection, owner)
        if key is None:
            made = self._wrapping.encrypt(Fernet.generate_key())
            row = {"owner": owner, "wrapped": made, "made_ms": time.time_ns() // 1_000_000}
            await connection.execute(self._database.insert_missing(keys), [row])
            # Another machine may have been first.
            key = await self._key(connection, owner)
        assert key is not None  # noqa: S101 - it was just put there
        return key.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    async def unseal(self, connection: AsyncConnection, owner: str, sealed: str) -> str | None:
        """The sealed text; None when the owner's key is gone, or is another one by now."""
        key = await self._key(connection, owner)
        if key is None:
            return None
        try:
            return key.decrypt(sealed.encode("ascii")).decode("utf-8", "surrogatepass")
        except InvalidToken:
            return None

    async def forget(self, connection: AsyncConnection, owner: str) -> bool:
        """Throw an owner's key away: nothing that it sealed can be read again, wherever it lies.
        Whether there was one."""
        gone = await connection.execute(delete(keys).where(keys.c.owner == owner))
        return bool(gone.rowcount)

    async def _key(self, connection: AsyncConnection, owner: str) -> Fernet | None:
        # Never held in memory: a key that another machine threw away must not live on here.
        wrapped = await connection.scalar(select(keys.c.wrapped).where(keys.c.owner == owner))
        return None if wrapped is None else self._opened(bytes(wrapped))

    def _opened(self, wrapped: bytes) -> Fernet | None:
        try:
            return Fernet(self._wrapping.decrypt(wrapped))
        except InvalidToken:
            # Made under another secret: as good as gone.
            return None
