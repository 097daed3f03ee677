"""What a moderator does to the stored base, in short words."""

from __future__ import annotations

from typing import Any

from knowledge import Act, Database, Edit, stored_history
from knowledge.library import records
from knowledge.library.records import Plain
from tests import make

ID = make.CLAIM.id
ACT = Act("a" * 64, "A new trial was published.", 1_700_000_000_000)


def body(**changes: Any) -> Plain:
    """The plain body of a claim."""
    return records.plain(make.claim(**changes))


async def present(database: Database, kind: str = "claim", id_: str = ID) -> Plain | None:
    """The body that is stored."""
    async with database.read() as connection:
        found = await stored_history.present(connection, kind, id_)
    return found.body if found else None


async def seen(database: Database, kind: str = "claim", id_: str = ID) -> str | None:
    """The digest of what is stored."""
    async with database.read() as connection:
        found = await stored_history.present(connection, kind, id_)
    return found.digest if found else None


async def write(
    database: Database, kind: str, id_: str, to: Plain | None, expected: str | None = None
) -> int:
    """Write this body in a transaction of its own."""
    async with database.write() as connection:
        return await stored_history.change(database, connection, Edit(kind, id_, to, expected), ACT)


async def edit(database: Database, id_: str = ID, **fields: Any) -> int:
    """Change these fields of a claim as it is now."""
    now = await present(database, id_=id_)
    assert now
    return await write(database, "claim", id_, {**now, **fields}, await seen(database, id_=id_))
