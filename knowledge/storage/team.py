"""The people who keep the base, as stored: under pseudonyms, with the names that they chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.model import ClinicianRole
from knowledge.review.team import Invite, Member, Role
from knowledge.storage.database import metadata

team = Table(
    "team",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("role", String(12), nullable=False),
    Column("profession", String(20), nullable=False),
    Column("interests", JSON, nullable=False),
    Column("declared", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("joined_ms", BigInteger, nullable=False),
    Column("removed_ms", BigInteger, nullable=False),
)
"""One row a member; `chat` is where they are told things, sealed with their own key. Who was
removed keeps a row, so that the trail can still name them."""

invites = Table(
    "invites",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("role", String(12), nullable=False),
    Column("by", String(64), nullable=False),
    Column("until_ms", BigInteger, nullable=False),
)
"""One row a link that nobody has used yet."""


async def members(connection: AsyncConnection) -> tuple[Member, ...]:
    """Everybody who belongs to the team now, in the order in which they came."""
    rows = await connection.execute(
        select(team).where(team.c.removed_ms == 0).order_by(team.c.joined_ms, team.c.person)
    )
    return tuple(_member(row) for row in rows)


async def names(connection: AsyncConnection) -> Mapping[str, str]:
    """What everybody who ever belonged to the team was called."""
    rows = await connection.execute(select(team.c.person, team.c.name))
    return {row.person: row.name for row in rows}


async def chats(connection: AsyncConnection) -> Mapping[str, str]:
    """Where each member is told things: sealed, by person."""
    rows = await connection.execute(
        select(team.c.person, team.c.chat).where(team.c.removed_ms == 0)
    )
    return {row.person: row.chat for row in rows}


async def add(connection: AsyncConnection, member: Member, chat: str) -> None:
    """Let somebody in, also one who was there before; `chat` is sealed."""
    await connection.execute(delete(team).where(team.c.person == member.person))
    await connection.execute(
        insert(team).values(
            person=member.person,
            name=member.name,
            role=member.role,
            profession=member.profession or "",
            interests=list(member.interests),
            declared=member.declared,
            chat=chat,
            joined_ms=member.joined_ms,
            removed_ms=0,
        )
    )


async def put_out(connection: AsyncConnection) -> frozenset[str]:
    """Those whose membership was ended: who stands in the settings does not come in again by that
    alone."""
    rows = await connection.scalars(select(team.c.person).where(team.c.removed_ms > 0))
    return frozenset(rows)


async def remove(connection: AsyncConnection, person: str, now_ms: int) -> bool:
    """End a membership at once, and take back the invitations that they made. False when there was
    none."""
    await connection.execute(delete(invites).where(invites.c.by == person))
    ended = await connection.execute(
        update(team)
        .where(team.c.person == person, team.c.removed_ms == 0)
        .values(removed_ms=now_ms, chat="", declared="", interests=[])
    )
    return bool(ended.rowcount)


async def forget(connection: AsyncConnection, person: str) -> bool:
    """Forget all of a person; of who was removed it stays that somebody was. False when there was
    nothing."""
    left = await connection.execute(
        delete(team).where(team.c.person == person, team.c.removed_ms == 0)
    )
    await connection.execute(delete(invites).where(invites.c.by == person))
    gone = await connection.execute(
        update(team)
        .where(team.c.person == person)
        .values(name="", chat="", declared="", interests=[], profession="")
    )
    return bool(left.rowcount or gone.rowcount)


async def invite(connection: AsyncConnection, new: Invite) -> None:
    """Keep an invitation."""
    await connection.execute(
        insert(invites).values(digest=new.digest, role=new.role, by=new.by, until_ms=new.until_ms)
    )


async def invited(connection: AsyncConnection, digest: str, now_ms: int) -> Invite | None:
    """The invitation of this digest, while it holds."""
    row = (
        await connection.execute(
            select(invites).where(invites.c.digest == digest, invites.c.until_ms > now_ms)
        )
    ).one_or_none()
    return None if row is None else Invite(row.digest, Role(row.role), row.by, row.until_ms)


async def use(connection: AsyncConnection, digest: str) -> None:
    """Take an invitation away: it lets in one person only."""
    await connection.execute(delete(invites).where(invites.c.digest == digest))


async def forget_old(connection: AsyncConnection, now_ms: int) -> None:
    """Drop invitations that nobody used in time."""
    await connection.execute(delete(invites).where(invites.c.until_ms <= now_ms))


def _member(row: Any) -> Member:
    return Member(
        person=row.person,
        name=row.name,
        role=Role(row.role),
        profession=ClinicianRole(row.profession) if row.profession else None,
        interests=tuple(row.interests),
        declared=row.declared,
        joined_ms=row.joined_ms,
    )
