"""The composition: from an update to a reply in one transaction, and on after any stop."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import delete, insert, select, update

from bot import app as composition
from bot import chats, settings
from bot.app import App, Line, Secrets
from bot.delivery import outbox, pacing
from bot.errors import BotError
from bot.intake import inbox
from bot.leases import lane_of
from bot.retention import keys
from bot.wording.catalogue import say
from knowledge import Content, Database, KnowledgeError, Snapshot, Vault, snapshot, stored_base
from tests.bot.delivery.post import Post, intend, letter
from tests.bot.intake.arrivals import numbers_waiting, states
from tests.bot.sealed import SECRET
from tests.bot.stage import until
from tests.make import CLAIM, claim, content

TEXT = "NMN relieves depression, wrote Ana."
ANA = {"id": 7, "type": "private", "first_name": "Ana"}
SMALL: Content = content()


def command(length: int) -> dict[str, Any]:
    return {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}


START, FORGET, COUNTRY = command(6), command(7), command(8)


def beside_ana() -> int:
    """A group in Ana's lane, so that her answer shows that its update was put aside."""
    number = Vault(cast("Database", None), SECRET).number
    return next(n for n in range(-2, -2000, -1) if lane_of(number(n)) == lane_of(number(7)))


GROUP = {"id": beside_ana(), "type": "group", "title": "Family"}


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(SMALL)


def said(update_id: int, text: str = TEXT, **fields: Any) -> dict[str, Any]:
    message = {"message_id": update_id, "date": 1_700_000_000, "chat": ANA, "text": text}
    return {"update_id": update_id, "message": {**message, **fields}}


def pressed(update_id: int, message_id: int = 1, data: str = "old") -> dict[str, Any]:
    message = {"message_id": message_id, "date": 1_700_000_000, "chat": ANA, "text": "x"}
    press = {"id": str(update_id), "from": ANA | {"is_bot": False}, "chat_instance": "1"}
    return {"update_id": update_id, "callback_query": {**press, "message": message, "data": data}}


def built(database: Database, base: Snapshot, post: Post) -> App:
    return App(database, base, Secrets(SECRET), Line(post, "salt_bot", pacing.NONE))


@asynccontextmanager
async def started(database: Database, base: Snapshot, post: Post) -> AsyncIterator[App]:
    app = built(database, base, post)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


async def test_an_accepted_update_is_answered(database: Database, small: Snapshot) -> None:
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([said(1)])
        await app.settled()
    (answer,) = post.arrived
    assert CLAIM.headline in answer


async def test_an_update_accepted_twice_is_answered_once(
    database: Database, small: Snapshot
) -> None:
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([said(1), said(1)])
        await app.accept([said(1), said(2, "/start")])
        await app.settled()
    assert len(post.arrived) == 2


async def test_what_was_accepted_before_a_stop_is_answered_after_it(
    database: Database, small: Snapshot
) -> None:
    await built(database, small, Post()).accept([said(1), said(2, "/start")])
    post = Post()
    async with started(database, small, post) as app:
        await app.settled()
    assert len(post.arrived) == 2
    assert CLAIM.headline in post.arrived[0]


async def test_what_was_intended_before_a_stop_is_sent_after_it(
    database: Database, small: Snapshot
) -> None:
    await intend(database, letter("left"))
    post = Post()
    async with started(database, small, post):
        await until(lambda: post.arrived == ["left"])


async def test_a_stop_in_order_sends_nothing_twice(database: Database, small: Snapshot) -> None:
    class Slow(Post):
        async def call(self, method: str, arguments: dict[str, Any]) -> None:
            await super().call(method, arguments)
            await asyncio.sleep(0.05)

    post = Slow()
    async with started(database, small, post) as app:
        await app.accept([said(1)])
        await until(lambda: post.arrived)
    async with started(database, small, post) as app:
        await app.settled()
    assert len(post.arrived) == 1


