"""Everything that is kept of one person: collected for them, and erased.

One part a table. A new table of what belongs to a person joins `PARTS` with two functions of its
own, the retention in `bot/retention.py`, and two sentences in the catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import blocks
from bot.chats import Chats
from bot.conversation.acts import OwnAct, TellData
from bot.conversation.privacy import erased
from bot.conversation.replies import Reply, SendFile
from bot.delivery import outbox
from bot.envelopes import Envelopes
from bot.errors import SealBroken
from bot.intake import inbox
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import (
    Vault,
    stored_cases,
    stored_digests,
    stored_feedback,
    stored_requests,
    stored_team,
    stored_told,
)

NAME = "my-data.json"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose: the private chat, and the number of the update by which they ask."""

    chat: int
    update: int


@dataclass(frozen=True, slots=True)
class Means:
    """What is needed to read what is kept."""

    chats: Chats
    envelopes: Envelopes
    vault: Vault


@dataclass(frozen=True, slots=True)
class Part:
    """One table: `tell` gives what it holds of a person as plain data, `forget` erases that and
    says how much it was."""

    table: str
    tell: Callable[[AsyncConnection, Means, Person], Awaitable[Any]]
    forget: Callable[[AsyncConnection, Means, Person], Awaitable[int]]


async def do(connection: AsyncConnection, means: Means, person: Person, act: OwnAct) -> Reply:
    """Do what a conversation wants to be done; what is to be said of it."""
    if isinstance(act, TellData):
        return await file(connection, means, person, act.to)
    return erased(act.message, await forget(connection, means, person))


async def file(connection: AsyncConnection, means: Means, person: Person, to: int) -> SendFile:
    """All that is kept of a person, as a file that they can read."""
    told: dict[str, Any] = {"about": say("privacy_file", "about"), "made": _moment(inbox.now())}
    for part in PARTS:
        held = await part.tell(connection, means, person)
        told[part.table] = {"about": say("privacy_file", part.table), "kept": held}
    content = json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    return SendFile(NAME, content, Text(say("privacy", "file")), to=to)


async def forget(connection: AsyncConnection, means: Means, person: Person) -> dict[str, int]:
    """Erase all that is kept of a person and throw their key away; how much of what."""
    return {part.table: await part.forget(connection, means, person) for part in PARTS}


async def _tell_chat(connection: AsyncConnection, means: Means, person: Person) -> Any:
    state = await means.chats.held(connection, person.chat)
    return None if state is None else asdict(state)


async def _forget_chat(connection: AsyncConnection, means: Means, person: Person) -> int:
    return await means.chats.forget(connection, person.chat)


async def _tell_inbox(connection: AsyncConnection, means: Means, person: Person) -> Any:
    rows = await inbox.held(connection, means.envelopes.number(person.chat))
    return [await _opened(connection, means, *row) for row in rows]


async def _forget_inbox(connection: AsyncConnection, means: Means, person: Person) -> int:
    return await inbox.forget(connection, means.envelopes.number(person.chat), person.update)


async def _tell_outbox(connection: AsyncConnection, means: Means, person: Person) -> Any:
    rows = await outbox.held(connection, means.envelopes.number(person.chat))
    return [await _opened(connection, means, *row) for row in rows]


async def _forget_outbox(connection: AsyncConnection, means: Means, person: Person) -> int:
    return await outbox.forget(connection, means.envelopes.number(person.chat))


async def _tell_told(connection: AsyncConnection, means: Means, person: Person) -> Any:
    told = await stored_told.of_chat(connection, means.vault.pseudonym(person.chat))
    return [
        {"claim": one.claim, "status": one.scales.status, "since": _moment(one.at_ms)}
        for one in told
    ]


async def _forget_told(connection: AsyncConnection, means: Means, person: Person) -> int:
    return await stored_told.forget(connection, means.vault.pseudonym(person.chat))


async def _tell_feedback(connection: AsyncConnection, means: Means, person: Person) -> Any:
    said = await stored_feedback.of_person(connection, means.vault.pseudonym(person.chat))
    return [asdict(one) for one in said]


async def _forget_feedback(connection: AsyncConnection, means: Means, person: Person) -> int:
    return await stored_feedback.forget(connection, means.vault.pseudonym(person.chat))


async def _tell_requests(connection: AsyncConnection, means: Means, person: Person) -> Any:
    owner = means.vault.pseudonym(person.chat)
    kept = await stored_requests.of_person(connection, means.vault, owner)
    return [
        {"about": title, "text": one.text, "state": one.state, "since": _moment(one.asked_ms)}
        for title, one in kept
    ]


async def _forget_requests(connection: AsyncConnection, means: Means, person: Person) -> int:
    owner = means.vault.pseudonym(person.chat)
    return await stored_requests.forget_person(connection, owner, inbox.now())


async def _tell_blocks(connection: AsyncConnection, means: Means, person: Person) -> Any:
    return await blocks.of_person(connection, means.vault, means.vault.pseudonym(person.chat))


async def _forget_blocks(connection: AsyncConnection, means: Means, person: Person) -> int:
    return await blocks.forget(connection, means.vault.pseudonym(person.chat))


async def _tell_team(connection: AsyncConnection, means: Means, person: Person) -> Any:
    owner = means.vault.pseudonym(person.chat)
    mine = [member for member in await stored_team.members(connection) if member.person == owner]
    return [{"name": m.name, "role": m.role, "declared": m.declared} for m in mine]


async def _forget_team(connection: AsyncConnection, means: Means, person: Person) -> int:
    """Whoever wants to be forgotten leaves the team; the trail names nobody then."""
    owner = means.vault.pseudonym(person.chat)
    await stored_cases.release_all(connection, owner)
    await stored_digests.stop(connection, owner)
    return int(await stored_team.forget(connection, owner))


async def _opened(
    connection: AsyncConnection, means: Means, at_ms: int, state: str, payload: str
) -> dict[str, Any]:
    try:
        content: Any = await means.envelopes.open(payload, connection)
    except SealBroken:
        content = None
    return {"since": _moment(at_ms), "state": state, "content": content}


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")


PARTS: tuple[Part, ...] = (
    Part("told", _tell_told, _forget_told),
    Part("feedback", _tell_feedback, _forget_feedback),
    Part("requests", _tell_requests, _forget_requests),
    Part("blocks", _tell_blocks, _forget_blocks),
    Part("team", _tell_team, _forget_team),
    Part("chats", _tell_chat, _forget_chat),
    Part("inbox", _tell_inbox, _forget_inbox),
    Part("outbox", _tell_outbox, _forget_outbox),
)
