"""Cases as they are stored: opened, ordered, held by one moderator, merged, split and closed."""

from __future__ import annotations

from collections.abc import Collection
from statistics import median
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.review.cases import (
    LEASE_MS,
    About,
    Case,
    CaseKind,
    Closed,
    Ending,
    Harm,
    Lease,
    Waiting,
    weight,
)
from knowledge.storage.database import metadata

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
OPEN, CLOSED = "open", "closed"
_ONE_AT_A_TIME = 0x63617365
"""PostgreSQL's number for what may open a case; any constant does."""

cases = Table(
    "cases",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("kind", String(10), nullable=False),
    Column("title", String(200), nullable=False),
    Column("substance", String(80), nullable=False),
    Column("outcome", String(80), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("harm", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("lease_by", String(64), nullable=False),
    Column("lease_until_ms", BigInteger, nullable=False),
    Column("closed_how", String(12), nullable=False),
    Column("closed_by", String(64), nullable=False),
    Column("closed_why", Text, nullable=False),
    Column("closed_claim", String(80), nullable=False),
    Column("merged_into", _NUMBER, nullable=True),
    Index(None, "state", "substance", "outcome"),
    Index(None, "state", "kind", "claim"),
)
"""One row a case. Nothing in it was written by the people who asked."""

requests = Table(
    "requests",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("case", _NUMBER, nullable=False),
    Column("person", String(64), nullable=False),
    Column("chat", Text, nullable=True),
    Column("text", Text, nullable=True),
    Column("language", String(8), nullable=False),
    Column("asked_ms", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("claim", String(80), nullable=False),
    UniqueConstraint("case", "person"),
    Index(None, "person"),
)
"""One row a person and case: where the answer goes and what they sent, sealed with their key."""

wordings = Table(
    "wordings",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("request", _NUMBER, nullable=False, index=True),
    Column("case", _NUMBER, nullable=False, index=True),
    Column("substances", Text, nullable=False),
    Column("words", LargeBinary, nullable=False),
)
"""How a case is worded: keyed hashes of words, which nobody can read. The first of each wording
only; it goes with the request that it is of."""

marks = Table(
    "marks",
    metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("wording", _NUMBER, primary_key=True, autoincrement=False, index=True),
)
"""A few hashes of each wording, by which it is found."""


async def open_case(
    connection: AsyncConnection,
    kind: CaseKind,
    about: About,
    now_ms: int,
    harm: Harm = Harm.PLAIN,
) -> tuple[int, bool]:
    """(case, whether it is new): one open case a kind and claim, where a claim is given."""
    await alone(connection)
    if about.claim:
        same = and_(cases.c.kind == kind, cases.c.claim == about.claim, cases.c.state == OPEN)
        held = await connection.scalar(select(func.min(cases.c.id)).where(same))
        if held is not None:
            await raise_harm(connection, held, harm, now_ms)
            return int(held), False
    row = {
        **_NEW,
        "kind": kind,
        "title": about.title,
        "substance": about.substance,
        "outcome": about.outcome,
        "claim": about.claim,
        "harm": int(harm),
        "opened_ms": now_ms,
        "changed_ms": now_ms,
    }
    made = await connection.execute(insert(cases).values(row))
    assert made.inserted_primary_key is not None  # noqa: S101 - of an INSERT of one row
    return int(made.inserted_primary_key[0]), True


async def open_cases(connection: AsyncConnection, now_ms: int, limit: int = 20) -> list[Case]:
    """The open cases, those first that should be looked at first."""
    rows = await connection.execute(_cases().where(cases.c.state == OPEN))
    found = [_case(row) for row in rows]
    return sorted(found, key=lambda case: (-weight(case, now_ms), case.id))[:limit]


async def case(connection: AsyncConnection, id_: int) -> Case | None:
    """One case as it is now; its requests are `knowledge.storage.requests.of_case`."""
    row = (await connection.execute(_cases().where(cases.c.id == id_))).first()
    return None if row is None else _case(row)


async def reach(connection: AsyncConnection, id_: int) -> int:
    """How many distinct people a case is of; who withdrew does not count."""
    counted = select(func.count()).where(requests.c.case == id_, _counts())
    return int(await connection.scalar(counted) or 0)


async def hours_to_review(connection: AsyncConnection, since_ms: int) -> float | None:
    """The median of the hours from the first request to the end of a case, of those that ended
    since then with something reviewed; None when none did."""
    done = (Closed.ANSWERED_BY, Closed.NEW_NAME, Closed.NEW_CLAIM, Closed.NOT_HEALTH)
    rows = await connection.execute(
        select(cases.c.changed_ms, cases.c.opened_ms)
        .where(cases.c.state == CLOSED, cases.c.kind == CaseKind.REQUEST)
        .where(cases.c.closed_how.in_(done), cases.c.changed_ms >= since_ms)
    )
    taken = [(row.changed_ms - row.opened_ms) / 3_600_000 for row in rows]
    return median(taken) if taken else None


async def lease(connection: AsyncConnection, id_: int, moderator: str, now_ms: int) -> bool:
    """Take a case, or hold it for longer; False when it is closed or somebody else's. Of two who
    take one case at once, one gets it."""
    free = or_(cases.c.lease_by.in_(("", moderator)), cases.c.lease_until_ms <= now_ms)
    return await _change(
        connection, id_, free, lease_by=moderator, lease_until_ms=now_ms + LEASE_MS
    )


async def release(connection: AsyncConnection, id_: int, moderator: str) -> bool:
    """Hand a case back; False when it is not theirs."""
    return await _change(
        connection, id_, cases.c.lease_by == moderator, lease_by="", lease_until_ms=0
    )


async def release_all(connection: AsyncConnection, moderator: str) -> None:
    """Free every case that somebody holds who does not belong to the team any more."""
    theirs = cases.c.lease_by == moderator
    await connection.execute(update(cases).where(theirs).values(lease_by="", lease_until_ms=0))


async def pass_on(
    connection: AsyncConnection, id_: int, moderator: str, to: str, now_ms: int
) -> bool:
    """Give a case that one holds to a colleague, for a full lease; False when it is not theirs."""
    theirs = and_(cases.c.lease_by == moderator, cases.c.lease_until_ms > now_ms)
    return await _change(connection, id_, theirs, lease_by=to, lease_until_ms=now_ms + LEASE_MS)


async def close(connection: AsyncConnection, id_: int, ending: Ending, now_ms: int) -> bool:
    """Close a case; False when it was closed before. Its people wait until they are answered."""
    return await _change(
        connection,
        id_,
        state=CLOSED,
        changed_ms=now_ms,
        lease_by="",
        lease_until_ms=0,
        closed_how=ending.how,
        closed_by=ending.by,
        closed_why=ending.why,
        closed_claim=ending.claim,
    )


async def open_on(
    connection: AsyncConnection, claim: str, kinds: Collection[CaseKind]
) -> list[int]:
    """The open cases of these kinds about a claim."""
    wanted = and_(cases.c.claim == claim, cases.c.kind.in_(kinds), cases.c.state == OPEN)
    return [int(id_) for id_ in await connection.scalars(select(cases.c.id).where(wanted))]


async def merge(
    connection: AsyncConnection, id_: int, into: int, moderator: str, now_ms: int
) -> bool:
    """Make two open cases one; False when either is not open. Who is in both counts once."""
    await alone(connection)
    both = await connection.execute(
        select(cases.c.id, cases.c.harm, cases.c.opened_ms).where(
            cases.c.id.in_((id_, into)), cases.c.state == OPEN
        )
    )
    rows = both.all()
    if id_ == into or len(rows) != 2:
        return False
    await _unite(connection, id_, into)
    await _change(
        connection,
        into,
        harm=max(row.harm for row in rows),
        opened_ms=min(row.opened_ms for row in rows),
        changed_ms=now_ms,
    )
    await close(connection, id_, Ending(Closed.MERGED, moderator), now_ms)
    await connection.execute(update(cases).where(cases.c.id == id_).values(merged_into=into))
    return True


async def split(
    connection: AsyncConnection,
    id_: int,
    chosen: Collection[int],
    about: About,
    now_ms: int,
) -> int | None:
    """Put some requests of an open case into a new one, as old as they are; None when none of them
    is there, or nothing would be left behind."""
    await alone(connection)
    here = await connection.execute(
        select(requests.c.id, requests.c.asked_ms).where(requests.c.case == id_)
    )
    asked: dict[int, int] = {row.id: row.asked_ms for row in here}
    moved = asked.keys() & set(chosen)
    held = await case(connection, id_)
    if held is None or not held.open or not moved or len(moved) == len(asked):
        return None
    oldest = min(asked[request] for request in moved)
    new, _ = await open_case(connection, held.kind, about, oldest, held.harm)
    for table, column in ((requests, requests.c.id), (wordings, wordings.c.request)):
        await connection.execute(update(table).where(column.in_(moved)).values(case=new))
    for changed in (id_, new):
        await _change(connection, changed, changed_ms=now_ms)
    return new


async def alone(connection: AsyncConnection) -> None:
    """Until the end of this transaction nobody else may open a case: two who ask the same at once
    must not get two. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


async def raise_harm(connection: AsyncConnection, id_: int, harm: Harm, now_ms: int) -> None:
    """Take note that something came to an open case, and that it may be worse than was known."""
    await _change(connection, id_, cases.c.harm < int(harm), harm=int(harm))
    await _change(connection, id_, changed_ms=now_ms)


async def drop_wordings(connection: AsyncConnection, of: Select[Any]) -> None:
    """Delete the wordings of these requests."""
    theirs = select(wordings.c.id).where(wordings.c.request.in_(of))
    await connection.execute(delete(marks).where(marks.c.wording.in_(theirs)))
    await connection.execute(delete(wordings).where(wordings.c.request.in_(of)))


async def _unite(connection: AsyncConnection, id_: int, into: int) -> None:
    """Move all people of a case; of who is in both, the request there stays."""
    here, there = requests.alias(), requests.alias()
    again = select(here.c.person).where(here.c.case == id_)
    withdrawn = and_(requests.c.case == into, requests.c.state == Waiting.WITHDRAWN)
    await connection.execute(delete(requests).where(withdrawn, requests.c.person.in_(again)))
    theirs = and_(there.c.person == here.c.person, there.c.case == into)
    both = select(here.c.id).join(there, theirs).where(here.c.case == id_)
    stays = select(there.c.id).join(here, theirs).where(here.c.id == wordings.c.request)
    twice = update(wordings).where(wordings.c.request.in_(both))
    await connection.execute(twice.values(request=stays.scalar_subquery()))
    await connection.execute(delete(requests).where(requests.c.id.in_(both)))
    for table in (requests, wordings):
        await connection.execute(update(table).where(table.c.case == id_).values(case=into))


async def _change(connection: AsyncConnection, id_: int, *where: Any, **values: Any) -> bool:
    """Change a case if it is open and this holds; one statement, so that nobody comes between."""
    wanted = and_(cases.c.id == id_, cases.c.state == OPEN, *where)
    changed = await connection.execute(update(cases).where(wanted).values(**values))
    return bool(changed.rowcount)


def _counts() -> Any:
    return requests.c.state != Waiting.WITHDRAWN


def _cases() -> Select[Any]:
    people = (
        select(func.count())
        .where(requests.c.case == cases.c.id, _counts())
        .correlate(cases)
        .scalar_subquery()
    )
    return select(cases, people.label("reach"))


def _case(row: Row[Any]) -> Case:
    how = row.closed_how
    return Case(
        id=row.id,
        kind=CaseKind(row.kind),
        title=row.title,
        opened_ms=row.opened_ms,
        changed_ms=row.changed_ms,
        harm=Harm(row.harm),
        reach=row.reach,
        substance=row.substance,
        outcome=row.outcome,
        claim=row.claim,
        lease=Lease(row.lease_by, row.lease_until_ms) if row.lease_by else None,
        ending=Ending(Closed(how), row.closed_by, row.closed_why, row.closed_claim)
        if how
        else None,
        merged_into=row.merged_into,
    )


_NEW: dict[str, Any] = {
    "state": OPEN,
    "lease_by": "",
    "lease_until_ms": 0,
    "closed_how": "",
    "closed_by": "",
    "closed_why": "",
    "closed_claim": "",
}
