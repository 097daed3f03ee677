"""Feedback, digests, progress, and what was changed lately, as they are stored."""

from __future__ import annotations

from knowledge import (
    UNDO_MS,
    Act,
    Closed,
    Database,
    Edit,
    Ending,
    Objection,
    Vault,
    Verdict,
    last_changed,
    stored_base,
    stored_cases,
    stored_digests,
    stored_feedback,
    stored_history,
    stored_progress,
    stored_requests,
    stored_waiting,
    unsettled,
)
from knowledge.library import records
from tests.knowledge.storage.asking import DAY_MS, NOW_MS, SECRET, asked
from tests.make import CLAIM, claim, content

WRONG = Objection(CLAIM.id, Verdict.WRONG, 0.9, ("nmn",))


async def test_what_one_person_says_of_an_answer_counts_once(database: Database) -> None:
    async with database.write() as connection:
        assert await stored_feedback.add(connection, "ana", "2a", WRONG, NOW_MS)
        assert not await stored_feedback.add(connection, "ana", "2a", WRONG, NOW_MS)
        assert await stored_feedback.add(connection, "ana", "2b", WRONG, NOW_MS)
        helpful = Objection(CLAIM.id, Verdict.HELPFUL)
        assert await stored_feedback.add(connection, "ben", "2a", helpful, NOW_MS)
        counted = await stored_feedback.counted(connection, CLAIM.id)
        assert counted == {Verdict.WRONG: 1, Verdict.HELPFUL: 1}
        assert await stored_feedback.objections(connection, CLAIM.id) == (WRONG, WRONG)
        assert await stored_feedback.of_person(connection, "ana") == (WRONG, WRONG)
        assert await stored_feedback.forget(connection, "ana") == 2
        assert await stored_feedback.counted(connection, CLAIM.id) == {Verdict.HELPFUL: 1}


async def test_what_is_not_ones_claim_is_known(database: Database) -> None:
    async with database.write() as connection:
        not_mine = Objection(CLAIM.id, Verdict.NOT_MINE)
        await stored_feedback.add(connection, "ana", "2a", not_mine, NOW_MS)
        await stored_feedback.add(connection, "ben", "2a", WRONG, NOW_MS)
        assert await stored_feedback.refused(connection, "ana") == {CLAIM.id}
        assert await stored_feedback.refused(connection, "ben") == frozenset()


async def test_a_digest_is_due_once_a_day(database: Database) -> None:
    async with database.write() as connection:
        await stored_digests.want(connection, "ana", NOW_MS)
        assert await stored_digests.due(connection, NOW_MS - 1) == ()
        assert await stored_digests.due(connection, NOW_MS) == (("ana", NOW_MS),)
        assert await stored_digests.sent(connection, "ana", NOW_MS, NOW_MS + DAY_MS)
        # Whoever looked at the same time comes too late.
        assert not await stored_digests.sent(connection, "ana", NOW_MS, NOW_MS + DAY_MS)
        assert await stored_digests.due(connection, NOW_MS) == ()
        await stored_digests.want(connection, "ana", NOW_MS)
        await stored_digests.stop(connection, "ana")
        assert await stored_digests.due(connection, NOW_MS) == ()


async def test_progress_is_kept_by_name(database: Database) -> None:
    async with database.write() as connection:
        await stored_progress.keep(connection, at=1, matched=2)
        await stored_progress.keep(connection, at=3)
        assert await stored_progress.load(connection) == {"at": 3, "matched": 2}


async def test_what_a_moderator_changed_settles_after_ten_minutes(database: Database) -> None:
    await stored_base.apply(database, content())
    async with database.write() as connection:
        now = await stored_history.present(connection, "claim", CLAIM.id)
        assert now
        edit = Edit("claim", CLAIM.id, records.plain(claim(headline="Nobody knows.")), now.digest)
        act = Act("m" * 64, "It is clearer.", NOW_MS)
        await stored_history.change(database, connection, edit, act)
        record = ("claim", CLAIM.id)
        assert await unsettled(connection, NOW_MS + UNDO_MS - 1) == {record}
        assert await unsettled(connection, NOW_MS + UNDO_MS) == frozenset()
        assert await last_changed(connection, NOW_MS - 1) == {record: NOW_MS}
        assert await last_changed(connection, NOW_MS) == {}


async def test_what_the_library_changed_is_settled_at_once(database: Database) -> None:
    await stored_base.apply(database, content())
    await stored_base.apply(database, content(claim(headline="Nobody knows.")))
    async with database.read() as connection:
        assert ("claim", CLAIM.id) in await last_changed(connection, 0)
        assert await unsettled(connection, 0) == frozenset()


async def test_cases_are_known_in_which_somebody_waits(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        case, _ = await stored_requests.add_request(
            connection, vault, asked("ana", pair="nmn/sleep"), NOW_MS
        )
        (waiting,) = await stored_waiting.waiting_cases(connection)
        assert (waiting.id, waiting.closed, waiting.claim) == (case, None, "")
        assert await stored_waiting.waiting_cases(connection, case + 1) == ()
        assert await stored_waiting.counted(connection, case) == 1
        assert await stored_waiting.sent_by(connection, "ana", NOW_MS - 1) == (NOW_MS,)
        assert await stored_waiting.sent_by(connection, "ana", NOW_MS) == ()
        ending = Ending(Closed.ANSWERED_BY, "m" * 64, claim=CLAIM.id)
        await stored_cases.close(connection, case, ending, NOW_MS)
        (waiting,) = await stored_waiting.waiting_cases(connection)
        assert (waiting.closed, waiting.claim) == (Closed.ANSWERED_BY, CLAIM.id)
        (one,) = await stored_requests.waiting_people(connection, vault, case)
        assert await stored_waiting.asked_ms(connection, [one.request]) == {one.request: NOW_MS}
        await stored_requests.mark_answered(connection, one.request, CLAIM.id)
        assert await stored_waiting.waiting_cases(connection) == ()
