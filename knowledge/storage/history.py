"""What moderators do to the stored base: change, take back, put back. Every act is in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.changes import Act, Edit
from knowledge.errors import RecordError, Stale, UnknownChange, UnknownClaim
from knowledge.library import records, signing
from knowledge.library.reader import Unreadable
from knowledge.library.records import Plain
from knowledge.library.soundness import control_characters, is_id
from knowledge.model import Claim, ClaimState, Outcome, Substance
from knowledge.storage import held, tables, trail
from knowledge.storage.database import Database
from knowledge.storage.held import Held, conflicts
from knowledge.storage.rows import CLAIM, Key, at, digest, raise_version, row, table_of
from knowledge.storage.trail import Verified, find, history, verify

__all__ = [
    "Held",
    "Key",
    "Moderated",
    "Present",
    "Verified",
    "change",
    "conflicts",
    "find",
    "history",
    "moderated",
    "present",
    "revert",
    "settle",
    "unpublish",
    "used_by",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Present:
    """A record as it is stored now; `digest` tells whether it was changed since somebody saw it."""

    body: Plain
    digest: str


@dataclass(frozen=True, slots=True)
class Moderated:
    """A record that moderators hold, beside the library's version of it, and what they made of it:
    None where they removed it."""

    held: Held
    body: Plain | None
    digest: str | None


async def moderated(connection: AsyncConnection) -> tuple[Moderated, ...]:
    """All that moderators changed and the library does not hold yet."""
    found = []
    for key, each in (await held.listed(connection)).items():
        now = await present(connection, *key)
        found.append(Moderated(each, now.body if now else None, now.digest if now else None))
    return tuple(found)


async def present(connection: AsyncConnection, kind: str, id_: str) -> Present | None:
    """A record of the stored base; None where there is none."""
    table = table_of(kind)
    found = (
        await connection.execute(select(table.c.body, table.c.digest).where(at(Key(kind, id_))))
    ).first()
    return Present(found.body, found.digest) if found else None


async def change(database: Database, connection: AsyncConnection, edit: Edit, act: Act) -> int:
    """Write a record as this edit wants it, and add that to the trail; gives back the number there.
    Raises Stale, with what is there now, when that is not what the person saw, and RecordError for
    what cannot be a record."""
    await database.alone(connection)
    key = Key(edit.kind, edit.id)
    now = await _as_expected(connection, key, edit.expected)
    body = _whole(key, edit.body) if edit.body is not None else None
    await _tied(connection, key, body)
    number = await trail.append(connection, act, [(key, now.body if now else None, body)])
    await _write(connection, key, now, body)
    await raise_version(database, connection)
    return number


async def revert(database: Database, connection: AsyncConnection, change_id: int, act: Act) -> int:
    """Put back what was before a change; that is itself a change. Raises UnknownChange, and Stale
    when the record was changed again since: revert that first, or write an older body with
    `change`."""
    undone = await trail.find(connection, change_id)
    if undone is None:
        raise UnknownChange(change_id)
    made = digest(undone.after) if undone.after is not None else None
    edit = Edit(undone.kind, undone.record, undone.before, expected=made)
    return await change(database, connection, edit, act)


async def unpublish(
    database: Database, connection: AsyncConnection, id_: str, act: Act
) -> int | None:
    """Make a claim a draft again, whatever it says by now, so that nobody is answered from it; None
    when it is one already. Raises UnknownClaim."""
    await database.alone(connection)
    now = await present(connection, CLAIM, id_)
    if now is None:
        raise UnknownClaim(id_)
    if now.body["state"] == ClaimState.DRAFT:
        return None
    draft = {**now.body, "state": ClaimState.DRAFT.value}
    return await change(database, connection, Edit(CLAIM, id_, draft, now.digest), act)


async def settle(
    database: Database, connection: AsyncConnection, key: Key, expected: str | None, act: Act
) -> int | None:
    """Keep what moderators made of a record, now that they have seen the library's new version of
    it; None when there is nothing to decide. Raises Stale like `change`."""
    await database.alone(connection)
    now = await _as_expected(connection, key, expected)
    each = await held.find(connection, key)
    if each is None or each.settled:
        return None
    await held.put(connection, replace(each, settled=True))
    body = now.body if now else None
    return await trail.append(connection, act, [(key, body, body)])


async def used_by(connection: AsyncConnection, kind: str, id_: str) -> str | None:
    """A stored claim about this substance or outcome, which cannot be removed then."""
    named = tables.claims.c[kind] == id_
    found: str | None = await connection.scalar(select(tables.claims.c.id).where(named).limit(1))
    return found


async def _as_expected(
    connection: AsyncConnection, key: Key, expected: str | None
) -> Present | None:
    if key.kind not in trail.KINDS:
        raise RecordError(f"a {key.kind} cannot be changed here; change the file of the library")
    now = await present(connection, *key)
    if (now.digest if now else None) != expected:
        raise Stale(key.id, now.body if now else None)
    return now


async def _tied(connection: AsyncConnection, key: Key, body: Plain | None) -> None:
    """A claim needs its substance and its outcome: without them nobody could be answered."""
    if key.kind == CLAIM and body is not None:
        for kind in ("substance", "outcome"):
            if await present(connection, kind, body[kind]) is None:
                raise RecordError(f"{key.id}: there is no {kind} {body[kind]!r}")
    if key.kind != CLAIM and body is None:
        each = await held.find(connection, key)
        if each is None or each.digest is not None:
            raise RecordError(f"{key.id} is in the library, whose claims may need it")
        if claim := await used_by(connection, *key):
            raise RecordError(f"{key.id} cannot be removed: {claim} is a claim about it")


def _whole(key: Key, body: Mapping[str, Any]) -> Plain:
    """The body as the library would give it, every field there; what the bot could not read must
    never be stored."""
    try:
        value = _value(key.kind, body)
    except Unreadable as error:
        raise RecordError(f"{key.id}: {error}") from error
    if value.id != key.id:
        raise RecordError(f"{key.id}: the record says that it is {value.id!r}")
    named = (value.id, value.substance, value.outcome) if isinstance(value, Claim) else (value.id,)
    for id_ in named:
        if not is_id(id_):
            raise RecordError(f"{key.id}: {id_!r} is no id: small letters, digits and hyphens")
    for place in control_characters(body):
        where = ".".join(map(str, place))
        raise RecordError(f"{key.id}: {where} holds a line break or another character unseen")
    if isinstance(value, Claim) and not signing.holds(value):
        # A sign-off ends with what was signed.
        value = replace(value, review=replace(value.review, sign_off=None))
    return records.plain(value)


def _value(kind: str, body: Mapping[str, Any]) -> Claim | Substance | Outcome:
    if kind == CLAIM:
        inner = {name: value for name, value in body.items() if name != "substance"}
        return records.claim(inner, str(body.get("substance")))
    return records.substance(body) if kind == "substance" else records.outcome(body)


async def _write(
    connection: AsyncConnection, key: Key, now: Present | None, body: Plain | None
) -> None:
    each = await held.find(connection, key)
    if each is None:
        each = held.from_library(key, now.body if now else None)
    table = table_of(key.kind)
    await connection.execute(delete(table).where(at(key)))
    if body is not None:
        await connection.execute(insert(table).values(row(key, body)))
    if (digest(body) if body is not None else None) == each.digest:
        await held.release(connection, key)
    else:
        await held.put(connection, each)
