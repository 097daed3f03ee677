"""The stored base: load it as values, apply a library to it, tell whether it changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from knowledge.library import records
from knowledge.model import Content
from knowledge.storage import tables
from knowledge.storage.database import Database

CHANNEL = "base"
"""Whoever listens there is woken when the base was changed."""

Key = tuple[str, ...]
Rows = dict[Key, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """How many records were added, changed and removed."""

    added: int
    changed: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


async def version(database: Database) -> int:
    """The number of the base's present state; 0 when nothing was ever loaded."""
    async with database.read() as connection:
        found = await connection.scalar(select(tables.base.c.version))
    return int(found or 0)


async def load(database: Database) -> tuple[Content, int]:
    """The stored content and its version, both of one moment."""
    async with database.read(steady=True) as connection:
        claims = (await connection.execute(select(tables.claims.c.body))).scalars().all()
        rows = (await connection.execute(select(tables.vocabulary))).all()
        found = await connection.scalar(select(tables.base.c.version))
    by_kind: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row.kind, row.id)):
        by_kind.setdefault(row.kind, []).append((row.id, row.body))
    content = Content(
        claims=tuple(
            records.claim({k: v for k, v in body.items() if k != "substance"}, body["substance"])
            for body in claims
        ),
        substances=tuple(records.substance(body) for _, body in by_kind.get("substance", ())),
        outcomes=tuple(records.outcome(body) for _, body in by_kind.get("outcome", ())),
        tip_offs=tuple(records.tip_off(body) for _, body in by_kind.get("tip-off", ())),
        cues={
            id_: {language: tuple(words) for language, words in body.items()}
            for id_, body in by_kind.get("cue", ())
        },
    )
    return content, int(found or 0)


async def apply(database: Database, content: Content) -> Changes:
    """Make the stored base equal to this content, touching only the records that differ."""
    wanted_claims: Rows = {(c.id,): _claim_row(records.plain(c)) for c in content.claims}
    wanted_words: Rows = {(row["kind"], row["id"]): row for row in _vocabulary_rows(content)}
    async with database.write() as connection:
        # Two machines that start together must not both add the same records.
        await database.alone(connection)
        changes = [
            await _sync(connection, tables.claims, wanted_claims),
            await _sync(connection, tables.vocabulary, wanted_words),
        ]
        total = Changes(
            sum(c.added for c in changes),
            sum(c.changed for c in changes),
            sum(c.removed for c in changes),
        )
        if total:
            table = tables.base
            raised = await connection.execute(update(table).values(version=table.c.version + 1))
            if raised.rowcount == 0:
                await connection.execute(insert(table).values(id=1, version=1))
            await database.notify(connection, CHANNEL)
    return total


async def _sync(connection: Any, table: Table, wanted: Rows) -> Changes:
    keys = list(table.primary_key.columns)
    rows = await connection.execute(select(*keys, table.c.digest))
    held = {tuple(row[:-1]): row[-1] for row in rows}
    new = [row for key, row in wanted.items() if key not in held]
    changed = [key for key, row in wanted.items() if key in held and held[key] != row["digest"]]
    gone = [key for key in held if key not in wanted]
    for key in gone + changed:
        where = [column == part for column, part in zip(keys, key, strict=True)]
        await connection.execute(delete(table).where(*where))
    if arriving := new + [wanted[key] for key in changed]:
        await connection.execute(insert(table), arriving)
    return Changes(len(new), len(changed), len(gone))


def _claim_row(body: dict[str, Any]) -> dict[str, Any]:
    shown = {key: body[key] for key in ("id", "substance", "relation", "outcome", "state")}
    return {**shown, "body": body, "digest": _digest(body)}


def _vocabulary_rows(content: Content) -> list[dict[str, Any]]:
    named: list[tuple[str, str, Any]] = [
        *(("substance", s.id, records.plain(s)) for s in content.substances),
        *(("outcome", o.id, records.plain(o)) for o in content.outcomes),
        *(("tip-off", t.id, records.plain(t)) for t in content.tip_offs),
        *(
            ("cue", category, {language: list(words) for language, words in names.items()})
            for category, names in content.cues.items()
        ),
    ]
    return [
        {"kind": kind, "id": id_, "body": body, "digest": _digest(body)}
        for kind, id_, body in named
    ]


def _digest(body: Any) -> str:
    written = json.dumps(body, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()
