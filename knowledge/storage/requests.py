"""What people sent to the reviewers, as it is stored: each person once a case, sealed with their
key, so that it can be answered, listed for them and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.review.cases import (
    TEXTS_KEPT_MS,
    About,
    CaseKind,
    Closed,
    Ending,
    Harm,
    Request,
    Waiting,
)
from knowledge.review.similar import ALIKE, CaseKey, Words, fits, likeness
from knowledge.storage.cases import (
    OPEN,
    alone,
    cases,
    close,
    drop_wordings,
    marks,
    open_case,
    raise_harm,
    reach,
    requests,
    wordings,
)
from knowledge.storage.vault import Vault

_WORDINGS = 20
"""Wordings by which a case is known; more are not looked for."""
_NEAR = 200
"""Wordings that a request is compared with at most."""

Known = Sequence[tuple[int, CaseKey]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person sends: `text` is scrubbed and kept with their consent, `chat` is where the
    answer goes; `title` and `harm` are those of the case if it is the first of its kind."""

    person: str
    chat: int
    text: str
    language: str
    key: CaseKey
    title: str
    harm: Harm = Harm.PLAIN


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who waits for an answer, where it goes, and what they sent."""

    request: int
    person: str
    chat: int
    language: str
    text: str


async def add_request(
    connection: AsyncConnection, vault: Vault, asked: Asked, now_ms: int
) -> tuple[int, bool]:
    """(case, whether it is new): put a request to the case that it belongs to, or open one."""
    await alone(connection)
    known = await _near(connection, asked.key)
    match = fits(asked.key, known)
    if match is None:
        about = About(asked.title, asked.key.substance, asked.key.outcome)
        case, _ = await open_case(connection, CaseKind.REQUEST, about, now_ms, asked.harm)
    else:
        case = match.case
        await raise_harm(connection, case, asked.harm, now_ms)
    request = await _join(connection, vault, case, asked, now_ms)
    if request is not None:
        await _learn(connection, case, request, asked.key, known)
    return case, match is None


async def add_to_case(
    connection: AsyncConnection, vault: Vault, case: int, asked: Asked, now_ms: int
) -> bool:
    """Put one person to a case that is known, as with feedback on a claim; False when they are in
    it already."""
    await raise_harm(connection, case, asked.harm, now_ms)
    return await _join(connection, vault, case, asked, now_ms) is not None


async def of_case(
    connection: AsyncConnection, vault: Vault, case: int, limit: int = 20
) -> list[Request]:
    """The latest requests of a case, with their texts; who withdrew is left out."""
    wanted = (
        select(requests)
        .where(requests.c.case == case, requests.c.state != Waiting.WITHDRAWN)
        .order_by(requests.c.asked_ms.desc(), requests.c.id.desc())
        .limit(limit)
    )
    rows = (await connection.execute(wanted)).all()
    return [await _request(connection, vault, row) for row in rows]


async def latest(connection: AsyncConnection, vault: Vault, limit: int) -> list[Request]:
    """The latest requests of all cases that still have a text."""
    wanted = select(requests).where(requests.c.text.is_not(None)).order_by(requests.c.id.desc())
    rows = (await connection.execute(wanted.limit(limit))).all()
    found = [await _request(connection, vault, row) for row in rows]
    return [request for request in found if request.text]


async def waiting_people(
    connection: AsyncConnection, vault: Vault, case: int, after: int = 0, limit: int = 200
) -> list[Asker]:
    """Those who wait for an answer on a case and can still be told, by request; `after` is the last
    request of the part before."""
    found: list[Asker] = []
    while len(found) < limit:
        wanted = (
            select(requests)
            .where(requests.c.case == case, requests.c.state == Waiting.WAITING)
            .where(requests.c.id > after)
            .order_by(requests.c.id)
            .limit(limit - len(found))
        )
        rows = (await connection.execute(wanted)).all()
        if not rows:
            break
        for row in rows:
            chat = await _unsealed(connection, vault, row.person, row.chat)
            text = await _unsealed(connection, vault, row.person, row.text)
            if chat is not None:
                found.append(Asker(row.id, row.person, int(chat), row.language, text or ""))
        after = rows[-1].id
    return found


async def mark_answered(connection: AsyncConnection, request: int, claim: str) -> bool:
    """Note that a person got their answer; False when they had it, so that nobody is told twice.
    Where the answer went is not needed any more."""
    answered = await connection.execute(
        update(requests)
        .where(requests.c.id == request, requests.c.state == Waiting.WAITING)
        .values(state=Waiting.ANSWERED, claim=claim, chat=None)
    )
    return bool(answered.rowcount)


async def withdraw(
    connection: AsyncConnection, person: str, now_ms: int, case: int | None = None
) -> int:
    """Take back what a person still waits for, in one case or in all: the texts are deleted, and a
    case that was theirs alone is closed. How many there were."""
    wanted = and_(requests.c.person == person, requests.c.state == Waiting.WAITING)
    if case is not None:
        wanted = and_(wanted, requests.c.case == case)
    left = (await connection.scalars(select(requests.c.case).where(wanted))).all()
    await drop_wordings(connection, select(requests.c.id).where(wanted))
    await connection.execute(
        update(requests).where(wanted).values(state=Waiting.WITHDRAWN, text=None, chat=None)
    )
    await _close_empty(connection, left, now_ms)
    return len(left)


async def of_person(
    connection: AsyncConnection, vault: Vault, person: str
) -> list[tuple[str, Request]]:
    """All that is kept of what a person sent, each with the title of its case; oldest first."""
    wanted = (
        select(requests, cases.c.title)
        .join(cases, cases.c.id == requests.c.case)
        .where(requests.c.person == person)
        .order_by(requests.c.id)
    )
    rows = (await connection.execute(wanted)).all()
    return [(row.title, await _request(connection, vault, row)) for row in rows]


async def forget_person(connection: AsyncConnection, person: str, now_ms: int) -> int:
    """Delete all requests of a person; cases that were theirs alone are closed, what they held as a
    moderator is free. How many requests there were."""
    theirs = requests.c.person == person
    left = (await connection.scalars(select(requests.c.case).where(theirs))).all()
    await drop_wordings(connection, select(requests.c.id).where(theirs))
    await connection.execute(delete(requests).where(theirs))
    await connection.execute(
        update(cases).where(cases.c.lease_by == person).values(lease_by="", lease_until_ms=0)
    )
    await _close_empty(connection, left, now_ms)
    return len(left)


async def forget_old(connection: AsyncConnection, now_ms: int) -> int:
    """Delete the texts of cases that were closed long ago, and where their answers went. How many
    requests had some."""
    old = select(cases.c.id).where(cases.c.state != OPEN)
    old = old.where(cases.c.changed_ms <= now_ms - TEXTS_KEPT_MS)
    held = or_(requests.c.text.is_not(None), requests.c.chat.is_not(None))
    wanted = and_(requests.c.case.in_(old), held)
    await drop_wordings(connection, select(requests.c.id).where(requests.c.case.in_(old)))
    gone = await connection.execute(update(requests).where(wanted).values(text=None, chat=None))
    return gone.rowcount


async def _near(connection: AsyncConnection, key: CaseKey) -> Known:
    """What an open case may be known by that this request belongs to: its pair, or a wording."""
    asked = and_(cases.c.state == OPEN, cases.c.kind == CaseKind.REQUEST)
    found: list[tuple[int, CaseKey]] = []
    if key.substance and key.outcome:
        same = and_(cases.c.substance == key.substance, cases.c.outcome == key.outcome)
        held = await connection.scalar(select(func.min(cases.c.id)).where(asked, same))
        if held is not None:
            found.append((held, CaseKey(key.substance, key.outcome, frozenset(), Words(()))))
    if key.words.hashes:
        shared = select(marks.c.wording).where(marks.c.mark.in_(key.words.marks))
        rows = await connection.execute(
            select(wordings, cases.c.substance, cases.c.outcome)
            .join(cases, cases.c.id == wordings.c.case)
            .where(asked, wordings.c.id.in_(shared))
            .order_by(wordings.c.id)
            .limit(_NEAR)
        )
        found += [(row.case, _key(row)) for row in rows]
    return found


def _key(row: Row[Any]) -> CaseKey:
    named = frozenset(row.substances.split())
    return CaseKey(row.substance, row.outcome, named, Words.unpacked(bytes(row.words)))


async def _join(
    connection: AsyncConnection, vault: Vault, case: int, asked: Asked, now_ms: int
) -> int | None:
    """The request of a person who is new to a case; None for one who is in it."""
    theirs = and_(requests.c.case == case, requests.c.person == asked.person)
    held = (await connection.execute(select(requests.c.id, requests.c.state).where(theirs))).first()
    if held is not None and held.state != Waiting.WITHDRAWN:
        return None
    values = {
        "chat": await vault.seal(connection, asked.person, str(asked.chat)),
        "text": await vault.seal(connection, asked.person, asked.text),
        "language": asked.language,
        "asked_ms": now_ms,
        "state": Waiting.WAITING,
    }
    if held is not None:
        await connection.execute(update(requests).where(theirs).values(values))
        return int(held.id)
    row = {**values, "case": case, "person": asked.person, "claim": ""}
    made = await connection.execute(insert(requests).values(row))
    assert made.inserted_primary_key is not None  # noqa: S101 - of an INSERT of one row
    return int(made.inserted_primary_key[0])


async def _learn(
    connection: AsyncConnection, case: int, request: int, key: CaseKey, known: Known
) -> None:
    """Keep how a request is worded, if its case is not known by that wording yet."""
    words = key.words
    told = any(likeness(words, of.words, named=True) >= ALIKE for at, of in known if at == case)
    if told or not words.hashes:
        return
    counted = select(func.count()).where(wordings.c.case == case)
    if int(await connection.scalar(counted) or 0) >= _WORDINGS:
        return
    row = {
        "request": request,
        "case": case,
        "substances": " ".join(sorted(key.substances)),
        "words": words.packed(),
    }
    made = await connection.execute(insert(wordings).values(row))
    assert made.inserted_primary_key is not None  # noqa: S101 - of an INSERT of one row
    wording = int(made.inserted_primary_key[0])
    rows = [{"mark": mark, "wording": wording} for mark in words.marks]
    await connection.execute(insert(marks), rows)


async def _request(connection: AsyncConnection, vault: Vault, row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        case=row.case,
        person=row.person,
        language=row.language,
        asked_ms=row.asked_ms,
        state=Waiting(row.state),
        text=await _unsealed(connection, vault, row.person, row.text),
        claim=row.claim,
    )


async def _unsealed(
    connection: AsyncConnection, vault: Vault, person: str, sealed: str | None
) -> str | None:
    return None if sealed is None else await vault.unseal(connection, person, sealed)


async def _close_empty(connection: AsyncConnection, left: Sequence[int], now_ms: int) -> None:
    """Close what people asked for and nobody waits for now."""
    asked = select(cases.c.id).where(cases.c.id.in_(left), cases.c.kind == CaseKind.REQUEST)
    for id_ in (await connection.scalars(asked)).all():
        if not await reach(connection, id_):
            await close(connection, id_, Ending(Closed.GIVEN_UP, "", "withdrawn"), now_ms)
