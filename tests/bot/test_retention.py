"""Retention: everything of people ends by itself, is measured, and stands in the documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import retention
from bot.blocks import Blocks
from bot.chats import Chats
from bot.conversation.state import ChatState
from bot.delivery import outbox
from bot.intake import inbox
from bot.retention import RULES, End, Rule, keys
from knowledge import Database, Objection, Vault, Verdict, metadata, stored_feedback, stored_told
from tests.bot.delivery.post import intend, letter
from tests.bot.intake.arrivals import numbers_waiting, put, said
from tests.bot.sealed import SECRET
from tests.make import CLAIM

DAY_MS = 24 * 3600 * 1000
PAGE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
FILES = (
    "grain-of-salt.sqlite3",
    "grain-of-salt.sqlite3-wal",
    "grain-of-salt.sqlite3-shm",
    "secret.key",
    "alive",
    "lock",
)


async def fill(database: Database) -> None:
    """Something of every kind, all of this moment."""
    await put(database, [said(n) for n in (1, 2, 3)])
    await intend(database, letter("a"), letter("b", chat=8))
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        await inbox.done(connection, 1)
        await connection.execute(
            update(inbox.inbox).where(inbox.inbox.c.update_id == 2).values(state=inbox.DEAD)
        )
        first, _ = await outbox.heads(database)
        await outbox.undeliverable(connection, first, "Refused")
        await Chats(database, vault).save(connection, 7, ChatState(country="IN"))
        await stored_told.remember(connection, "ana", "sealed", [CLAIM], inbox.now())
        said_so = Objection(CLAIM.id, Verdict.WRONG)
        await stored_feedback.add(connection, "ana", "1f", said_so, inbox.now())
        await Blocks(database, vault).add(connection, 6)
        await vault.make(connection, vault.pseudonym(99))


async def age(database: Database, days: float) -> None:
    """Let so much time have passed."""
    async with database.write() as connection:
        for column in {rule.since for rule in RULES} | {inbox.inbox.c.changed_ms}:
            older = {column.name: column - int(days * DAY_MS)}
            await connection.execute(update(column.table).values(older))


async def counts(database: Database) -> dict[str, int]:
    async with database.read() as connection:
        return {
            rule.what: len((await connection.execute(select(rule.table).where(rule.which))).all())
            for rule in RULES
        }


@pytest.mark.parametrize("rule", [r for r in RULES if r.end is End.ERASED], ids=lambda r: r.what)
async def test_everything_stays_until_its_time_and_not_longer(
    database: Database, rule: Rule
) -> None:
    await fill(database)
    if rule.what == "keys_of_days":
        await work_off(database)
    await age(database, rule.days - 0.1)
    assert (await retention.erase(database))[rule.what] == 0
    assert (await counts(database))[rule.what] == 1
    await age(database, 0.2)
    assert (await retention.erase(database))[rule.what] == 1
    assert (await counts(database))[rule.what] == 0


async def work_off(database: Database) -> None:
    """Nothing waits any more."""
    async with database.write() as connection:
        await inbox.done(connection, 3)
        for chat in (7, 8):
            await outbox.forget(connection, chat)


async def test_what_still_waits_is_never_erased_nor_its_key(database: Database) -> None:
    await fill(database)
    await age(database, 400)
    await retention.erase(database)
    found = await counts(database)
    assert (found["waiting_updates"], found["waiting_replies"]) == (1, 1)
    assert await numbers_waiting(database) == [3]
    async with database.read() as connection:
        owners = list(await connection.scalars(select(keys.c.owner)))
    assert [owner[:6] for owner in owners] == ["queue:"]


async def test_with_the_last_of_a_chat_its_key_goes(database: Database) -> None:
    await fill(database)
    await age(database, 91)
    gone = await retention.erase(database)
    assert (gone["chats"], gone["idle_keys"]) == (1, 2)


async def test_the_key_of_a_chat_that_is_remembered_stays(database: Database) -> None:
    await fill(database)
    await age(database, 80)
    assert (await retention.erase(database))["idle_keys"] == 1
    assert await Chats(database, Vault(database, SECRET)).load(7) == ChatState(country="IN")


async def test_the_age_of_the_oldest_is_measured(database: Database) -> None:
    assert set((await retention.ages(database)).values()) == {0.0}
    await fill(database)
    await age(database, 2)
    found = await retention.ages(database)
    assert set(found) == {rule.what for rule in RULES}
    assert all(2 * 86_400 <= found[what] < 2 * 86_400 + 600 for what in found if found[what])
    assert found["dead_updates"]
    assert found["chats"]


async def test_what_is_kept_too_long_is_named_with_its_age(database: Database) -> None:
    await fill(database)
    assert await retention.overdue(database) == []
    await age(database, 14.2)
    late = await retention.overdue(database)
    assert "dead_updates of 14.2 days (at most 14)" in late
    assert "waiting_updates of 14.2 days (at most 1)" in late
    assert not any(one.startswith("chats") for one in late)


def test_the_page_says_of_every_rule_where_and_how_long() -> None:
    rows = dict(re.findall(r"^\| `(\w+)`: (.*) \|$", PAGE, re.MULTILINE))
    assert set(rows) == {rule.what for rule in RULES}
    for rule in RULES:
        _, where, why, how_long, sealed = rows[rule.what].split(" | ")
        assert where == f"table `{rule.table.name}`"
        assert re.search(rf"\b{rule.days} days?\b", how_long), rule.what
        assert why
        assert sealed


def test_the_page_names_every_table_and_file_and_no_other() -> None:
    tables = {name for cell in re.findall(r"\| tables? ([^|]*) \|", PAGE) for name in _code(cell)}
    assert tables == {*metadata.tables, "alembic_version"}
    files = PAGE[PAGE.index("## Files") : PAGE.index("## How it ends")]
    assert all(f"`{name}`" in files for name in FILES)


def _code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)
