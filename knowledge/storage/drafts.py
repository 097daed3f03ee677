"""Drafts as stored: what is worked on, tried, approved; those that are done stay."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.errors import Stale
from knowledge.review import lookup
from knowledge.review.drafts import OPEN, Draft, DraftKind, DraftState, Shown, Trial
from knowledge.storage import tables
from knowledge.storage.database import metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("author", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("case", BigInteger, nullable=False),
    Column("base", String(64)),
    Column("before", JSON(none_as_null=True)),
    Column("refused_why", Text, nullable=False),
    Column("refused_by", String(64), nullable=False),
    Column("approvals", JSON, nullable=False),
    Column("looked", JSON, nullable=False),
    Column("trial", JSON(none_as_null=True)),
    Column("edition", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("published_ms", BigInteger, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_drafts_state", "state"),
    Index("ix_drafts_author", "author"),
)
"""One row a draft; `version` counts its changes, `change` is its number in the trail."""


async def get(connection: AsyncConnection, id_: int) -> Draft | None:
    """The draft of this number."""
    return next(iter(await _listed(connection, drafts.c.id == id_)), None)


async def next_id(connection: AsyncConnection) -> int:
    """The number of the next draft. The caller is alone: see `Database.alone`."""
    return int(await connection.scalar(select(func.max(drafts.c.id))) or 0) + 1


async def still_open(connection: AsyncConnection) -> tuple[Draft, ...]:
    """All drafts that somebody works on, the oldest first."""
    return await _listed(connection, drafts.c.state.in_(sorted(OPEN)))


async def of_author(connection: AsyncConnection, author: str) -> tuple[Draft, ...]:
    """What somebody works on."""
    mine = drafts.c.author == author
    return await _listed(connection, mine & drafts.c.state.in_(sorted(OPEN)))


async def in_state(connection: AsyncConnection, state: DraftState) -> tuple[Draft, ...]:
    """The drafts that are to be tried, or that wait for a second person, and so on."""
    return await _listed(connection, drafts.c.state == state.value)


async def waiting(connection: AsyncConnection) -> tuple[Draft, ...]:
    """The drafts that wait for a second person."""
    return await in_state(connection, DraftState.WAITING)


async def unannounced(connection: AsyncConnection, before_ms: int) -> tuple[Draft, ...]:
    """What was published until then and nobody who waits was told of; `before_ms` is now less the
    time in which a publication can be undone."""
    published = drafts.c.state == DraftState.PUBLISHED.value
    due = (drafts.c.published_ms <= before_ms) & drafts.c.announced.is_(False)
    return await _listed(connection, published & due)


async def announced(connection: AsyncConnection, id_: int) -> bool:
    """Note that those who wait were told of a publication. False when it was undone meanwhile, or
    noted already."""
    noted = await connection.execute(
        update(drafts)
        .where(
            drafts.c.id == id_,
            drafts.c.state == DraftState.PUBLISHED.value,
            drafts.c.announced.is_(False),
        )
        .values(announced=True, version=drafts.c.version + 1)
    )
    return bool(noted.rowcount)


async def save(connection: AsyncConnection, draft: Draft) -> Draft:
    """Keep a draft as it is now; the draft with its next version. Raises Stale when it was changed
    since this version."""
    values = _row(replace(draft, version=draft.version + 1))
    if draft.version == 0:
        await connection.execute(insert(drafts).values(values))
    else:
        same = (drafts.c.id == draft.id) & (drafts.c.version == draft.version)
        changed = await connection.execute(update(drafts).where(same).values(values))
        if not changed.rowcount:
            raise Stale(f"draft {draft.id}", None)
    return replace(draft, version=draft.version + 1)


async def ids_on(connection: AsyncConnection, substance: str) -> frozenset[str]:
    """The ids of all stored claims on a substance, also of those that are not published."""
    claims = tables.claims
    found = await connection.scalars(select(claims.c.id).where(claims.c.substance == substance))
    return frozenset(found)


async def claim_called(connection: AsyncConnection, given: str) -> str | None:
    """The id of the stored claim that is meant by an id, or by what stands for it in a button."""
    claims = tables.claims
    start, mark, _ = given.partition("~")
    where = claims.c.id.startswith(start, autoescape=True) if mark else claims.c.id == given
    found = list(await connection.scalars(select(claims.c.id).where(where)))
    return lookup.long(given, found) if mark else next(iter(found), None)


async def _listed(connection: AsyncConnection, where: ColumnElement[bool]) -> tuple[Draft, ...]:
    ordered = select(drafts).where(where).order_by(drafts.c.changed_ms, drafts.c.id)
    return tuple(_draft(row._mapping) for row in await connection.execute(ordered))


def _row(draft: Draft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    return {
        **values,
        "kind": draft.kind.value,
        "state": draft.state.value,
        "fields": dict(draft.fields),
        "before": None if draft.before is None else dict(draft.before),
        "approvals": list(draft.approvals),
        "looked": list(draft.looked),
        "trial": None if draft.trial is None else asdict(draft.trial),
    }


def _draft(row: Any) -> Draft:
    return Draft(
        **{
            **row,
            "kind": DraftKind(row["kind"]),
            "state": DraftState(row["state"]),
            "approvals": tuple(row["approvals"]),
            "looked": tuple(row["looked"]),
            "trial": None if row["trial"] is None else _trial(row["trial"]),
        }
    )


def _trial(plain: Any) -> Trial:
    return Trial(
        plain["fixes"],
        _shown(plain["breaks"]),
        _shown(plain["also"]),
        plain["more_breaks"],
        plain["more_also"],
    )


def _shown(plain: Any) -> tuple[Shown, ...]:
    return tuple(Shown(each["text"], tuple(each["gained"]), tuple(each["lost"])) for each in plain)
