"""Records as rows: how claims and the vocabulary lie in the stored base."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.library import records
from knowledge.library.records import Plain
from knowledge.model import Content
from knowledge.storage import tables
from knowledge.storage.database import Database

CHANNEL = "base"
"""Whoever listens there is woken when the base was changed."""
CLAIM = "claim"
"""The kind of a claim; every other kind is one of the vocabulary."""


class Key(NamedTuple):
    """What tells a record from all others."""

    kind: str
    id: str


Rows = Mapping[Key, dict[str, Any]]


def rows_of(content: Content) -> dict[Key, dict[str, Any]]:
    """The rows of all that a library holds."""
    named: list[tuple[str, str, Any]] = [
        *((CLAIM, c.id, records.plain(c)) for c in content.claims),
        *(("substance", s.id, records.plain(s)) for s in content.substances),
        *(("outcome", o.id, records.plain(o)) for o in content.outcomes),
        *(("tip-off", t.id, records.plain(t)) for t in content.tip_offs),
        *(("medicine", m.id, records.plain(m)) for m in content.medicines),
        *(("danger", d.id, records.plain(d)) for d in content.dangers),
        *(("helplines", h.country, records.plain(h)) for h in content.helplines),
        *(
            ("cue", category, {language: list(words) for language, words in names.items()})
            for category, names in content.cues.items()
        ),
    ]
    return {(key := Key(kind, id_)): row(key, body) for kind, id_, body in named}


def row(key: Key, body: Plain) -> dict[str, Any]:
    """The row of a record with this body."""
    return row_of(key, body, digest(body))


def row_of(key: Key, body: Plain, digest: str) -> dict[str, Any]:
    """The row of a record with this body, whose digest is known."""
    if key.kind == CLAIM:
        shown = {name: body[name] for name in ("id", "substance", "relation", "outcome", "state")}
    else:
        shown = {"kind": key.kind, "id": key.id}
    return {**shown, "body": body, "digest": digest}


def digest(body: Any) -> str:
    """What tells a body from every other one, whatever the order of its fields."""
    written = json.dumps(body, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def table_of(kind: str) -> Table:
    """Where records of a kind lie."""
    return tables.claims if kind == CLAIM else tables.vocabulary


def at(key: Key) -> ColumnElement[bool]:
    """The condition that a row of its table is this record."""
    table = table_of(key.kind)
    same = table.c.id == key.id
    return same if key.kind == CLAIM else and_(table.c.kind == key.kind, same)


async def raise_version(database: Database, connection: AsyncConnection) -> None:
    """Count a change of the base, and wake those who answer from it."""
    table = tables.base
    raised = await connection.execute(update(table).values(version=table.c.version + 1))
    if raised.rowcount == 0:
        await connection.execute(insert(table).values(id=1, version=1))
    await database.notify(connection, CHANNEL)
