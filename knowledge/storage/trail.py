"""The trail: every change of a claim, substance or outcome, with who, when and why.

Rows are only ever added: the database refuses anything else. Each holds the digest of itself and of
the one before it, so that a row that was changed around those refusals does not fit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.changes import Act, Change
from knowledge.errors import RecordError
from knowledge.library.records import Plain
from knowledge.storage.rows import Key
from knowledge.storage.tables import changes

KINDS = frozenset({"claim", "substance", "outcome"})
"""What has a trail."""
LIBRARY = "library"
"""Who changed a record when a new version of the library did."""
_AT_ONCE = 200
"""Rows between two turns of the event loop."""


Written = tuple[Key, Plain | None, Plain | None]
"""A record, and its bodies before and after."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the trail found: how many rows, the last digest, and the number of the first
    row that does not fit, None when all do."""

    rows: int
    chain: str
    broken: int | None


async def append(connection: AsyncConnection, act: Act, done: Iterable[Written]) -> int:
    """Add what was done at the end; gives back the number of the last. The caller is alone: see
    `Database.alone`. Raises RecordError when nobody says why."""
    if not act.why.strip():
        raise RecordError("say why it is to be changed")
    last = (
        await connection.execute(
            select(changes.c.id, changes.c.chain).order_by(changes.c.id.desc()).limit(1)
        )
    ).first()
    number, chain = (last.id, last.chain) if last else (0, "")
    added: list[dict[str, Any]] = []
    for (kind, record), before, after in done:
        number += 1
        values = {
            "id": number, "kind": kind, "record": record, "before": before, "after": after,
            **asdict(act),
        }  # fmt: skip
        chain = _link(chain, values)
        added.append({**values, "chain": chain})
    if added:
        await connection.execute(insert(changes), added)
    return number


async def history(connection: AsyncConnection, kind: str, id_: str) -> tuple[Change, ...]:
    """Every change of a record, the newest first."""
    return await _changes(connection, changes.c.kind == kind, changes.c.record == id_)


async def find(connection: AsyncConnection, number: int) -> Change | None:
    """The change of this number."""
    return next(iter(await _changes(connection, changes.c.id == number)), None)


async def verify(connection: AsyncConnection) -> Verified:
    """Compute the chain anew. A row that is missing breaks the one after it; rows cut off at the
    end show only to who has noted an earlier digest."""
    rows, chain = 0, ""
    async with connection.stream(select(changes).order_by(changes.c.id)) as found:
        async for part in found.partitions(_AT_ONCE):
            for each in part:
                if each.id != rows + 1 or each.chain != _link(chain, _values(each)):
                    return Verified(rows, chain, each.id)
                rows, chain = rows + 1, each.chain
    return Verified(rows, chain, None)


async def _changes(connection: AsyncConnection, *where: ColumnElement[bool]) -> tuple[Change, ...]:
    found = await connection.execute(select(changes).where(*where).order_by(changes.c.id.desc()))
    return tuple(Change(**_values(each)) for each in found)


def _values(found: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in found._mapping.items() if name != "chain"}


def _link(before: str, values: dict[str, Any]) -> str:
    written = json.dumps(values, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{written}".encode()).hexdigest()
