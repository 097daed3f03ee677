"""The stored base: load it as values, apply a library to it, tell whether it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, Text, cast, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.changes import Act
from knowledge.model import Content
from knowledge.storage import held, tables, trail
from knowledge.storage.claims import content_of
from knowledge.storage.database import Database
from knowledge.storage.rows import (
    CHANNEL,
    CLAIM,
    Key,
    Rows,
    at,
    raise_version,
    row_of,
    rows_of,
    table_of,
)
from knowledge.texts import GrowingTexts, Texts

__all__ = [
    "CHANNEL",
    "Changes",
    "Stored",
    "apply",
    "fingerprint",
    "load",
    "rows",
    "stored_of",
    "version",
]

_AT_ONCE = 200
"""Rows between two turns of the event loop."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many records were added, changed and removed; `kept` names those that moderators hold
    and the library has changed too, as (kind, id), once for each of its versions."""

    added: int
    changed: int
    removed: int
    kept: tuple[tuple[str, str], ...] = ()

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
    both as JSON; `digests` are those of the claims and then of all else."""

    bodies: Texts
    vocabulary: Texts
    digests: Texts
    version: int

    @property
    def fingerprint(self) -> str:
        """What tells this content from every other one."""
        digests, claims = list(self.digests), len(self.bodies)
        return _told_by(["".join(digests[:claims]), "|", "".join(digests[claims:]), "|"])

    @property
    def rows(self) -> Rows:
        """The rows that this content is stored as."""
        of_claims = [(CLAIM, body["id"], body) for body in map(json.loads, self.bodies)]
        named = [*of_claims, *map(json.loads, self.vocabulary)]
        return {
            (key := Key(kind, id_)): row_of(key, body, digest)
            for (kind, id_, body), digest in zip(named, self.digests, strict=True)
        }


async def fingerprint(database: Database) -> tuple[str, int]:
    """What tells the present content from every other one, and its version."""
    digests: list[str] = []
    async with database.read(steady=True) as connection:
        for table in (tables.claims, tables.vocabulary):
            ordered = select(table.c.digest).order_by(*table.primary_key.columns)
            async for part in (await connection.stream(ordered)).partitions(_AT_ONCE):
                digests.append("".join(row.digest for row in part))
            digests.append("|")
        found = await connection.scalar(select(tables.base.c.version))
    return _told_by(digests), int(found or 0)


