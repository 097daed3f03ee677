"""The inbox: an update is kept until it is answered, and known for ever after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import URL, select, update

from bot import retention
from bot.intake import inbox
from bot.intake.inbox import ATTEMPTS, DEAD, DONE, EXPIRED, NEW
from bot.leases import LANES, lane_of
from knowledge import Database
from tests.bot.intake.arrivals import numbers_waiting, opened, put, said, states, waiting
from tests.bot.stage import rolled_back

DAY_MS = 24 * 3600 * 1000


async def finish(database: Database, update_id: int) -> None:
    async with database.write() as connection:
        assert await inbox.done(connection, update_id)


async def kill(database: Database, *update_ids: int) -> None:
    """Let updates fail until they are put aside."""
    for entry in await waiting(database):
        if entry.update_id in update_ids:
            for attempts in range(ATTEMPTS):
                async with database.write() as connection:
                    again = replace(entry, attempts=attempts)
                    await inbox.failed(connection, again, "ValueError at x.py:1")


async def test_updates_wait_in_the_order_of_their_numbers(database: Database) -> None:
    assert await put(database, [said(3), said(1, chat=-5), said(2)]) == 3
    assert [(entry.update_id, entry.chat, entry.attempts) for entry in await waiting(database)] == [
        (1, -5, 0),
        (2, 7, 0),
        (3, 7, 0),
    ]


async def test_only_the_lanes_that_are_asked_for_are_given(database: Database) -> None:
    await put(database, [said(n, chat=chat) for n, chat in enumerate((1, 2, 65, -63))])
    assert lane_of(1) == lane_of(65) == lane_of(-63) == 1
    found = await inbox.waiting(database, {1}, (), 10)
    assert [entry.update_id for entry in found] == [0, 2, 3]
    assert await inbox.waiting(database, (), (), 10) == []


async def test_what_is_in_hand_can_be_skipped_and_still_the_limit_is_filled(
    database: Database,
) -> None:
    await put(database, [said(n) for n in range(10)])
    found = await inbox.waiting(database, range(LANES), {0, 1, 5}, 4)
    assert [entry.update_id for entry in found] == [2, 3, 4, 6]


async def test_no_updates_are_no_work(database: Database) -> None:
    assert await put(database, []) == 0
    assert await waiting(database) == []


async def test_a_repeated_update_is_dropped(database: Database) -> None:
    await put(database, [said(1, "first"), said(2)])
    assert await put(database, [said(1, "second"), said(2), said(3)]) == 1
    assert await numbers_waiting(database) == [1, 2, 3]
    assert (await opened(database, (await waiting(database))[0]))["message"]["text"] == "first"


async def test_an_update_twice_in_one_batch_is_one(database: Database) -> None:
    assert await put(database, [said(1), said(1)]) == 1


async def test_a_repeat_is_known_after_the_first_was_answered(database: Database) -> None:
    await put(database, [said(1)])
    await finish(database, 1)
    assert await put(database, [said(1)]) == 0
    assert await waiting(database) == []


async def test_what_waits_is_still_there_after_a_restart(address: URL) -> None:
    first = await Database.open(address)
    await put(first, [said(2), said(1)])
    there = await waiting(first)
    await first.close()
    second = await Database.open(address)
    assert await waiting(second) == there != []
    await second.close()


async def test_an_answered_update_keeps_its_number_only(database: Database) -> None:
    await put(database, [said(1, "my very private words")])
    await finish(database, 1)
    table = inbox.inbox.c
    query = select(table.update_id, table.chat, table.state, table.payload, table.error)
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
    assert [tuple(row) for row in rows] == [(1, 0, DONE, "", "")]


async def test_an_update_is_done_once(database: Database) -> None:
    await put(database, [said(1)])
    async with database.write() as connection:
        assert await inbox.done(connection, 1, EXPIRED)
        assert not await inbox.done(connection, 1)
        assert not await inbox.done(connection, 2)
    assert await states(database) == {1: EXPIRED}


async def test_done_belongs_to_the_transaction_of_the_answer(database: Database) -> None:
    await put(database, [said(1)])
    await rolled_back(database, lambda connection: inbox.done(connection, 1))
    assert await numbers_waiting(database) == [1]


async def test_failures_are_counted_and_the_last_one_puts_the_update_aside(
    database: Database,
) -> None:
    await put(database, [said(1)])
    for attempt in range(1, ATTEMPTS):
        (entry,) = await waiting(database)
        async with database.write() as connection:
            assert not await inbox.failed(connection, entry, "ValueError")
        assert (await waiting(database))[0].attempts == attempt
    (entry,) = await waiting(database)
    async with database.write() as connection:
        assert await inbox.failed(connection, entry, "ValueError")
    assert await waiting(database) == []
    assert await states(database) == {1: DEAD}
    assert await put(database, [said(1)]) == 0


async def test_what_was_put_aside_can_be_listed_and_tried_again(database: Database) -> None:
    await put(database, [said(1), said(2)])
    await kill(database, 1, 2)
    listed = await inbox.dead(database)
    assert [row[:3] for row in listed] == [
        (1, ATTEMPTS, "ValueError at x.py:1"),
        (2, ATTEMPTS, "ValueError at x.py:1"),
    ]
    async with database.write() as connection:
        await inbox.retry(connection, {2})
    (entry,) = await waiting(database)
    assert (entry.update_id, entry.attempts) == (2, 0)
    assert await opened(database, entry) == said(2)[1]
    assert [row[0] for row in await inbox.dead(database)] == [1]


async def test_what_was_dropped_stays_known_by_its_number(database: Database) -> None:
    await put(database, [said(1, "my very private words"), said(2)])
    await kill(database, 1)
    async with database.write() as connection:
        # Only what is dead can be dropped.
        await inbox.drop(connection, {1, 2})
        payload = await connection.scalar(
            select(inbox.inbox.c.payload).where(inbox.inbox.c.update_id == 1)
        )
    assert payload == ""
    assert await states(database) == {1: DONE, 2: NEW}
    assert await put(database, [said(1)]) == 0


async def test_the_backlog_tells_how_much_waits_since_when(database: Database) -> None:
    assert await inbox.backlog(database) == inbox.Backlog(0, None, 0)
    before = inbox.now()
    await put(database, [said(1), said(2), said(3)])
    await kill(database, 2)
    await finish(database, 3)
    found = await inbox.backlog(database)
    assert (found.waiting, found.dead) == (1, 1)
    assert found.oldest_ms is not None
    assert before <= found.oldest_ms <= inbox.now()


async def test_what_came_before_a_moment_can_be_forgotten_unanswered(database: Database) -> None:
    await put(database, [said(1), said(2)])
    async with database.write() as connection:
        table = inbox.inbox
        await connection.execute(update(table).where(table.c.update_id == 1).values(arrived_ms=5))
        await inbox.forget_waiting(connection, inbox.now() - DAY_MS)
    assert await numbers_waiting(database) == [2]


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
    await put(database, [said(1, text)])
    (entry,) = await waiting(database)
    assert (await opened(database, entry))["message"]["text"] == text


async def test_ids_may_have_as_many_digits_as_telegram_allows(database: Database) -> None:
    await put(database, [said(2**53, chat=-(2**52))])
    (entry,) = await waiting(database)
    assert (entry.update_id, entry.chat) == (2**53, -(2**52))


async def test_only_old_answered_numbers_are_forgotten(database: Database) -> None:
    await put(database, [said(id_) for id_ in (1, 2, 3, 4)])
    await finish(database, 1)
    await finish(database, 2)
    table = inbox.inbox
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.update_id == 3).values(state=DEAD))
        aged = update(table).where(table.c.update_id != 2)
        await connection.execute(aged.values(changed_ms=table.c.changed_ms - 10 * DAY_MS))
    await retention.erase(database)
    assert await states(database) == {2: DONE, 3: DEAD, 4: NEW}
    async with database.write() as connection:
        await connection.execute(aged.values(changed_ms=table.c.changed_ms - 10 * DAY_MS))
    await retention.erase(database)
    assert await states(database) == {2: DONE, 4: NEW}
