"""The sender when calls fail: retried, postponed or put aside, and never silently lost."""

from __future__ import annotations

import asyncio
import logging

import pytest
from sqlalchemy import URL, update

from bot.delivery import outbox
from bot.errors import Busy, Gone, Moved, Refused, TransportError, Unchanged
from knowledge import Database
from tests.bot.delivery.post import Post, intend, letter, rows
from tests.bot.delivery.sending import at_work, comes_to, drained, make_due, sender_of
from tests.bot.stage import execute, until


@pytest.mark.parametrize("error", [TransportError("ReadTimeout"), RuntimeError("a bug somewhere")])
async def test_a_letter_that_failed_goes_out_later_and_before_the_next(
    database: Database, error: Exception
) -> None:
    post = Post(a=[error])
    await intend(database, letter("a"), letter("b"))
    async with at_work(database, post) as sender:
        first, _ = await comes_to(database, lambda found: found[0].attempts)
        assert 0 < first.due_ms - outbox.now() <= 1_000
        assert post.tried == ["a"]
        await make_due(database, sender)
        await until(lambda: post.arrived == ["a", "b"])


async def test_a_letter_with_a_fault_of_its_own_is_given_up_after_ever_longer_waits(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post(a=[RuntimeError("what Ana wrote") for _ in range(100)])
    await intend(database, letter("a"), letter("b"))
    pauses: dict[int, float] = {}
    async with at_work(database, post) as sender:
        while "b" not in post.arrived:
            first = (await rows(database))[0]
            if first.state == outbox.NEW and first.attempts and first.due_ms:
                pauses[first.attempts] = first.due_ms - outbox.now()
                await make_due(database, sender)
            await asyncio.sleep(0.002)
    assert list(pauses) == list(range(1, 12))
    assert list(pauses.values()) == sorted(pauses.values())
    assert 60_000 < pauses[11] <= 300_000
    assert "given up after 12 tries" in caplog.text
    assert "Ana" not in caplog.text
    (dead,) = await rows(database)
    assert (dead.state, dead.error.split(" at ")[0]) == (outbox.DEAD, "RuntimeError")


async def test_a_fault_of_the_network_is_tried_for_a_day_however_often(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post(a=[TransportError("ConnectError") for _ in range(100)])
    await intend(database, letter("a"))
    async with at_work(database, post) as sender:
        while len(post.tried) < 30:
            await make_due(database, sender)
            await asyncio.sleep(0.002)
        assert (await rows(database))[0].state != outbox.DEAD
        yesterday = outbox.now() - 24 * 3600 * 1000 - 1
        async with database.write() as connection:
            await connection.execute(update(outbox.outbox).values(created_ms=yesterday))
        await make_due(database, sender)
        await comes_to(database, lambda found: found[0].state == outbox.DEAD)
    assert "given up" in caplog.text


@pytest.mark.parametrize("seconds", [3, 37])
async def test_being_asked_to_wait_is_heeded_to_the_second_and_by_that_chat_only(
    database: Database, seconds: int
) -> None:
    post = Post(a=[Busy(seconds)])
    await intend(database, letter("a"), letter("b"), letter("c", chat=8))
    before = outbox.now()
    async with at_work(database, post) as sender:
        first, _ = await comes_to(
            database, lambda found: len(found) == 2 and found[0].attempts == 1
        )
        assert before + seconds * 1000 <= first.due_ms <= outbox.now() + seconds * 1000
        # Woken, it still does not try before the time.
        await intend(database, letter("d", chat=8))
        sender.wake()
        await until(lambda: post.arrived == ["c", "d"])
    assert post.tried.count("a") == 1


async def test_a_letter_that_telegram_refuses_is_put_aside_and_nobody_waits(
    database: Database,
) -> None:
    post = Post(a=[Refused("message text is empty")])
    await intend(database, letter("a"), letter("b"), letter("c", chat=8))
    await drained(database, post)
    assert sorted(post.arrived) == ["b", "c"]
    ((_, failures, error, _),) = await outbox.dead(database)
    assert (failures, error) == (1, "Refused")


async def test_a_person_who_blocked_the_bot_is_sent_nothing_more(database: Database) -> None:
    post = Post(a=[Gone("blocked by the user")])
    sender = await sender_of(database, post)
    await intend(database, letter("a"), letter("b"), letter("c", chat=8))
    await sender.deliver_all()
    assert post.tried == ["a", "c"]
    assert post.arrived == ["c"]
    assert await rows(database) == []
    # Back again, the person is answered again.
    await intend(database, letter("d"))
    await sender.deliver_all()
    assert post.arrived == ["c", "d"]


async def test_an_edit_that_changes_nothing_is_done(database: Database) -> None:
    post = Post(a=[Unchanged("message is not modified")])
    await intend(database, letter("a", method="edit_message_text"))
    await drained(database, post)
    assert await rows(database) == []


async def test_the_letters_of_a_group_that_moved_follow_it(database: Database) -> None:
    post = Post(a=[Moved(-1009)])
    await intend(database, letter("a", chat=-9), letter("b", chat=-9))
    await drained(database, post)
    assert post.arrived == ["a", "b"]
    assert post.chats == [-1009, -1009]


async def test_what_arrived_is_not_sent_again_while_it_cannot_be_settled(
    sqlite_address: URL, caplog: pytest.LogCaptureFixture
) -> None:
    database = await Database.open(sqlite_address)
    post = Post()
    await intend(database, letter("a"), letter("b"))
    keep = "create trigger keep before delete on outbox begin select raise(abort, 'full'); end"
    await execute(database, keep)
    async with at_work(database, post):
        await until(lambda: "could not be settled" in caplog.text)
        await execute(database, "drop trigger keep")
        await until(lambda: "b" in post.arrived)
    assert post.arrived == ["a", "b"]
    await database.close()


async def test_what_was_under_way_when_the_process_died_is_sent_again(database: Database) -> None:
    post = Post()
    sender = await sender_of(database, post)
    await intend(database, letter("a"), letter("b"))
    async with database.write() as connection:
        (first,) = await outbox.heads(database)
        assert await outbox.begun(connection, first)
    await sender.deliver_all()
    # Nobody else can know whether it is still being sent: only who takes its lane may.
    assert post.arrived == []
    async with database.write() as connection:
        assert await outbox.take_up(connection, range(64)) == 1
    await sender.deliver_all()
    assert post.arrived == ["a", "b"]


async def test_the_log_does_not_repeat_what_was_to_be_said(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post(private=[Refused("bad request"), Gone("blocked"), ValueError("private")])
    sender = await sender_of(database, post)
    with caplog.at_level(logging.DEBUG, logger="bot"):
        for _ in range(3):
            await intend(database, letter("private"))
            await sender.deliver_all()
    assert len([record for record in caplog.records if "letter" in record.message]) >= 3
    assert "private" not in caplog.text


async def test_an_outbox_that_cannot_be_read_for_a_while_does_not_end_the_sender(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    async with at_work(database, post):
        await execute(database, "alter table outbox rename to hidden")
        await until(lambda: "cannot be read" in caplog.text)
        await execute(database, "alter table hidden rename to outbox")
        await intend(database, letter("a"))
        await until(lambda: post.arrived == ["a"])
