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
from sqlalchemy import BigInteger, Column, LargeBinary, String, Table, delete, insert, select
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


class Key:
    """Seals and unseals the texts of one owner."""

    def __init__(self, made: bytes) -> None:
        self._fernet = Fernet(made)

    def seal(self, text: str) -> str:
        """The text, readable with this key only."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def unseal(self, sealed: str) -> str | None:
        """The sealed text; None when it was sealed with another key, or changed."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8", "surrogatepass")
        except (InvalidToken, UnicodeEncodeError):
            return None


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

    def number(self, id_: int) -> int:
        """A keyed number that stands for a chat where a number is needed: 63 bits and the sign of
        the id, which tells a group from a person. 0 stays 0. It cannot be told from it which
        pseudonym is the same chat's."""
        if not id_:
            return 0
        hashed = hmac.new(self._secret, b"number of %d" % id_, hashlib.sha256).digest()
        number = int.from_bytes(hashed[:8], "big") >> 1 or 1
        return number if id_ > 0 else -number

    async def seal(self, connection: AsyncConnection, owner: str, text: str) -> str:
        """The text, readable with the owner's key only; the key is made when there is none yet,
        in the caller's transaction."""
        return (await self.make(connection, owner)).seal(text)

    async def unseal(self, connection: AsyncConnection, owner: str, sealed: str) -> str | None:
        """The sealed text; None when the owner's key is gone, or is another one by now."""
        key = await self.find(connection, owner)
        return None if key is None else key.unseal(sealed)

    async def make(self, connection: AsyncConnection, owner: str) -> Key:
        """The owner's key, made in the caller's transaction when there is none that can be
        used."""
        row = await self._row(connection, owner)
        if row is not None and (key := self.opened(row)):
            return key
        if row is not None:
            # Made under another secret: nothing that it sealed can be read, nor sealed with it.
            await self.forget(connection, owner)
        made = self._wrapping.encrypt(Fernet.generate_key())
        fresh = {"owner": owner, "wrapped": made, "made_ms": time.time_ns() // 1_000_000}
        await connection.execute(self._database.insert_missing(keys), [fresh])
        # Another machine may have been first.
        key = await self.find(connection, owner)
        assert key is not None  # noqa: S101 - it was just put there
        return key

    async def find(self, connection: AsyncConnection, owner: str) -> Key | None:
        """The owner's key; None when it is gone. Not to be remembered where it may be thrown away
        by another machine."""
        row = await self._row(connection, owner)
        return None if row is None else self.opened(row)

    async def every(self, connection: AsyncConnection) -> dict[str, Key]:
        """All keys that can be used, by their owners."""
        rows = await connection.execute(select(keys.c.owner, keys.c.wrapped))
        opened = {row.owner: self.opened(bytes(row.wrapped)) for row in rows}
        return {owner: key for owner, key in opened.items() if key}

    async def forget(self, connection: AsyncConnection, owner: str) -> bool:
        """Throw an owner's key away: nothing that it sealed can be read again, wherever it lies.
        Whether there was one."""
        gone = await connection.execute(delete(keys).where(keys.c.owner == owner))
        return bool(gone.rowcount)

    async def _row(self, connection: AsyncConnection, owner: str) -> bytes | None:
        wrapped = await connection.scalar(select(keys.c.wrapped).where(keys.c.owner == owner))
        return None if wrapped is None else bytes(wrapped)

    def opened(self, wrapped: bytes) -> Key | None:
        """The key in a row of the table; None when it cannot be used."""
        try:
            return Key(self._wrapping.decrypt(wrapped))
        except InvalidToken:
            # Made under another secret: as good as gone.
            return None


async def take_out(connection: AsyncConnection) -> list[dict[str, str | int]]:
    """Take all keys out of a database, as plain data that `put_in` takes. They stay sealed."""
    rows = await connection.execute(select(keys).order_by(keys.c.owner))
    taken: list[dict[str, str | int]] = [
        {"owner": row.owner, "wrapped": bytes(row.wrapped).decode(), "made_ms": row.made_ms}
        for row in rows
    ]
    await connection.execute(delete(keys))
    return taken


async def put_in(connection: AsyncConnection, taken: list[dict[str, str | int]]) -> None:
    """Let these be the keys of a database, and no others."""
    await connection.execute(delete(keys))
    if taken:
        rows = [{**row, "wrapped": str(row["wrapped"]).encode()} for row in taken]
        await connection.execute(insert(keys), rows)
