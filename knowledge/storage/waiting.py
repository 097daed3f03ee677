"""Which cases somebody waits in, and since when: what is gone through when the base has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.review.cases import CaseKind, Closed, Waiting
from knowledge.storage.cases import cases, requests


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that somebody waits in: how it was closed (None when it is open), with which claim,
    and when it was changed last."""

    id: int
    kind: CaseKind
    title: str
    closed: Closed | None
    claim: str
    changed_ms: int


async def waiting_cases(connection: AsyncConnection, after: int = 0) -> tuple[WaitingCase, ...]:
    """The cases in which somebody waits, in the order of their numbers, from `after` on."""
    waits = exists().where(requests.c.case == cases.c.id, requests.c.state == Waiting.WAITING)
    rows = await connection.execute(
        select(cases).where(cases.c.id >= after, waits).order_by(cases.c.id)
    )
    return tuple(
        WaitingCase(
            row.id,
            CaseKind(row.kind),
            row.title,
            Closed(row.closed_how) if row.closed_how else None,
            row.closed_claim or row.claim,
            row.changed_ms,
        )
        for row in rows
    )


async def asked_ms(connection: AsyncConnection, ids: Collection[int]) -> Mapping[int, int]:
    """When these requests were made."""
    rows = await connection.execute(
        select(requests.c.id, requests.c.asked_ms).where(requests.c.id.in_(ids))
    )
    return {row.id: row.asked_ms for row in rows}


async def sent_by(connection: AsyncConnection, person: str, since_ms: int) -> tuple[int, ...]:
    """When a person sent something to the reviewers since then; taken back or not."""
    rows = await connection.scalars(
        select(requests.c.asked_ms)
        .where(requests.c.person == person, requests.c.asked_ms > since_ms)
        .order_by(requests.c.asked_ms)
    )
    return tuple(rows)


async def counted(connection: AsyncConnection, case: int) -> int:
    """How many people still wait in a case."""
    waiting = (requests.c.case == case, requests.c.state == Waiting.WAITING)
    found = select(func.count()).select_from(requests).where(*waiting)
    return int(await connection.scalar(found) or 0)
