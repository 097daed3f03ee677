"""The inbox: an update is kept until it is answered, and known for ever after."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.intake import inbox
from bot.intake.inbox import ATTEMPTS, DEAD, DONE, NEW
from knowledge import Database, sqlite_url
from tests.bot.stage import rolled_back

DAY_MS = 24 * 3600 * 1000


def said(update_id: int, text: str = "hello", chat: int = 7) -> tuple[int, dict[str, Any]]:
    return chat, {"update_id": update_id, "message": {"text": text}}


async def states(database: Database) -> dict[int, str]:
    async with database.read() as connection:
        rows = await connection.execute(select(inbox.inbox.c.update_id, inbox.inbox.c.state))
        return {row.update_id: row.state for row in rows}


async def finish(database: Database, update_id: int) -> None:
    async with database.write() as connection:
        await inbox.done(connection, update_id)


async def test_new_updates_come_back_in_the_order_of_their_ids(database: Database) -> None:
    new = await inbox.put(database, [said(3), said(1, chat=-5), said(2)])
    assert [(entry.update_id, entry.chat, entry.attempts) for entry in new] == [
        (1, -5, 0),
        (2, 7, 0),
        (3, 7, 0),
    ]
    assert new == await inbox.waiting(database)


async def test_no_updates_are_no_work(database: Database) -> None:
    assert await inbox.put(database, []) == []
    assert await inbox.waiting(database) == []


async def test_a_repeated_update_is_dropped(database: Database) -> None:
    await inbox.put(database, [said(1, "first"), said(2)])
    again = await inbox.put(database, [said(1, "second"), said(2), said(3)])
    assert [entry.update_id for entry in again] == [3]
    assert (await inbox.waiting(database))[0].update["message"]["text"] == "first"


async def test_an_update_twice_in_one_batch_is_one(database: Database) -> None:
    assert len(await inbox.put(database, [said(1), said(1)])) == 1


async def test_a_repeat_is_known_after_the_first_was_answered(database: Database) -> None:
    await inbox.put(database, [said(1)])
    await finish(database, 1)
    assert await inbox.put(database, [said(1)]) == []
    assert await inbox.waiting(database) == []


async def test_what_waits_is_still_there_after_a_restart(database_file: Path) -> None:
    first = await Database.open(sqlite_url(database_file))
    put = await inbox.put(first, [said(2), said(1)])
    await first.close()
    second = await Database.open(sqlite_url(database_file))
    assert await inbox.waiting(second) == put
    await second.close()


async def test_an_answered_update_keeps_its_number_only(
    database: Database, database_file: Path
) -> None:
    await inbox.put(database, [said(1, "my very private words")])
    await finish(database, 1)
    with sqlite3.connect(database_file) as raw:
        rows = raw.execute("select update_id, chat, state, payload, error from inbox").fetchall()
    raw.close()
    assert rows == [(1, 0, DONE, "", "")]


async def test_done_belongs_to_the_transaction_of_the_answer(database: Database) -> None:
    await inbox.put(database, [said(1)])
    await rolled_back(database, lambda connection: inbox.done(connection, 1))
    assert [entry.update_id for entry in await inbox.waiting(database)] == [1]


async def test_failures_are_counted_and_the_last_one_puts_the_update_aside(
    database: Database,
) -> None:
    await inbox.put(database, [said(1)])
    for attempt in range(1, ATTEMPTS):
        (entry,) = await inbox.waiting(database)
        async with database.write() as connection:
            assert not await inbox.failed(connection, entry, "ValueError")
        assert (await inbox.waiting(database))[0].attempts == attempt
    (entry,) = await inbox.waiting(database)
    async with database.write() as connection:
        assert await inbox.failed(connection, entry, "ValueError")
    assert await inbox.waiting(database) == []
    assert await states(database) == {1: DEAD}
    assert await inbox.put(database, [said(1)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x1b",
        "\u202eright to left\u200f",
        "\ud83d alone",
        "\udc00\ud800",
        "🧂" * 10_000,
    ],
    ids=["empty", "control", "right-to-left", "surrogate", "surrogates-swapped", "emoji"],
)
async def test_any_text_comes_back_as_it_was(database: Database, text: str) -> None:
    await inbox.put(database, [said(1, text)])
    (entry,) = await inbox.waiting(database)
    assert entry.update["message"]["text"] == text


async def test_ids_may_have_as_many_digits_as_telegram_allows(database: Database) -> None:
    await inbox.put(database, [said(2**53, chat=-(2**52))])
    (entry,) = await inbox.waiting(database)
    assert (entry.update_id, entry.chat) == (2**53, -(2**52))


async def test_only_old_answered_numbers_are_forgotten(database: Database) -> None:
    await inbox.put(database, [said(id_) for id_ in (1, 2, 3, 4)])
    await finish(database, 1)
    await finish(database, 2)
    table = inbox.inbox
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.update_id == 3).values(state=DEAD))
        aged = update(table).where(table.c.update_id != 2)
        await connection.execute(aged.values(changed_ms=table.c.changed_ms - 10 * DAY_MS))
    await inbox.forget_old(database)
    assert await states(database) == {2: DONE, 3: DEAD, 4: NEW}
    async with database.write() as connection:
        await connection.execute(aged.values(changed_ms=table.c.changed_ms - 10 * DAY_MS))
    await inbox.forget_old(database)
    assert await states(database) == {2: DONE, 4: NEW}
