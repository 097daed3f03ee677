"""The stored state of chats: it comes back as it was, and names nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot import retention
from bot.chats import Chats, chats
from bot.conversation.state import ChatState
from bot.wording.answer import Answer, Item
from knowledge import Database, Stance, Urgency, Vault
from tests.bot.sealed import SECRET
from tests.bot.stage import rolled_back

CHAT = 500_000_123
DAY_MS = 24 * 3600 * 1000
PLAIN = ChatState((Answer(id="1f", language="en", urgent=None),))
FULL = ChatState(
    (
        *PLAIN.answers,
        Answer(
            id="20",
            language="es",
            urgent=Urgency.DANGER,
            items=(Item("nmn-depression", Stance.ASSERTS), Item("nac-sleep", Stance.ASKS)),
            asked=("garlic-blood-pressure",),
            tip_offs=("cure-all",),
            unreviewed=(("nmn", "sleep"), ("nac", None)),
            substances=("nmn", "nac"),
        ),
    )
)


def chats_of(database: Database, secret: bytes = SECRET) -> Chats:
    return Chats(database, Vault(database, secret))


async def save(database: Database, held: Chats, state: ChatState, chat: int = CHAT) -> None:
    async with database.write() as connection:
        await held.save(connection, chat, state)


async def test_a_chat_never_seen_has_an_empty_state(database: Database) -> None:
    assert await chats_of(database).load(CHAT) == ChatState()


@pytest.mark.parametrize("state", [ChatState(), PLAIN, FULL], ids=["empty", "plain", "full"])
async def test_a_state_comes_back_as_it_was(database: Database, state: ChatState) -> None:
    held = chats_of(database)
    await save(database, held, state)
    assert await held.load(CHAT) == state
    assert await held.load(CHAT + 1) == ChatState()


async def test_a_newer_state_takes_the_place_of_the_older(database: Database) -> None:
    held = chats_of(database)
    await save(database, held, PLAIN)
    await save(database, held, FULL)
    await save(database, held, PLAIN, chat=-CHAT)
    assert await held.load(CHAT) == FULL
    assert await held.load(-CHAT) == PLAIN


async def test_a_state_is_stored_only_with_its_transaction(database: Database) -> None:
    held = chats_of(database)
    await rolled_back(database, lambda connection: held.save(connection, CHAT, PLAIN))
    assert await held.load(CHAT) == ChatState()


async def test_the_table_names_no_chat(database: Database) -> None:
    await save(database, chats_of(database), FULL)
    async with database.read() as connection:
        (row,) = await connection.execute(select(chats))
    assert str(CHAT) not in repr(row)


async def test_without_the_key_nothing_is_found(database: Database) -> None:
    await save(database, chats_of(database), FULL)
    assert await chats_of(database, b"o" * 32).load(CHAT) == ChatState()


async def test_chats_silent_for_long_are_forgotten(database: Database) -> None:
    held = chats_of(database)
    await save(database, held, FULL)
    async with database.write() as connection:
        await connection.execute(update(chats).values(changed_ms=chats.c.changed_ms - 365 * DAY_MS))
    await save(database, held, PLAIN, chat=8)
    await retention.erase(database)
    assert await held.load(CHAT) == ChatState()
    assert await held.load(8) == PLAIN
