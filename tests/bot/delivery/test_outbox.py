"""The outbox: a reply is intended with its state, kept until it arrived, and then forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import URL, update

from bot import retention
from bot.delivery import outbox
from bot.delivery.outbox import Letter, Order
from knowledge import Database
from tests.bot.delivery.post import Call, intend, letter, opened, rows
from tests.bot.sealed import envelopes_of
from tests.bot.stage import rolled_back

DAY_MS = 24 * 3600 * 1000


async def do(database: Database, act: Any, *arguments: Any) -> Any:
    """One act in a transaction of its own."""
    async with database.write() as connection:
        return await act(connection, *arguments)


async def heads(database: Database) -> list[Letter]:
    return await outbox.heads(database)


async def texts_of_heads(database: Database) -> list[str]:
    return [(await opened(database, found))["text"] for found in await outbox.heads(database)]


async def taken(database: Database) -> list[str]:
    """What waits, in the order in which it would go out; nothing waits afterwards."""
    texts = []
    while found := await outbox.heads(database):
        for one in found:
            texts.append((await opened(database, one))["text"])
            await do(database, outbox.delivered, one)
    return texts


async def test_letters_of_a_chat_go_out_in_the_order_in_which_they_were_intended(
    database: Database,
) -> None:
    await intend(database, letter("b"), letter("a"))
    await intend(database, letter("c", method="edit_message_text"))
    assert await taken(database) == ["b", "a", "c"]


async def test_each_chat_shows_its_oldest_letter(database: Database) -> None:
    await intend(database, letter("a"), letter("b"), letter("c", -9, "edit_message_text"))
    found = await outbox.heads(database)
    assert [(one.method, one.chat) for one in found] == [
        ("send_message", 7),
        ("edit_message_text", -9),
    ]
    assert await texts_of_heads(database) == ["a", "c"]
    assert all(one.due_ms <= outbox.now() for one in found)


async def test_nothing_to_intend_is_no_fault(database: Database) -> None:
    await intend(database)
    assert await outbox.heads(database) == []


async def test_a_letter_is_intended_only_if_its_transaction_is(database: Database) -> None:
    envelopes = await envelopes_of(database)
    await rolled_back(database, lambda c: outbox.put(c, envelopes, [letter("never")]))
    assert await outbox.heads(database) == []


async def test_letters_are_still_there_after_a_restart(address: URL) -> None:
    first = await Database.open(address)
    await intend(first, letter("a"))
    await first.close()
    second = await Database.open(address)
    assert await taken(second) == ["a"]
    await second.close()


async def test_no_more_are_read_than_asked_for_and_only_those_of_some_lanes(
    database: Database,
) -> None:
    await intend(database, *(letter(str(number), chat=number) for number in range(1, 6)))
    assert [found.chat for found in await outbox.heads(database, limit=2)] == [1, 2]
    assert [found.chat for found in await outbox.heads(database, {2, 4})] == [2, 4]
    assert await outbox.heads(database, ()) == []


async def test_answers_go_before_broadcasts_and_the_oldest_first(database: Database) -> None:
    news = [letter("news 1", chat=1), letter("news 2", chat=2)]
    await intend(database, *news, order=Order.BROADCAST)
    await intend(database, letter("answer", chat=2), letter("late", chat=3))
    assert await texts_of_heads(database) == ["answer", "late", "news 1"]
    assert await taken(database) == ["answer", "late", "news 1", "news 2"]


async def test_of_several_edits_of_a_message_only_the_last_goes_out(database: Database) -> None:
    def edit(text: str, message: int, chat: int = 7) -> Call:
        arguments = {"chat_id": chat, "message_id": message, "text": text}
        return "edit_message_text", chat, arguments

    await intend(database, edit("old", 5), letter("between"), edit("other chat", 5, chat=8))
    await intend(database, edit("other message", 6), edit("new", 5))
    assert await taken(database) == ["between", "other chat", "other message", "new"]


async def test_an_edit_that_is_on_its_way_is_not_taken_back(database: Database) -> None:
    call = ("edit_message_text", 7, {"chat_id": 7, "message_id": 5, "text": "first"})
    await intend(database, call)
    (first,) = await heads(database)
    assert await do(database, outbox.begun, first)
    await intend(database, (call[0], call[1], {**call[2], "text": "second"}))
    assert len(await rows(database)) == 2
    # The second waits until the first has ended.
    assert await heads(database) == []


async def test_of_a_delivered_letter_nothing_stays(database: Database) -> None:
    await intend(database, letter("a"), letter("b"))
    (first,) = await heads(database)
    await do(database, outbox.delivered, first)
    assert len(await rows(database)) == 1
    assert await taken(database) == ["b"]


async def test_a_letter_is_begun_once(database: Database) -> None:
    await intend(database, letter("a"), letter("b"))
    (first,) = await heads(database)
    assert await do(database, outbox.begun, first)
    assert not await do(database, outbox.begun, first)
    assert await heads(database) == []
    await do(database, outbox.freed, first)
    assert await texts_of_heads(database) == ["a"]


async def test_what_was_under_way_when_a_process_died_is_taken_up_and_counted(
    database: Database,
) -> None:
    await intend(database, letter("a", chat=1), letter("b", chat=2), letter("c", chat=3))
    for found in (await heads(database))[:2]:
        assert await do(database, outbox.begun, found)
    assert await do(database, outbox.take_up, {1, 3}) == 1
    again, other = await heads(database)
    assert (again.chat, again.repeats) == (1, 1)
    assert (other.chat, other.repeats) == (3, 0)


async def test_a_postponed_letter_keeps_its_place_and_counts_its_tries(database: Database) -> None:
    await intend(database, letter("a"), letter("b"))
    for attempt in (1, 2):
        (first,) = await heads(database)
        await do(database, outbox.postponed, first, "429", 10_000 + attempt)
        (first,) = await heads(database)
        assert (first.attempts, first.due_ms) == (attempt, 10_000 + attempt)
    assert await taken(database) == ["a", "b"]


async def test_a_letter_that_is_not_due_holds_up_its_chat_only(database: Database) -> None:
    await intend(database, letter("a"), letter("b"), letter("c", chat=8))
    due = outbox.now() + 60_000
    await do(database, outbox.postponed, (await heads(database))[0], "429", due)
    assert await texts_of_heads(database) == ["c"]
    # What is due already counts too: it may have been hidden by a call that ended just now.
    assert (await outbox.next_due(database) or 0) <= outbox.now()
    await do(database, outbox.delivered, (await heads(database))[0])
    assert await outbox.next_due(database) == due
    await do(database, outbox.ended, 7)
    assert await outbox.next_due(database) is None


async def test_the_letters_of_a_group_follow_it_and_stay_as_they_were(database: Database) -> None:
    pressed = ("answer_callback_query", -9, {"callback_query_id": "1", "text": "b"})
    await intend(database, letter("a", chat=-9), pressed, letter("other", chat=-8))
    first, _ = await heads(database)
    envelopes = await envelopes_of(database)
    await do(database, outbox.moved, envelopes, first, -1009)
    other, first = sorted(await heads(database), key=lambda found: -found.chat)
    assert first.chat == envelopes.number(-1009)
    assert await opened(database, first) == {"chat_id": -1009, "text": "a"}
    assert (other.chat, (await opened(database, other))["chat_id"]) == (-8, -8)
    await do(database, outbox.delivered, first)
    second = next(found for found in await heads(database) if found.chat == first.chat)
    # A press is acknowledged without naming a chat.
    assert await opened(database, second) == pressed[2]


async def test_of_a_chat_in_which_nobody_is_all_letters_are_dropped(database: Database) -> None:
    await intend(database, letter("a"), letter("b"), letter("c", chat=8))
    assert await do(database, outbox.begun, (await heads(database))[0])
    assert await do(database, outbox.ended, 7) == 2
    assert await taken(database) == ["c"]


async def test_an_undeliverable_letter_waits_for_an_operator_and_holds_up_nothing(
    database: Database,
) -> None:
    await intend(database, letter("a"), letter("b"))
    (first,) = await heads(database)
    await do(database, outbox.undeliverable, first, "Refused")
    assert await outbox.backlog(database) == (1, 1)
    assert await taken(database) == ["b"]
    ((number, failures, error, when),) = await outbox.dead(database)
    assert (number, failures, error) == (first.id, 1, "Refused")
    assert 0 <= outbox.now() - when < 60_000
    await do(database, outbox.retry, {first.id})
    assert await outbox.dead(database) == []
    assert await taken(database) == ["a"]


async def test_only_dead_letters_are_dropped(database: Database) -> None:
    await intend(database, letter("a"), letter("b", chat=8))
    first, second = await heads(database)
    await do(database, outbox.undeliverable, first, "Refused")
    await do(database, outbox.drop, {first.id, second.id})
    assert await taken(database) == ["b"]
    assert await rows(database) == []


async def test_dead_letters_are_forgotten_after_two_weeks(database: Database) -> None:
    await intend(database, letter("a"), letter("b", chat=8), letter("c", chat=9))
    for found in (await heads(database))[:2]:
        await do(database, outbox.undeliverable, found, "Refused")
    table = outbox.outbox
    async with database.write() as connection:
        aged = update(table).where(table.c.chat != 8).values(due_ms=outbox.now() - 15 * DAY_MS)
        await connection.execute(aged)
    await retention.erase(database)
    assert [row.chat for row in await rows(database)] == [8, 9]


async def test_what_was_intended_before_a_moment_can_be_forgotten(database: Database) -> None:
    await intend(database, letter("a"), letter("b", chat=8))
    table = outbox.outbox
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.chat == 7).values(created_ms=5))
        await outbox.forget_waiting(connection, outbox.now() - DAY_MS)
    assert await taken(database) == ["b"]


@pytest.mark.parametrize("text", ["", "\x00\x07", "\u202e\u200f", "\ud83d alone", "🧂" * 5_000])
async def test_any_text_comes_back_as_it_was(database: Database, text: str) -> None:
    await intend(database, letter(text))
    assert await taken(database) == [text]


async def test_what_comes_of_a_forgotten_letter_is_not_done_to_the_next_one(
    database: Database,
) -> None:
    await intend(database, letter("forgotten"))
    (first,) = await heads(database)
    acts: list[tuple[Any, ...]] = [
        (outbox.begun,),
        (outbox.delivered,),
        (outbox.freed,),
        (outbox.postponed, "429", 0),
        (outbox.undeliverable, "Refused"),
    ]
    for act, *more in acts:
        await do(database, outbox.forget, 7)
        # It may get the same number.
        await intend(database, letter("next"))
        assert not await do(database, act, first, *more)
        assert [(row.state, row.attempts) for row in await rows(database)] == [(outbox.NEW, 0)]
        assert await texts_of_heads(database) == ["next"]
