"""Scenes with faults: whatever the network, a person or kill -9 does, the answer arrives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.stage import bot_at, process_at
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

CLAIM, FOUND = "NMN beats depression.", "nmn-depression"
FAULTS: dict[str, dict[str, Any]] = {
    "too many requests": {"status": 429, "retry_after": 1},
    "internal error": {"status": 500},
    "bad gateway": {"status": 502, "times": 2},
    "no answer": {"kind": "hang"},
    "cut off": {"kind": "drop"},
}
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_answer_that_met_a_fault_arrives_once_in_the_end(
    server: BotApiServer, app: App, base: Snapshot
) -> None:
    people = {name: server.person(name) for name in FAULTS}
    before = server.faults_happened
    for name, fault in FAULTS.items():
        server.fail("sendMessage", chat_id=people[name].id, **fault)
        people[name].sends(CLAIM)
    for person in people.values():
        assert base.claims[FOUND].headline in (await person.reply()).text
    await app.settled()
    assert {name: len(person.replies) for name, person in people.items()} == dict.fromkeys(
        FAULTS, 1
    )
    assert server.faults_happened - before == len(FAULTS) + 1
    assert server.violations == []


@pytest.mark.parametrize("fault", [{"status": 500}, {"kind": "drop"}])
async def test_an_answer_whose_receipt_was_lost_is_seen_twice_at_worst(
    server: BotApiServer, app: App, ana: Person, base: Snapshot, fault: dict[str, Any]
) -> None:
    server.fail("sendMessage", applied=True, **fault)
    ana.sends(CLAIM)
    await ana.reply()
    await app.settled()
    assert 1 <= len(ana.replies) <= 2
    assert all(base.claims[FOUND].headline in reply.text for reply in ana.replies)
    assert server.violations == []


@pytest.mark.parametrize("fault", [{"status": 500}, {"kind": "drop"}, {"status": 429}])
async def test_messages_are_answered_although_polling_meets_a_fault(
    server: BotApiServer, app: App, ana: Person, fault: dict[str, Any]
) -> None:
    server.fail("getUpdates", **{"retry_after": 0, **fault})
    ana.sends("/start")
    await ana.reply()
    ana.sends("/help")
    await ana.reply()
    await app.settled()
    assert len(ana.replies) == 2
    assert server.violations == []


async def test_updates_whose_delivery_was_cut_off_are_answered_once(
    server: BotApiServer, app: App, ana: Person
) -> None:
    server.fail("getUpdates", kind="drop", applied=True)
    ana.sends("/start")
    await ana.reply()
    await app.settled()
    assert len(ana.replies) == 1
    assert server.violations == []


async def test_an_answer_to_a_press_that_met_a_fault_is_given_later(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.sends("Turmeric cures cancer. Garlic lowers blood pressure.")
    answer = await ana.reply()
    server.fail("answerCallbackQuery", kind="drop")
    await ana.presses(answer, say("button", "sources")).answered()
    await ana.edit_of(answer)
    assert server.violations == []


async def test_nobody_waits_for_a_person_who_blocked_the_bot(
    lonely: BotApiServer, tmp_path: Path, base: Snapshot
) -> None:
    ana, luis = lonely.person("Ana"), lonely.person("Luis")
    for text in (CLAIM, "/help"):
        ana.sends(text)
        luis.sends(text)
    ana.blocks_bot()
    async with bot_at(lonely, tmp_path, base) as app:
        await luis.reply()
        await luis.reply()
        await app.settled()
        assert (len(luis.replies), len(ana.replies)) == (2, 0)
        ana.unblocks_bot()
        ana.sends(CLAIM)
        assert base.claims[FOUND].headline in (await ana.reply()).text
        await app.settled()
    assert len(ana.replies) == 1
    assert lonely.violations == []


async def test_a_group_that_put_the_bot_out_disturbs_nobody(
    lonely: BotApiServer, tmp_path: Path, base: Snapshot
) -> None:
    ana = lonely.person("Ana")
    group = lonely.group("Family", [ana])
    group.message(ana, f"/check {CLAIM}")
    group.removes_bot(by=ana)
    ana.sends(CLAIM)
    async with bot_at(lonely, tmp_path, base) as app:
        await ana.reply()
        await app.settled()
    assert not any(message.from_bot for message in group.messages)
    assert lonely.violations == []


async def test_kill_9_loses_no_message(
    lonely: BotApiServer, tmp_path: Path, base: Snapshot
) -> None:
    people = [lonely.person(f"P{number}") for number in range(40)]
    for person in people[:30]:
        person.sends(CLAIM)
    async with process_at(lonely, tmp_path) as process:
        await lonely.wait_for(lambda: lonely.accepted("sendMessage") >= 5, timeout=20)
        await process.kill()
    answered = lonely.accepted("sendMessage")
    assert answered < 30, "the kill came too late to prove anything"
    for person in people[30:]:
        person.sends("/help")
    # The process has stored the same library as version 1: nothing to index once more.
    async with bot_at(lonely, tmp_path, replace(base, version=1)) as app:
        await lonely.wait_for(lambda: all(person.replies for person in people), timeout=20)
        await lonely.wait_for(lambda: lonely.pending == 0)
        await app.settled()
    counts = [len(person.replies) for person in people]
    assert max(counts) <= 2
    assert sum(counts) - len(people) <= answered
    assert lonely.violations == []
