"""The outbox: a reply is intended with its state, kept until it arrived, and then forgotten."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.delivery import outbox
from knowledge import Database, sqlite_url
from tests.bot.delivery.post import intend, letter
from tests.bot.stage import rolled_back


async def taken(database: Database) -> list[str]:
    """What waits, in the order in which it would go out; nothing waits afterwards."""
    texts = []
    while heads := await outbox.heads(database):
        for found in heads:
            texts.append(found.arguments["text"])
            await outbox.delivered(database, found)
    return texts


async def test_letters_of_a_chat_go_out_in_the_order_in_which_they_were_intended(
    database: Database,
) -> None:
    await intend(database, letter("b"), letter("a"))
    await intend(database, letter("c", method="edit_message_text"))
    assert await taken(database) == ["b", "a", "c"]


async def test_each_chat_shows_its_oldest_letter(database: Database) -> None:
    await intend(database, letter("a"), letter("b"), letter("c", -9, "edit_message_text"))
    heads = await outbox.heads(database)
    assert [(found.method, found.chat, found.arguments["text"]) for found in heads] == [
        ("send_message", 7, "a"),
        ("edit_message_text", -9, "c"),
    ]
    assert all(found.due_ms <= outbox.now() for found in heads)


async def test_nothing_to_intend_is_no_fault(database: Database) -> None:
    await intend(database)
    assert await outbox.heads(database) == []


async def test_a_letter_is_intended_only_if_its_transaction_is(database: Database) -> None:
    await rolled_back(database, lambda connection: outbox.put(connection, [letter("never")]))
    assert await outbox.heads(database) == []


async def test_letters_are_still_there_after_a_restart(database_file: Path) -> None:
    first = await Database.open(sqlite_url(database_file))
    await intend(first, letter("a"))
    await first.close()
    second = await Database.open(sqlite_url(database_file))
    assert await taken(second) == ["a"]
    await second.close()


async def test_no_more_are_read_than_asked_for_and_those_due_the_longest_first(
    database: Database,
) -> None:
    await intend(database, *(letter(str(number), chat=number) for number in range(1, 6)))
    first = (await outbox.heads(database))[0]
    await outbox.postponed(database, first, "429", outbox.now() + 60_000)
    assert [found.chat for found in await outbox.heads(database, 2)] == [2, 3]
    assert [found.chat for found in await outbox.heads(database)] == [2, 3, 4, 5, 1]


async def test_of_a_delivered_letter_nothing_stays(database: Database, database_file: Path) -> None:
    await intend(database, letter("a"), letter("b"))
    (first,) = await outbox.heads(database)
    await outbox.delivered(database, first)
    with sqlite3.connect(database_file) as raw:
        held = raw.execute("select payload from outbox").fetchall()
    raw.close()
    assert len(held) == 1
    assert await taken(database) == ["b"]


async def test_a_postponed_letter_keeps_its_place_and_counts_its_tries(database: Database) -> None:
    await intend(database, letter("a"), letter("b"))
    for attempt in (1, 2):
        (first,) = await outbox.heads(database)
        await outbox.postponed(database, first, "429", due_ms=10_000 + attempt)
        (first,) = await outbox.heads(database)
        assert (first.attempts, first.due_ms) == (attempt, 10_000 + attempt)
    assert await taken(database) == ["a", "b"]


async def test_the_letters_of_a_group_follow_it_and_stay_as_they_were(database: Database) -> None:
    pressed = ("answer_callback_query", -9, {"callback_query_id": "1", "text": "b"})
    await intend(database, letter("a", chat=-9), pressed, letter("other", chat=-8))
    first, _ = await outbox.heads(database)
    await outbox.moved(database, first, -1009)
    other, first = sorted(await outbox.heads(database), key=lambda found: -found.chat)
    assert (first.chat, first.arguments) == (-1009, {"chat_id": -1009, "text": "a"})
    assert (other.chat, other.arguments["chat_id"]) == (-8, -8)
    await outbox.delivered(database, first)
    second = next(found for found in await outbox.heads(database) if found.chat == -1009)
    # A press is acknowledged without naming a chat.
    assert second.arguments == pressed[2]


async def test_an_undeliverable_letter_waits_no_more_and_its_words_are_forgotten(
    database: Database, database_file: Path
) -> None:
    await intend(database, letter("private words"), letter("b"))
    (first,) = await outbox.heads(database)
    await outbox.undeliverable(database, first, "gone")
    assert await taken(database) == ["b"]
    with sqlite3.connect(database_file) as raw:
        held = raw.execute("select payload, error from outbox where id = ?", [first.id]).fetchone()
    raw.close()
    assert held == ("{}", "gone")


@pytest.mark.parametrize("text", ["", "\x00\x07", "\u202e\u200f", "\ud83d alone", "🧂" * 5_000])
async def test_any_text_comes_back_as_it_was(database: Database, text: str) -> None:
    await intend(database, letter(text))
    assert await taken(database) == [text]
