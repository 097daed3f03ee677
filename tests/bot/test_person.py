"""Everything that is kept of one person: shown to them whole, and erased without a trace."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import blocks, person
from bot.chats import Chats, chats
from bot.conversation.replies import SendFile
from bot.conversation.state import ChatState
from bot.delivery import outbox
from bot.intake import inbox
from bot.intake.inbox import DONE, NEW
from bot.person import PARTS, Means, Person
from bot.retention import KEY_HOLDERS, keys
from bot.wording.answer import Answer, Item
from knowledge import (
    Database,
    Member,
    Objection,
    Role,
    Stance,
    Vault,
    Verdict,
    metadata,
    stored_feedback,
    stored_requests,
    stored_team,
    stored_told,
)
from tests.bot.sealed import SECRET, envelopes_of
from tests.knowledge.storage.asking import asked
from tests.make import CLAIM

ANA, LUIS = 5_000_000_123, 5_000_000_456
ASKED = Answer("1f", "en", None, items=(Item("nmn-depression", Stance.ASKS),))
STATE = ChatState((ASKED,), "IN")


async def means_of(database: Database) -> Means:
    vault = Vault(database, SECRET)
    return Means(Chats(database, vault), await envelopes_of(database), vault)


@pytest.fixture
async def means(database: Database) -> Means:
    """Ana and Luis are known, and something of both waits."""
    found = await means_of(database)
    number = found.envelopes.number
    said = [
        (1, ANA, "what Ana wrote"),
        (2, LUIS, "what Luis wrote"),
        (9, ANA, "and next"),
    ]
    arriving = [(number(who), {"update_id": n, "message": {"text": text}}) for n, who, text in said]
    await inbox.put(database, found.envelopes, arriving)
    async with database.write() as connection:
        for who in (ANA, LUIS):
            await found.chats.save(connection, who, STATE)
            call = ("send_message", number(who), {"chat_id": who, "text": f"for {who}"})
            await outbox.put(connection, found.envelopes, [call])
            owner = found.vault.pseudonym(who)
            await stored_told.remember(connection, owner, "sealed", [CLAIM], inbox.now())
            said_so = Objection(CLAIM.id, Verdict.WRONG)
            await stored_feedback.add(connection, owner, "1f", said_so, inbox.now())
            await blocks.Blocks(database, found.vault).add(connection, who)
            await stored_team.add(connection, Member(owner, f"M{who}", Role.REVIEWER), "sealed")
            asking = asked(owner, f"what {who} sent")
            await stored_requests.add_request(connection, found.vault, asking, inbox.now())
        # One of Ana's could not be handled, nor one be delivered.
        rows = inbox.inbox.c
        await connection.execute(
            update(inbox.inbox).where(rows.update_id == 1).values(state=inbox.DEAD)
        )
    return found


async def told(database: Database, means: Means, who: int) -> dict[str, Any]:
    async with database.read() as connection:
        made = await person.file(connection, means, Person(who, 5), to=42)
    assert isinstance(made, SendFile)
    assert made.name.endswith(".json")
    assert made.to == 42
    found: dict[str, Any] = json.loads(made.content)
    return found


async def test_the_file_holds_all_that_is_kept_and_says_what_it_is(
    database: Database, means: Means
) -> None:
    found = await told(database, means, ANA)
    assert all(found[part.table]["about"] for part in PARTS)
    assert found["chats"]["kept"]["country"] == "IN"
    assert found["chats"]["kept"]["answers"][0]["items"][0]["claim"] == "nmn-depression"
    texts = [row["content"]["message"]["text"] for row in found["inbox"]["kept"]]
    assert texts == ["what Ana wrote", "and next"]
    assert [row["state"] for row in found["inbox"]["kept"]] == [inbox.DEAD, NEW]
    assert found["outbox"]["kept"][0]["content"]["chat_id"] == ANA
    assert "Luis" not in json.dumps(found)
    assert str(LUIS) not in json.dumps(found)


async def test_of_who_is_not_known_the_file_is_empty(database: Database, means: Means) -> None:
    found = await told(database, means, 77)
    assert [found[part.table]["kept"] for part in PARTS] == [[], [], [], [], [], None, [], []]


async def test_after_forgetting_nothing_of_the_person_is_left_and_all_of_others(
    database: Database, means: Means
) -> None:
    before = await told(database, means, LUIS)
    async with database.write() as connection:
        gone = await person.forget(connection, means, Person(ANA, 5))
    assert gone == dict.fromkeys((part.table for part in PARTS), 1)
    found = await told(database, means, ANA)
    assert (found["chats"]["kept"], found["outbox"]["kept"]) == (None, [])
    # What was written after the wish to be forgotten is a new beginning, and is answered.
    (later,) = found["inbox"]["kept"]
    assert later["content"]["message"]["text"] == "and next"
    luis = await told(database, means, LUIS)
    assert {**luis, "made": ""} == {**before, "made": ""}
    async with database.read() as connection:
        owners = set(await connection.scalars(select(keys.c.owner)))
        table = inbox.inbox.c
        first = await connection.scalar(select(table.state).where(table.update_id == 1))
    assert Vault(database, SECRET).pseudonym(ANA) not in owners
    # Telegram may send it again: it is known, and holds nothing.
    assert first == DONE


async def test_what_was_sealed_before_is_not_read_by_a_new_beginning(
    database: Database, means: Means
) -> None:
    async with database.read() as connection:
        old = await connection.scalar(select(chats.c.state).where(chats.c.key == _name(database)))
    async with database.write() as connection:
        await person.forget(connection, means, Person(ANA, 5))
        await means.chats.save(connection, ANA, ChatState(country="DE"))
        mine = chats.c.key == _name(database)
        await connection.execute(update(chats).where(mine).values(state=old))
    assert await means.chats.load(ANA) == ChatState()


def test_every_table_with_something_of_a_person_has_its_part() -> None:
    """Whoever adds a table says here that it holds nothing of a person, or adds its part."""
    nobodys = {"claims", "vocabulary", "base", "leases", "replicas", "keys", "changes", "held"}
    nobodys |= {"cases", "wordings", "marks", "rounds", "tallies"}
    of_members = {"invites", "digests", "drafts"}
    assert {part.table for part in PARTS} | nobodys | of_members == set(metadata.tables)


def test_the_key_of_who_stands_in_a_table_is_not_thrown_away() -> None:
    """Columns as long as a pseudonym, but for digests of our own records."""
    long = {
        column
        for table in metadata.tables.values()
        for column in table.columns
        if getattr(column.type, "length", None) == 64 and column.name != "digest"
    }
    no_seals = {"feedback.person", "digests.person", "cases.lease_by", "cases.closed_by"}
    no_seals |= {"changes.by", "changes.chain", "invites.by", "drafts.author"}
    no_seals |= {"drafts.refused_by", "drafts.base"}
    assert {str(column) for column in long} == {*map(str, KEY_HOLDERS), *no_seals}


def _name(database: Database) -> str:
    return Vault(database, SECRET).pseudonym(ANA)
