"""The sender: in order within a chat, paced, and no chat holds up another."""

from __future__ import annotations

import asyncio
import contextlib
import time

import pytest
from sqlalchemy import URL

from bot.delivery.pacing import Limits
from bot.delivery.sender import Sender
from bot.errors import Busy
from knowledge import Database
from tests.bot.delivery.post import Post, intend, letter, rows
from tests.bot.delivery.sending import at_work, comes_to, drained, sender_of
from tests.bot.stage import execute, sole_owner, until

AMPLE = (1_000.0, 1_000.0)


async def test_letters_of_a_chat_arrive_in_order_and_are_forgotten(database: Database) -> None:
    post = Post()
    await intend(database, *(letter(str(number), chat=number % 2) for number in range(10)))
    await drained(database, post)
    assert [text for text in post.arrived if int(text) % 2] == ["1", "3", "5", "7", "9"]
    assert [text for text in post.arrived if not int(text) % 2] == ["0", "2", "4", "6", "8"]
    assert await rows(database) == []


async def test_an_empty_outbox_is_no_work(database: Database) -> None:
    await drained(database, Post())


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
    await drained(database, post, limits)
    assert post.arrived == ["a", "b"]
    assert time.monotonic() - began >= 0.09


async def test_the_answer_to_a_pressed_button_does_not_wait_for_the_pace(
    database: Database,
) -> None:
    post = Post()
    limits = Limits(overall=AMPLE, person=(0.01, 1), group=AMPLE)
    await intend(database, letter("a"), letter("pressed", method="answer_callback_query"))
    async with asyncio.timeout(5):
        await drained(database, post, limits)
    assert post.arrived == ["a", "pressed"]


async def test_delivering_all_waits_for_what_is_postponed(database: Database) -> None:
    post = Post(a=[Busy(0.05)])
    await intend(database, letter("a"), letter("b"))
    await drained(database, post)
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


async def test_a_sender_that_is_asked_to_end_lets_a_call_end_and_settles_it(
    database: Database,
) -> None:
    gate = asyncio.Event()
    post = Post(a=[lambda: _waits_for(gate)])
    await intend(database, letter("a"), letter("b"))
    task = asyncio.create_task((await sender_of(database, post)).run())
    await until(lambda: post.tried == ["a"])
    task.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert post.arrived == ["a"]
    assert len(await rows(database)) == 1


async def test_a_sender_ends_when_asked_although_it_was_just_woken(database: Database) -> None:
    sender = await sender_of(database, Post(a=[Busy(60)]))
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


async def test_no_more_calls_are_under_way_than_there_are_lanes(database: Database) -> None:
    gate = asyncio.Event()
    texts = [str(number) for number in range(60)]
    post = Post(**{text: [lambda: _waits_for(gate)] for text in texts})
    await intend(database, *(letter(text, chat=1 + int(text)) for text in texts))
    async with at_work(database, post) as sender:
        await until(lambda: len(post.tried) == 32)
        sender.wake()
        await comes_to(database, lambda found: sum(r.state == "sending" for r in found) == 32)
        assert len(post.tried) == 32
        gate.set()
        await until(lambda: sorted(post.arrived) == sorted(texts))


async def test_a_letter_of_a_lane_that_was_lost_is_left_to_its_new_owner(
    postgres_address: URL,
) -> None:
    database = await Database.open(postgres_address)
    leases = await sole_owner(database)
    post = Post()
    sender = await sender_of(database, post, leases=leases)
    await intend(database, letter("a"))
    # It still believes that the lane is its own.
    await execute(database, "UPDATE leases SET owner = 'another'")
    async with asyncio.timeout(5):
        while not sender._calls:
            await sender._start_due()
        await asyncio.wait(sender._calls.values())
    assert post.tried == []
    assert (await rows(database))[0].state == "new"
    await database.close()


async def _waits_for(gate: asyncio.Event) -> None:
    await gate.wait()


async def _keep_waking(sender: Sender) -> None:
    while True:
        sender.wake()
        await asyncio.sleep(0.001)
