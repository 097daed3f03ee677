"""The sender: in order within a chat, paced, retried, and no chat holds up another."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.delivery import outbox
from bot.delivery.pacing import NONE, Limits, Pacing
from bot.delivery.sender import Sender
from bot.errors import Busy, Gone, Moved, Refused, TransportError, Unchanged
from knowledge import Database
from tests.bot.delivery.post import Post, intend, letter
from tests.bot.stage import until

AMPLE = (1_000.0, 1_000.0)


def sender_of(database: Database, post: Post, limits: Limits = NONE) -> Sender:
    return Sender(database, post, Pacing(limits))


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[None]:
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        # Whatever else a task ended by, it has told of by what did not arrive.
        with contextlib.suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def at_work(database: Database, post: Post, limits: Limits = NONE) -> AsyncIterator[Sender]:
    """A running sender for what already lies in the outbox."""
    sender = sender_of(database, post, limits)
    async with running(sender):
        yield sender


async def rows(database: Database) -> list[Any]:
    async with database.read() as connection:
        table = outbox.outbox
        return list(await connection.execute(select(table).order_by(table.c.id)))


async def comes_to(database: Database, condition: Callable[[list[Any]], object]) -> list[Any]:
    """The rows of the outbox as soon as they are as wanted."""
    async with asyncio.timeout(5):
        while not condition(found := await rows(database)):  # noqa: ASYNC110 - another task's work
            await asyncio.sleep(0.005)
    return found


async def make_due(database: Database, sender: Sender) -> None:
    """Let the time of every postponed letter come."""
    async with database.write() as connection:
        await connection.execute(update(outbox.outbox).values(due_ms=0))
    sender.wake()


async def test_letters_of_a_chat_arrive_in_order_and_are_forgotten(database: Database) -> None:
    post = Post()
    await intend(database, *(letter(str(number), chat=number % 2) for number in range(10)))
    await sender_of(database, post).deliver_all()
    assert [text for text in post.arrived if int(text) % 2] == ["1", "3", "5", "7", "9"]
    assert [text for text in post.arrived if not int(text) % 2] == ["0", "2", "4", "6", "8"]
    assert await rows(database) == []


async def test_an_empty_outbox_is_no_work(database: Database) -> None:
    await sender_of(database, Post()).deliver_all()


async def test_a_running_sender_is_woken_by_a_new_letter(database: Database) -> None:
    post = Post()
    async with at_work(database, post) as sender:
        await intend(database, letter("a"))
        sender.wake()
        await until(lambda: post.arrived == ["a"])
        await intend(database, letter("b"))
        sender.wake()
        await until(lambda: post.arrived == ["a", "b"])


async def test_a_running_sender_takes_up_what_an_earlier_one_left(database: Database) -> None:
    post = Post()
    await intend(database, letter("left"))
    async with at_work(database, post):
        await until(lambda: post.arrived == ["left"])


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


@pytest.mark.parametrize("kind", [TransportError, RuntimeError])
async def test_waiting_grows_with_every_failure_and_ends_after_some(
    database: Database, caplog: pytest.LogCaptureFixture, kind: type[Exception]
) -> None:
    post = Post(a=[kind("ReadTimeout") for _ in range(100)])
    await intend(database, letter("a"), letter("b"))
    pauses: list[float] = []
    async with at_work(database, post) as sender:
        while post.arrived != ["b"]:
            # Until it fails again, a letter that was made due keeps the time that it got then.
            found = await comes_to(
                database, lambda found: len(found) < 2 or (found[0].attempts and found[0].due_ms)
            )
            if len(found) == 2 and found[0].state == outbox.NEW:
                pauses.append(found[0].due_ms - outbox.now())
                await make_due(database, sender)
    assert len(pauses) > 5
    assert pauses == sorted(pauses)
    assert pauses[-1] > 60_000
    assert sum(pauses) > 600_000
    assert "given up" in caplog.text
    (dead,) = await rows(database)
    assert (dead.state, dead.payload) == (outbox.DEAD, "{}")


@pytest.mark.parametrize("seconds", [3, 37])
async def test_being_asked_to_wait_is_heeded_to_the_second(
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


@pytest.mark.parametrize("error", [Gone("blocked by the user"), Refused("chat not found")])
async def test_a_letter_that_can_never_arrive_is_put_aside_and_nobody_waits(
    database: Database, error: Refused
) -> None:
    post = Post(a=[error])
    await intend(database, letter("a"), letter("b"), letter("c", chat=8))
    await sender_of(database, post).deliver_all()
    assert sorted(post.arrived) == ["b", "c"]
    assert [(row.state, row.payload) for row in await rows(database)] == [(outbox.DEAD, "{}")]


async def test_an_edit_that_changes_nothing_is_done(database: Database) -> None:
    post = Post(a=[Unchanged("message is not modified")])
    await intend(database, letter("a", method="edit_message_text"))
    await sender_of(database, post).deliver_all()
    assert await rows(database) == []


async def test_the_letters_of_a_group_that_moved_follow_it(database: Database) -> None:
    post = Post(a=[Moved(-1009)])
    await intend(database, letter("a", chat=-9), letter("b", chat=-9))
    await sender_of(database, post).deliver_all()
    assert post.arrived == ["a", "b"]
    assert post.chats == [-1009, -1009]


async def test_a_chat_beyond_its_pace_waits_and_others_do_not(database: Database) -> None:
    post = Post()
    limits = Limits(overall=AMPLE, person=(0.1, 2), group=AMPLE)
    await intend(database, *(letter(text) for text in "abc"), letter("d", chat=8))
    async with at_work(database, post, limits) as sender:
        await until(lambda: sorted(post.arrived) == ["a", "b", "d"])
        await intend(database, letter("e", chat=8))
        sender.wake()
        await until(lambda: "e" in post.arrived)
    assert "c" not in post.tried


async def test_a_letter_beyond_the_pace_goes_out_when_its_time_has_come(
    database: Database,
) -> None:
    post = Post()
    limits = Limits(overall=AMPLE, person=(10, 1), group=AMPLE)
    await intend(database, letter("a"), letter("b"))
    began = time.monotonic()
    await sender_of(database, post, limits).deliver_all()
    assert post.arrived == ["a", "b"]
    assert time.monotonic() - began >= 0.09


async def test_the_answer_to_a_pressed_button_does_not_wait_for_the_pace(
    database: Database,
) -> None:
    post = Post()
    limits = Limits(overall=AMPLE, person=(0.01, 1), group=AMPLE)
    await intend(database, letter("a"), letter("pressed", method="answer_callback_query"))
    async with asyncio.timeout(5):
        await sender_of(database, post, limits).deliver_all()
    assert post.arrived == ["a", "pressed"]


async def test_delivering_all_waits_for_what_is_postponed(database: Database) -> None:
    post = Post(a=[Busy(0.05)])
    await intend(database, letter("a"), letter("b"))
    await sender_of(database, post).deliver_all()
    assert post.arrived == ["a", "b"]


async def test_however_often_it_is_woken_nothing_is_sent_twice(database: Database) -> None:
    post = Post()
    chats = range(1, 6)
    texts = [f"{chat} {number}" for chat in chats for number in range(20)]
    await intend(database, *(letter(text, chat=int(text[0])) for text in texts))
    async with at_work(database, post) as sender:
        waking = asyncio.create_task(_keep_waking(sender))
        async with asyncio.timeout(20):
            await asyncio.gather(*(sender.deliver_all() for _ in range(3)))
        waking.cancel()
    assert sorted(post.arrived) == sorted(texts)
    for chat in chats:
        of_chat = [text for text in post.arrived if text[0] == str(chat)]
        assert of_chat == [text for text in texts if text[0] == str(chat)]


async def test_what_arrived_is_not_sent_again_while_it_cannot_be_settled(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    await intend(database, letter("a"), letter("b"))
    keep = "create trigger keep before delete on outbox begin select raise(abort, 'full'); end"
    await _execute(database, keep)
    async with at_work(database, post):
        await until(lambda: "could not be settled" in caplog.text)
        await _execute(database, "drop trigger keep")
        await until(lambda: "b" in post.arrived)
    assert post.arrived == ["a", "b"]


async def test_the_log_does_not_repeat_what_was_to_be_said(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post(private=[Refused("bad request"), Gone("blocked"), ValueError("private")])
    with caplog.at_level(logging.DEBUG, logger="bot"):
        for _ in range(3):
            await intend(database, letter("private"))
            await sender_of(database, post).deliver_all()
    assert len(caplog.records) >= 3
    assert "private" not in caplog.text


async def test_a_call_that_hangs_holds_up_no_other_chat(database: Database) -> None:
    gate = asyncio.Event()
    post = Post(slow=[lambda: _waits_for(gate)])
    async with at_work(database, post) as sender:
        await intend(database, letter("slow", chat=1))
        sender.wake()
        await until(lambda: post.tried == ["slow"])
        await intend(database, letter("quick", chat=2))
        sender.wake()
        await until(lambda: post.arrived == ["quick"])
        gate.set()
        await until(lambda: post.arrived == ["quick", "slow"])


async def test_very_many_letters_to_one_chat_hold_up_no_other(database: Database) -> None:
    post = Post(**{"0": [Busy(60)]})
    await intend(database, *(letter(str(number), chat=1) for number in range(600)))
    await intend(database, letter("other", chat=2))
    async with at_work(database, post):
        await until(lambda: post.arrived == ["other"])


async def test_an_outbox_that_cannot_be_read_for_a_while_does_not_end_the_sender(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    await _execute(database, "alter table outbox rename to hidden")
    async with at_work(database, post):
        await until(lambda: "cannot be read" in caplog.text)
        await _execute(database, "alter table hidden rename to outbox")
        await intend(database, letter("a"))
        await until(lambda: post.arrived == ["a"])


async def test_a_sender_that_is_asked_to_end_lets_a_call_end_and_settles_it(
    database: Database,
) -> None:
    gate = asyncio.Event()
    post = Post(a=[lambda: _waits_for(gate)])
    await intend(database, letter("a"), letter("b"))
    task = asyncio.create_task(sender_of(database, post).run())
    await until(lambda: post.tried == ["a"])
    task.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert post.arrived == ["a"]
    assert len(await rows(database)) == 1


async def test_a_sender_ends_when_asked_although_it_was_just_woken(database: Database) -> None:
    sender = sender_of(database, Post(a=[Busy(60)]))
    await intend(database, letter("a"))
    task = asyncio.create_task(sender.run())
    await comes_to(database, lambda found: found[0].attempts)
    # By the end of a pass of another the running sender waits for work again.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await sender.deliver_all()
    sender.wake()
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    assert done


async def _waits_for(gate: asyncio.Event) -> None:
    await gate.wait()


async def _keep_waking(sender: Sender) -> None:
    while True:
        sender.wake()
        await asyncio.sleep(0.001)


async def _execute(database: Database, statement: str) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql(statement)
