"""The stored base: load it as values, apply a library to it, tell whether it changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, Text, cast, delete, insert, select, update

from knowledge.library import records
from knowledge.model import Content
from knowledge.storage import tables
from knowledge.storage.claims import content_of
from knowledge.storage.database import Database
from knowledge.texts import GrowingTexts, Texts

CHANNEL = "base"
"""Whoever listens there is woken when the base was changed."""

_AT_ONCE = 200
"""Rows between two turns of the event loop."""

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


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored base as it lies there: bodies of claims by id, and (kind, id, body) of all else,
    both as JSON."""

    bodies: Texts
    vocabulary: Texts
    version: int


async def fingerprint(database: Database) -> tuple[str, int]:
    """What tells the present content from every other one, and its version."""
    digest = hashlib.sha256()
    async with database.read(steady=True) as connection:
        for table in (tables.claims, tables.vocabulary):
            ordered = select(table.c.digest).order_by(*table.primary_key.columns)
            async for part in (await connection.stream(ordered)).partitions(_AT_ONCE):
                digest.update("".join(row.digest for row in part).encode())
            digest.update(b"|")
        found = await connection.scalar(select(tables.base.c.version))
    return digest.hexdigest(), int(found or 0)


async def rows(database: Database) -> Stored:
    """All that is stored, of one moment. Nothing is read into values here: that takes seconds for
    a large base, and the event loop must not wait for it."""
    claims, words = tables.claims, tables.vocabulary
    bodies, vocabulary = GrowingTexts(), GrowingTexts()
    async with database.read(steady=True) as connection:
        ordered = select(cast(claims.c.body, Text).label("body")).order_by(claims.c.id)
        async for part in (await connection.stream(ordered)).partitions(_AT_ONCE):
            for row in part:
                bodies.add(row.body)
        listed = select(words.c.kind, words.c.id, cast(words.c.body, Text).label("body"))
        listed = listed.order_by(words.c.kind, words.c.id)
        async for part in (await connection.stream(listed)).partitions(_AT_ONCE):
            for row in part:
                vocabulary.add(f"[{json.dumps(row.kind)},{json.dumps(row.id)},{row.body}]")
        found = await connection.scalar(select(tables.base.c.version))
    return Stored(bodies.texts(), vocabulary.texts(), int(found or 0))


def stored_of(content: Content) -> Stored:
    """What applying this content to an empty base would store."""
    bodies, vocabulary = GrowingTexts(), GrowingTexts()
    for claim in sorted(content.claims, key=lambda claim: claim.id):
        bodies.add(json.dumps(records.plain(claim), ensure_ascii=False))
    for row in sorted(_vocabulary_rows(content), key=lambda row: (row["kind"], row["id"])):
        vocabulary.add(json.dumps([row["kind"], row["id"], row["body"]], ensure_ascii=False))
    return Stored(bodies.texts(), vocabulary.texts(), 0)


async def load(database: Database) -> tuple[Content, int]:
    """The stored content and its version, both of one moment."""
    stored = await rows(database)
    return content_of(stored.bodies, stored.vocabulary), stored.version


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
        *(("medicine", m.id, records.plain(m)) for m in content.medicines),
        *(("danger", d.id, records.plain(d)) for d in content.dangers),
        *(("helplines", h.country, records.plain(h)) for h in content.helplines),
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
