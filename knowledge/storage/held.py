"""Records that moderators hold: they differ from the library's own version of them, and stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.library.records import Plain
from knowledge.storage.rows import Key, Rows, digest
from knowledge.storage.tables import held as table


@dataclass(frozen=True, slots=True)
class Held:
    """A record that moderators hold. `body` and `digest` are the library's own version of it, None
    where it has none; `settled` says whether moderators have decided about that version."""

    key: Key
    body: Plain | None
    digest: str | None
    settled: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a new version of the library means for the records that moderators hold: `released`
    are the library's again, `renewed` wait for a decision."""

    released: tuple[Key, ...]
    renewed: tuple[Held, ...]


def judged(held: Mapping[Key, Held], stored: Mapping[Key, str], wanted: Rows) -> Verdict:
    """Compare what moderators hold, as it is stored, with what the library wants."""
    released, renewed = [], []
    for key, each in held.items():
        row = wanted.get(key)
        theirs = row["digest"] if row else None
        if theirs == stored.get(key):
            released.append(key)
        elif theirs != each.digest:
            renewed.append(Held(key, row["body"] if row else None, theirs, settled=False))
    return Verdict(tuple(released), tuple(renewed))


async def listed(connection: AsyncConnection) -> dict[Key, Held]:
    """All records that moderators hold."""
    return await _found(connection)


async def find(connection: AsyncConnection, key: Key) -> Held | None:
    """This record, if moderators hold it."""
    return (await _found(connection, _at(key))).get(key)


async def conflicts(connection: AsyncConnection) -> tuple[Held, ...]:
    """The records that the library has changed too, and nobody has decided about."""
    return tuple((await _found(connection, table.c.settled.is_(False))).values())


async def put(connection: AsyncConnection, each: Held) -> None:
    """Hold this record, or note what is new about it."""
    await release(connection, each.key)
    kind, id_ = each.key
    await connection.execute(
        insert(table).values(
            kind=kind, id=id_, body=each.body, digest=each.digest, settled=each.settled
        )
    )


async def release(connection: AsyncConnection, key: Key) -> None:
    """Let the library hold this record."""
    await connection.execute(delete(table).where(_at(key)))


def from_library(key: Key, body: Plain | None) -> Held:
    """A record that moderators begin to hold; the body is the library's, None where it has none."""
    return Held(key, body, digest(body) if body is not None else None, settled=True)


def _at(key: Key) -> ColumnElement[bool]:
    return and_(table.c.kind == key.kind, table.c.id == key.id)


async def _found(connection: AsyncConnection, *where: ColumnElement[bool]) -> dict[Key, Held]:
    rows = await connection.execute(select(table).where(*where).order_by(table.c.kind, table.c.id))
    return {
        (key := Key(row.kind, row.id)): Held(key, row.body, row.digest, row.settled) for row in rows
    }