async def test_after_the_answer_no_word_of_the_message_is_kept(
    database: Database, small: Snapshot
) -> None:
    async with started(database, small, Post()) as app:
        await app.accept([said(1)])
        await app.settled()
    held = []
    async with database.read() as connection:
        for table in (inbox.inbox, outbox.outbox, chats.chats):
            held.append((await connection.execute(select(table))).all())
    assert [len(rows) for rows in held] == [1, 0, 1]
    assert "wrote Ana" not in repr(held)
    assert CLAIM.id not in repr(held)
    assert CLAIM.headline not in repr(held)


@pytest.mark.parametrize(("chat", "told"), [(ANA, [say("unreadable", "failed")]), (GROUP, [])])
async def test_of_an_update_that_fails_a_person_is_told_and_the_next_one_is_answered(
    database: Database, small: Snapshot, chat: dict[str, Any], told: list[str]
) -> None:
    post = Post()
    broken = {"update_id": 1, "message": {"chat": chat}}
    async with started(database, small, post) as app:
        await app.accept([broken, said(2)])
        await app.settled()
    *first, answer = post.arrived
    assert first == told
    assert CLAIM.headline in answer
    assert await numbers_waiting(database) == []


async def test_a_private_message_with_an_unreadable_part_is_answered_all_the_same(
    database: Database, small: Snapshot
) -> None:
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([said(1, poll={"id": "of a kind that is not known yet"})])
        await app.settled()
    assert len(post.arrived) == 1


async def test_a_lone_surrogate_is_no_obstacle(database: Database, small: Snapshot) -> None:
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([said(1, f"\udc00 {TEXT} \ud83d"), said(2, "\ud83d")])
        await app.settled()
    assert CLAIM.headline in post.arrived[0]
    assert post.arrived[1] == say("unreadable", "empty")


async def test_a_button_press_that_is_too_old_is_recorded_as_expired_and_a_fresh_one_answered(
    database: Database, small: Snapshot
) -> None:
    await built(database, small, Post()).accept([pressed(1), said(2)])
    async with database.write() as connection:
        old = inbox.inbox.c.arrived_ms - 31_000
        await connection.execute(update(inbox.inbox).values(arrived_ms=old))
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([pressed(3)])
        await app.settled()
        expired = app.metrics.expired._value.get()
    # The message is answered however late; for the old press nobody waits any more.
    assert await states(database) == {1: inbox.EXPIRED, 2: inbox.DONE, 3: inbox.DONE}
    assert expired == 1
    assert any(CLAIM.headline in text for text in post.arrived)
    assert len(post.arrived) > 1


async def test_what_is_measured_names_how_much_and_how_old_but_nobody(
    database: Database, small: Snapshot
) -> None:
    await built(database, small, Post()).accept([said(1), said(2)])
    app = built(database, small, Post())
    await app.measure()
    waiting = app.metrics.waiting.labels("inbox")._value.get()
    assert (waiting, app.metrics.lanes._value.get()) == (2, 0)
    async with started(database, small, Post()) as app:
        await app.accept([said(2), said(3)])
        await app.settled()
        text = (await app.measured()).decode()
    assert "grain_updates_total 1.0" in text
    assert "grain_updates_repeated_total 1.0" in text
    assert "grain_updates_answered_total 3.0" in text
    assert "grain_answer_seconds_count 3.0" in text
    assert 'grain_waiting{queue="inbox"} 0.0' in text
    assert "grain_lanes_owned 64.0" in text
    assert "Ana" not in text


async def test_a_changed_base_is_picked_up_without_a_restart(database: Database) -> None:
    post = Post()
    await stored_base.apply(database, SMALL)
    stored, version = await stored_base.load(database)
    async with started(database, snapshot(stored, version), post) as app:
        newer = claim(headline="A trial in people was published.")
        await stored_base.apply(database, replace(SMALL, claims=(newer,)))
        numbers = itertools.count(1)
        async with asyncio.timeout(10):
            while not post.arrived or newer.headline not in post.arrived[-1]:
                await app.accept([said(next(numbers))])
                await app.settled()
                await asyncio.sleep(0.05)