def _told_by(digests: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for each in digests:
        digest.update(each.encode())
    return digest.hexdigest()


async def rows(database: Database) -> Stored:
    """All that is stored, of one moment. Nothing is read into values here: that takes seconds for
    a large base, and the event loop must not wait for it."""
    claims, words = tables.claims, tables.vocabulary
    bodies, vocabulary, digests = GrowingTexts(), GrowingTexts(), GrowingTexts()
    async with database.read(steady=True) as connection:
        ordered = select(cast(claims.c.body, Text).label("body"), claims.c.digest)
        ordered = ordered.order_by(claims.c.id)
        async for part in (await connection.stream(ordered)).partitions(_AT_ONCE):
            for row in part:
                bodies.add(row.body)
                digests.add(row.digest)
        body = cast(words.c.body, Text).label("body")
        listed = select(words.c.kind, words.c.id, body, words.c.digest)
        listed = listed.order_by(words.c.kind, words.c.id)
        async for part in (await connection.stream(listed)).partitions(_AT_ONCE):
            for row in part:
                vocabulary.add(f"[{json.dumps(row.kind)},{json.dumps(row.id)},{row.body}]")
                digests.add(row.digest)
        found = await connection.scalar(select(tables.base.c.version))
    return Stored(bodies.texts(), vocabulary.texts(), digests.texts(), int(found or 0))


def stored_of(content: Content) -> Stored:
    """What applying this content to an empty base would store."""
    bodies, vocabulary, digests = GrowingTexts(), GrowingTexts(), GrowingTexts()
    by_kind = sorted(rows_of(content).items(), key=lambda each: (each[0].kind != CLAIM, each[0]))
    for key, row in by_kind:
        digests.add(row["digest"])
        if key.kind == CLAIM:
            bodies.add(json.dumps(row["body"], ensure_ascii=False))
        else:
            vocabulary.add(json.dumps([*key, row["body"]], ensure_ascii=False))
    return Stored(bodies.texts(), vocabulary.texts(), digests.texts(), 0)


async def load(database: Database) -> tuple[Content, int]:
    """The stored content and its version, both of one moment."""
    stored = await rows(database)
    return content_of(stored.bodies, stored.vocabulary), stored.version


async def apply(database: Database, content: Content | Stored) -> Changes:
    """Make the stored base equal to this content, touching only the records that differ, and none
    that moderators hold."""
    wanted = content.rows if isinstance(content, Stored) else rows_of(content)
    async with database.write() as connection:
        # Two machines that start together must not both add the same records.
        await database.alone(connection)
        stored = await _digests(connection)
        holding = await held.listed(connection)
        verdict = held.judged(holding, stored, wanted)
        for key in verdict.released:
            await held.release(connection, key)
        for each in verdict.renewed:
            await held.put(connection, each)
        needed = await _needed(connection, holding.keys())
        plan = _planned(stored, wanted, holding.keys(), needed)
        await _keep_trail(database, connection, plan, wanted, first=not stored)
        await _write(connection, plan, wanted)
        if plan:
            await raise_version(database, connection)
    kept = tuple(each.key for each in verdict.renewed)
    return Changes(len(plan.added), len(plan.changed), len(plan.removed), kept)


class _Plan(NamedTuple):
    """What applying a library does to which records."""

    added: list[Key]
    changed: list[Key]
    removed: list[Key]

    def __bool__(self) -> bool:
        return any(self)


def _planned(stored: Mapping[Key, str], wanted: Rows, holding: Set[Key], needed: Set[Key]) -> _Plan:
    staying = wanted.keys() | holding | needed
    free = [key for key in wanted if key not in holding]
    return _Plan(
        [key for key in free if key not in stored],
        [key for key in free if key in stored and stored[key] != wanted[key]["digest"]],
        [key for key in stored if key not in staying],
    )


async def _needed(connection: AsyncConnection, holding: Iterable[Key]) -> set[Key]:
    """What the claims that moderators hold speak of: without it nobody could be answered."""
    needed: set[Key] = set()
    claims = tables.claims
    for id_ in [key.id for key in holding if key.kind == CLAIM]:
        found = select(claims.c.substance, claims.c.outcome).where(claims.c.id == id_)
        for row in await connection.execute(found):
            needed |= {Key("substance", row.substance), Key("outcome", row.outcome)}
    return needed


async def _digests(connection: AsyncConnection) -> dict[Key, str]:
    claims, words = tables.claims, tables.vocabulary
    of_claims = await connection.execute(select(claims.c.id, claims.c.digest))
    found = {Key(CLAIM, row.id): row.digest for row in of_claims}
    of_words = await connection.execute(select(words.c.kind, words.c.id, words.c.digest))
    return found | {Key(row.kind, row.id): row.digest for row in of_words}


async def _keep_trail(
    database: Database, connection: AsyncConnection, plan: _Plan, wanted: Rows, *, first: bool
) -> None:
    """Note in the trail what a new version of the library changes; what it began with lies in its
    own files."""
    keys = [key for part in plan for key in part if key.kind in trail.KINDS]
    if first or not keys:
        return
    now_ms = int(await connection.scalar(select(database.clock_ms)) or 0)
    bodies = {key: await connection.scalar(select(_body(key)).where(at(key))) for key in keys}
    act = Act(trail.LIBRARY, "a new version of the library", now_ms)
    done = ((key, bodies[key], wanted[key]["body"] if key in wanted else None) for key in keys)
    await trail.append(connection, act, done)


def _body(key: Key) -> Column[Any]:
    return table_of(key.kind).c.body


async def _write(connection: AsyncConnection, plan: _Plan, wanted: Rows) -> None:
    for key in plan.removed + plan.changed:
        await connection.execute(delete(table_of(key.kind)).where(at(key)))
    arriving = plan.added + plan.changed
    for table in (tables.claims, tables.vocabulary):
        if rows := [wanted[key] for key in arriving if table_of(key.kind) is table]:
            await connection.execute(insert(table), rows)
