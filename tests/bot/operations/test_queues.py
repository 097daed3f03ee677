"""The queues as an operator sees them: dead letters by name, to be tried again or forgotten."""

from __future__ import annotations

import pytest

from bot.delivery import outbox
from bot.intake import inbox
from bot.intake.inbox import ATTEMPTS, Entry
from bot.operations.queues import Fate, UnknownLetter, counted, decide, listed
from knowledge import Database
from tests.bot.delivery.post import intend, letter
from tests.bot.intake.arrivals import numbers_waiting, put, said


@pytest.fixture
async def letters(database: Database) -> list[str]:
    """Two updates and a reply that were put aside, and one of each that waits; their names."""
    await put(database, [said(n, "what Ana wrote") for n in (1, 2, 3)])
    await intend(database, letter("what Ana is told", chat=7), letter("more", chat=8))
    async with database.write() as connection:
        for number in (1, 2):
            dead = Entry(number, 7, "", ATTEMPTS - 1, 0)
            await inbox.failed(connection, dead, "ValueError at compose.py:45")
        first, _ = await outbox.heads(database)
        await outbox.undeliverable(connection, first, "Refused")
    return ["update:1", "update:2", f"reply:{first.id}"]


async def test_every_dead_letter_is_listed_with_its_name_and_fault_but_not_its_words(
    database: Database, letters: list[str]
) -> None:
    lines = await listed(database)
    assert [line.split("\t")[0] for line in lines] == letters
    assert "3 failures\tValueError at compose.py:45\t20" in lines[0]
    assert "1 failures\tRefused\t20" in lines[2]
    assert "Ana" not in " ".join(lines)


async def test_what_waits_is_counted(database: Database, letters: list[str]) -> None:
    assert letters
    line = await counted(database)
    assert line.startswith("1 updates wait to be answered, the oldest since 20")
    assert line.endswith(" UTC; 1 replies wait")


async def test_named_letters_are_tried_again(database: Database, letters: list[str]) -> None:
    assert await decide(database, [letters[1], letters[2]], Fate.RETRY) == 2
    assert await numbers_waiting(database) == [2, 3]
    assert await outbox.backlog(database) == (2, 0)
    assert [line.split("\t")[0] for line in await listed(database)] == ["update:1"]


async def test_all_are_forgotten_when_all_are_named(database: Database, letters: list[str]) -> None:
    assert await decide(database, ["all"], Fate.DROP) == len(letters)
    assert await listed(database) == []
    # What waits is not touched.
    assert await numbers_waiting(database) == [3]
    assert await outbox.backlog(database) == (1, 0)


@pytest.mark.parametrize("name", ["update:3", "update:99", "reply:99", "letter:1", "1", "update:x"])
async def test_a_name_of_no_dead_letter_stops_everything(
    database: Database, letters: list[str], name: str
) -> None:
    with pytest.raises(UnknownLetter, match="queue list"):
        await decide(database, [letters[0], name], Fate.DROP)
    assert len(await listed(database)) == 3