async def test_a_data_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    read = settings.read({"DATA_DIR": str(tmp_path / "file")})
    with pytest.raises((BotError, KnowledgeError), match="DATA_DIR"):
        async with composition.opened(read):
            pass


async def test_what_waits_since_before_there_were_seals_is_answered_in_order(
    database: Database, small: Snapshot
) -> None:
    async with database.write() as connection:
        for number, text in ((1, TEXT), (2, "/start")):
            body = json.dumps(said(number, text, **(START if number == 2 else {})))
            row = {"chat": 7, "lane": 7, "payload": body}
            row |= {"state": inbox.NEW, "attempts": 0, "error": "", "changed_ms": 1}
            await connection.execute(insert(inbox.inbox).values(update_id=number, **row))
        body = json.dumps({"chat_id": 7, "text": "left"})
        row = {"chat": 7, "lane": 7, "method": "send_message", "state": outbox.NEW}
        row |= {"attempts": 0, "error": "", "due_ms": 1, "created_ms": outbox.now()}
        await connection.execute(insert(outbox.outbox).values(payload=body, **row))
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([said(3)])
        await app.settled()
    assert post.arrived[0] == "left"
    assert [CLAIM.headline in text for text in post.arrived[1:]] == [True, False, True]
    assert post.chats == [7] * 4


async def test_nothing_is_left_open_once_the_bot_has_started(
    database: Database, small: Snapshot
) -> None:
    async with database.write() as connection:
        row = {"payload": '{"update_id": 1}', "state": inbox.DEAD, "attempts": 3, "error": ""}
        await connection.execute(
            insert(inbox.inbox).values(update_id=1, chat=7, lane=7, changed_ms=inbox.now(), **row)
        )
    async with started(database, small, Post()), database.read() as connection:
        (found,) = (await connection.execute(select(inbox.inbox))).mappings()
    assert "{" not in found["payload"]
    assert found["lane"] == lane_of(found["chat"])
    assert found["chat"] not in (0, 7)


async def test_what_cannot_be_read_any_more_is_put_aside_and_holds_up_nobody(
    database: Database, small: Snapshot
) -> None:
    await built(database, small, Post()).accept([said(1)])
    await intend(database, letter("lost"))
    async with database.write() as connection:
        await connection.execute(delete(keys))
    post = Post()
    async with started(database, small, post) as app:
        await app.accept([said(2)])
        await app.settled()
    assert len(post.arrived) == 1
    assert [row[2].split()[0] for row in await inbox.dead(database)] == ["SealBroken"]
    assert [row[2] for row in await outbox.dead(database)] == ["SealBroken"]


async def test_who_wants_to_be_forgotten_is(database: Database, small: Snapshot) -> None:
    post = Post()
    yes = f"p:{datetime.now(UTC).date().toordinal():x}-2:y"
    async with started(database, small, post) as app:
        await app.accept([said(1), said(2, "/forget", **FORGET), pressed(3, data=yes)])
        await app.settled()
        async with database.read() as connection:
            owners = list(await connection.scalars(select(keys.c.owner)))
            left = (await connection.execute(select(chats.chats))).all()
        # A second press finds nothing to erase.
        await app.accept([pressed(4, data=yes)])
        await app.settled()
    assert left == []
    assert [owner[:6] for owner in owners] == ["queue:"]
    assert any(say("privacy_erased", "chats", count=1) in text for text in post.arrived)
    assert post.arrived[-1] == say("privacy", "old")


async def test_a_country_that_is_forgotten_is_forgotten_in_the_table_too(
    database: Database, base: Snapshot
) -> None:
    post = Post()
    async with started(database, base, post) as app:
        words = ("/country IN", "/country none", "/country")
        await app.accept([said(n, text, **COUNTRY) for n, text in enumerate(words, 1)])
        await app.settled()
    assert post.arrived[-1] == say("country", "none")
