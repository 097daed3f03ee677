"""Who is not answered for a day, under keyed hashes; a wrong block costs one message."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, Column, String, Table, Text, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Database, Vault, metadata

BLOCKED_MS = 24 * 3600 * 1000
_LONGEST_APPEAL = 500

blocks = Table(
    "blocks",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("made_ms", BigInteger, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
    Column("appealed_ms", BigInteger, nullable=False, server_default="0"),
    Column("appeal", Text, nullable=False),
)
"""One row a person; `appeal` is what they wrote to the operator, sealed with their own key."""


@dataclass(frozen=True, slots=True)
class Block:
    """One row: the pseudonym of a person, when and until when they were blocked, when they appealed
    (0 for never). Milliseconds since 1970."""

    key: str
    made_ms: int
    until_ms: int
    appealed_ms: int = 0


class Blocks:
    """The blocks in force, in memory, and the table they are kept in."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._held: dict[str, Block] = {}

    async def look(self) -> None:
        """See what other machines and operators did meanwhile."""
        self._held = {block.key: block for block in await stored(self._database)}

    def of(self, person: int) -> Block | None:
        """The block that a person is under."""
        if not self._held or not person:
            return None
        block = self._held.get(self._vault.pseudonym(person))
        return block if block and block.until_ms > _now() else None

    def __len__(self) -> int:
        now = _now()
        return sum(block.until_ms > now for block in self._held.values())

    async def add(self, connection: AsyncConnection, person: int) -> Block:
        """Block a person for a day, in the caller's transaction; `hold` it once that is committed.
        An appeal of the last weeks stays made."""
        key, now = self._vault.pseudonym(person), _now()
        times = {"made_ms": now, "until_ms": now + BLOCKED_MS}
        changed = await connection.execute(update(blocks).where(blocks.c.key == key).values(times))
        if changed.rowcount == 0:
            await connection.execute(insert(blocks).values(key=key, appeal="", **times))
        query = select(blocks.c.appealed_ms).where(blocks.c.key == key)
        return Block(key, appealed_ms=int(await connection.scalar(query) or 0), **times)

    def hold(self, block: Block) -> None:
        """Let a block count from now on."""
        self._held[block.key] = block

    async def appeal(self, connection: AsyncConnection, block: Block, text: str) -> Block:
        """Lift a block whose person asks for it, in the caller's transaction; `hold` the result."""
        now = _now()
        sealed = await self._vault.seal(connection, block.key, text[:_LONGEST_APPEAL])
        await connection.execute(
            update(blocks)
            .where(blocks.c.key == block.key)
            .values(until_ms=now, appealed_ms=now, appeal=sealed)
        )
        return replace(block, until_ms=now, appealed_ms=now)


async def stored(database: Database) -> list[Block]:
    """Every block that is remembered, the newest first."""
    columns = (blocks.c.key, blocks.c.made_ms, blocks.c.until_ms, blocks.c.appealed_ms)
    async with database.read() as connection:
        rows = await connection.execute(select(*columns).order_by(blocks.c.made_ms.desc()))
        return [Block(*row) for row in rows]


async def appeals(database: Database, vault: Vault) -> dict[str, str]:
    """What people wrote, by their pseudonyms; without what can no longer be read."""
    async with database.read() as connection:
        rows = await connection.execute(
            select(blocks.c.key, blocks.c.appeal).where(blocks.c.appealed_ms > 0)
        )
        found = {row.key: await vault.unseal(connection, row.key, row.appeal) for row in rows}
    return {key: text for key, text in found.items() if text is not None}


async def of_person(connection: AsyncConnection, vault: Vault, key: str) -> list[dict[str, object]]:
    """The block that is remembered of a person, with what they wrote about it."""
    rows = await connection.execute(select(blocks).where(blocks.c.key == key))
    return [
        {
            "since_ms": row.made_ms,
            "until_ms": row.until_ms,
            "appeal": await vault.unseal(connection, key, row.appeal) if row.appeal else "",
        }
        for row in rows
    ]


async def forget(connection: AsyncConnection, key: str) -> int:
    """Erase what a person wrote about a block, and the block where it is over: to be forgotten is
    no way around one. How many there were."""
    over = (blocks.c.key == key, blocks.c.until_ms <= _now())
    gone = await connection.execute(delete(blocks).where(*over))
    left = await connection.execute(update(blocks).where(blocks.c.key == key).values(appeal=""))
    return int(gone.rowcount) + int(left.rowcount)


async def lift(connection: AsyncConnection, key: str) -> None:
    """End a block, and let its person appeal against the next one."""
    values = {"until_ms": _now(), "appealed_ms": 0, "appeal": ""}
    await connection.execute(update(blocks).where(blocks.c.key == key).values(values))


def _now() -> int:
    return time.time_ns() // 1_000_000
