"""What people said of answers: counted, and for those who disagree why they were answered so."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    Index,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.review.feedback import Objection, Verdict
from knowledge.storage.database import metadata

KEPT_DAYS = 90
"""How long it is kept what one person said of an answer."""

table = Table(
    "feedback",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("answer", String(16), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("verdict", String(12), nullable=False),
    Column("probability", Float),
    Column("words", JSON, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index(None, "claim"),
    Index(None, "at_ms"),
)
"""One row a person, answer and claim. `words` are what named the claim; no other word of the
message is here."""


async def add(
    connection: AsyncConnection, person: str, answer: str, said: Objection, now_ms: int
) -> bool:
    """Keep what a person says of a claim in an answer; False when they have said it before."""
    mine = (table.c.person == person, table.c.answer == answer, table.c.claim == said.claim)
    if await connection.scalar(select(func.count()).select_from(table).where(*mine)):
        return False
    row = {
        "person": person,
        "answer": answer,
        "claim": said.claim,
        "verdict": said.verdict,
        "probability": said.probability,
        "words": list(said.words),
        "at_ms": now_ms,
    }
    await connection.execute(insert(table).values(row))
    return True


async def objections(
    connection: AsyncConnection, claim: str, most: int = 20
) -> tuple[Objection, ...]:
    """Why those who disagreed were answered with a claim, the newest first."""
    rows = await connection.execute(
        select(table)
        .where(table.c.claim == claim, table.c.verdict != Verdict.HELPFUL)
        .order_by(table.c.at_ms.desc(), table.c.person, table.c.answer)
        .limit(most)
    )
    return tuple(
        Objection(row.claim, Verdict(row.verdict), row.probability, tuple(row.words))
        for row in rows
    )


async def refused(connection: AsyncConnection, person: str) -> frozenset[str]:
    """The claims that a person said are not what they asked about."""
    rows = await connection.scalars(
        select(table.c.claim).where(table.c.person == person, table.c.verdict == Verdict.NOT_MINE)
    )
    return frozenset(rows)


async def counted(connection: AsyncConnection, claim: str) -> Mapping[Verdict, int]:
    """How many distinct people said what of a claim."""
    rows = await connection.execute(
        select(table.c.verdict, func.count(table.c.person.distinct()).label("people"))
        .where(table.c.claim == claim)
        .group_by(table.c.verdict)
    )
    return {Verdict(row.verdict): int(row.people) for row in rows}


async def of_person(connection: AsyncConnection, person: str) -> tuple[Objection, ...]:
    """All that one person said, the oldest first."""
    mine = select(table).where(table.c.person == person)
    rows = await connection.execute(mine.order_by(table.c.at_ms, table.c.answer, table.c.claim))
    return tuple(
        Objection(row.claim, Verdict(row.verdict), row.probability, tuple(row.words))
        for row in rows
    )


async def forget(connection: AsyncConnection, person: str) -> int:
    """Keep nothing of what one person said; how much it was."""
    gone = await connection.execute(delete(table).where(table.c.person == person))
    return int(gone.rowcount)
