"""Who was told what, so that a correction reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    String,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.model import Claim
from knowledge.storage.database import metadata

KEPT_DAYS = 90
KEPT_MS = KEPT_DAYS * 24 * 3600 * 1000
"""How long it is kept who was told what."""
WITHDRAWN = "withdrawn"
"""In place of the status of a claim that is published no more."""

table = Table(
    "told",
    metadata,
    Column("chat", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("address", Text, nullable=False),
    Column("status", String(12), nullable=False),
    Column("safety", String(12), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index(None, "claim", "status", "safety"),
    Index(None, "at_ms"),
)
"""One row a chat and claim: the scales of the claim as they were told last. `chat` is a pseudonym,
`address` the chat sealed with its own key."""


@dataclass(frozen=True, slots=True)
class Scales:
    """How a claim stands on its two scales; `WITHDRAWN` and "" when it is published no more."""

    status: str
    safety: str


GONE = Scales(WITHDRAWN, "")


@dataclass(frozen=True, slots=True)
class Told:
    """What one chat was told of a claim; `address` is sealed."""

    chat: str
    claim: str
    address: str
    scales: Scales
    at_ms: int


def scales_of(claim: Claim | None) -> Scales:
    """The scales of a published claim, or of none."""
    return Scales(claim.status.value, claim.safety.value) if claim else GONE


async def remember(
    connection: AsyncConnection, chat: str, address: str, claims: Sequence[Claim], now_ms: int
) -> None:
    """A chat is told of these claims, in the transaction of the answer."""
    ids = [claim.id for claim in claims]
    if not ids:
        return
    await connection.execute(delete(table).where(table.c.chat == chat, table.c.claim.in_(ids)))
    rows = [
        {
            "chat": chat,
            "claim": claim.id,
            "address": address,
            "status": claim.status.value,
            "safety": claim.safety.value,
            "at_ms": now_ms,
        }
        for claim in claims
    ]
    await connection.execute(insert(table), rows)


async def known(connection: AsyncConnection) -> tuple[tuple[str, Scales], ...]:
    """Every claim that anybody was told of, with each of the scales that were told."""
    columns = (table.c.claim, table.c.status, table.c.safety)
    rows = await connection.execute(select(*columns).distinct().order_by(*columns))
    return tuple((row.claim, Scales(row.status, row.safety)) for row in rows)


async def outdated(
    connection: AsyncConnection, claim: str, now: Scales, since_ms: int, most: int
) -> tuple[Told, ...]:
    """Some of those who were told something else of a claim, and not before a moment."""
    rows = await connection.execute(
        select(table)
        .where(
            table.c.claim == claim,
            or_(table.c.status != now.status, table.c.safety != now.safety),
            table.c.at_ms >= since_ms,
        )
        .order_by(table.c.chat)
        .limit(most)
    )
    return tuple(
        Told(row.chat, row.claim, row.address, Scales(row.status, row.safety), row.at_ms)
        for row in rows
    )


async def corrected(
    connection: AsyncConnection, claim: str, chat: str, before: Scales, now: Scales
) -> bool:
    """A chat is told how a claim stands now; False when it was told meanwhile, or wants no more
    corrections."""
    mine = (table.c.claim == claim, table.c.chat == chat)
    as_before = (table.c.status == before.status, table.c.safety == before.safety)
    changed = await connection.execute(
        update(table).where(*mine, *as_before).values(status=now.status, safety=now.safety)
    )
    return bool(changed.rowcount)


async def of_chat(connection: AsyncConnection, chat: str) -> tuple[Told, ...]:
    """What one chat was told, the oldest first."""
    rows = await connection.execute(
        select(table).where(table.c.chat == chat).order_by(table.c.at_ms, table.c.claim)
    )
    return tuple(
        Told(row.chat, row.claim, row.address, Scales(row.status, row.safety), row.at_ms)
        for row in rows
    )


async def forget(connection: AsyncConnection, chat: str) -> int:
    """Keep nothing of what one chat was told; how much it was."""
    gone = await connection.execute(delete(table).where(table.c.chat == chat))
    return int(gone.rowcount)
