"""What people send to the reviewers: one case for one thing, each person once, and nothing left of
who is forgotten."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Table, func, select

from knowledge import About, CaseKind, Closed, Database, Ending, Harm, Vault, Waiting, stored_cases
from knowledge import stored_requests as stored
from knowledge.storage.cases import cases, marks, requests, wordings
from knowledge.storage.requests import Asked
from tests.knowledge.storage.asking import DAY_MS, NOW_MS, asked

NMN = "nmn/depression"
LONG = "My neighbour drinks a spoon of zolpar every morning and her knees stopped hurting"


@pytest.fixture
def vault(database: Database) -> Vault:
    return Vault(database, b"s" * 32)


async def add(database: Database, vault: Vault, *many: Asked) -> list[tuple[int, bool]]:
    """Put these requests, one millisecond after the other."""
    async with database.write() as connection:
        return [
            await stored.add_request(connection, vault, each, NOW_MS + at)
            for at, each in enumerate(many)
        ]


async def count(database: Database, table: Table) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def test_the_same_pair_is_one_case_however_it_is_worded(
    database: Database, vault: Vault
) -> None:
    many = (
        asked("ana", "NMN cured my depression", NMN),
        asked("luis", "is it true that this NAD stuff lifts a low mood?", NMN),
        asked("mei", "NMN for sleep", "nmn/sleep"),
    )
    (first, new), (second, again), (other, third) = await add(database, vault, *many)
    assert (new, again, third) == (True, False, True)
    assert first == second != other
    async with database.read() as connection:
        assert await stored_cases.reach(connection, first) == 2


async def test_nearly_the_same_words_are_one_case_where_nothing_has_a_name(
    database: Database, vault: Vault
) -> None:
    many = (
        asked("ana", LONG),
        asked("luis", f"Hello family! {LONG.upper()}!!! 🙏"),
        asked("mei", LONG.replace("zolpar", "karvex")),
    )
    (first, _), (second, again), (third, new) = await add(database, vault, *many)
    assert first == second != third
    assert (again, new) == (False, True)


async def test_a_person_counts_once_and_what_they_sent_first_is_kept(
    database: Database, vault: Vault
) -> None:
    await add(database, vault, asked("ana", "one", NMN), asked("ana", "two", NMN))
    async with database.read() as connection:
        (case,) = await stored_cases.open_cases(connection, NOW_MS)
        (request,) = await stored.of_case(connection, vault, case.id)
    assert case.reach == 1
    assert (request.text, request.state) == ("one", Waiting.WAITING)


async def test_a_flood_of_nearly_the_same_is_one_case_with_the_right_count(
    database: Database, vault: Vault
) -> None:
    people = [f"person-{number}" for number in range(500)]
    many = [asked(who, f"{LONG} {'🙏' * (at % 4)} {at}") for at, who in enumerate(people)]
    found = await add(database, vault, *many)
    assert len({case for case, _ in found}) == 1
    assert sum(new for _, new in found) == 1
    async with database.read() as connection:
        assert await stored_cases.reach(connection, found[0][0]) == 500
    assert await count(database, wordings) == 1


async def test_two_who_ask_the_same_at_once_get_one_case(database: Database, vault: Vault) -> None:
    found = await asyncio.gather(
        *(add(database, vault, asked(f"person-{at}", pair=NMN)) for at in range(8))
    )
    assert len({case for one in found for case, _ in one}) == 1


async def test_what_comes_later_may_make_a_case_worse_never_better(
    database: Database, vault: Vault
) -> None:
    harms = (Harm.RAISED, Harm.GRAVE, Harm.PLAIN)
    await add(
        database, vault, *(asked(f"p{at}", pair=NMN, harm=harm) for at, harm in enumerate(harms))
    )
    async with database.read() as connection:
        (case,) = await stored_cases.open_cases(connection, NOW_MS)
    assert case.harm is Harm.GRAVE
    assert case.changed_ms == NOW_MS + 2


async def test_a_closed_case_takes_nobody_in(database: Database, vault: Vault) -> None:
    ((first, _),) = await add(database, vault, asked("ana", LONG, NMN))
    async with database.write() as connection:
        await stored_cases.close(connection, first, Ending(Closed.NOT_HEALTH, "mod"), NOW_MS)
    ((second, new),) = await add(database, vault, asked("luis", LONG, NMN))
    assert new
    assert second != first


async def test_nothing_that_people_wrote_can_be_read_in_the_tables(
    database: Database, vault: Vault
) -> None:
    await add(database, vault, asked("ana" * 20, "my secret sorrow with zolpar and NMN", NMN))
    async with database.read() as connection:
        rows = [
            tuple(row)
            for table in (cases, requests, wordings, marks)
            for row in await connection.execute(select(table))
        ]
    written = str(rows)
    assert "nmn · depression" in written
    for word in ("secret", "sorrow", "zolpar", "chat', '60'"):
        assert word not in written
        assert word.encode() not in b"".join(x for row in rows for x in row if isinstance(x, bytes))


async def test_those_who_wait_are_told_once_in_parts(database: Database, vault: Vault) -> None:
    people = ["a", "bb", "ccc", "dddd", "eeeee"]
    ((case, _), *_) = await add(database, vault, *(asked(who, who, NMN) for who in people))
    told = []
    after = 0
    async with database.write() as connection:
        while part := await stored.waiting_people(connection, vault, case, after, limit=2):
            assert len(part) <= 2
            for one in part:
                assert await stored.mark_answered(connection, one.request, "nmn-depression")
                assert not await stored.mark_answered(connection, one.request, "nmn-depression")
                told.append((one.person, one.chat, one.text, one.language))
            after = part[-1].request
        assert await stored.waiting_people(connection, vault, case) == []
        ((_, kept),) = await stored.of_person(connection, vault, "bb")
    assert told == [(who, len(who), who, "en") for who in people]
    assert (kept.state, kept.claim) == (Waiting.ANSWERED, "nmn-depression")


async def test_who_withdraws_is_not_told_and_not_counted_and_may_ask_again(
    database: Database, vault: Vault
) -> None:
    many = (asked("ana", "one", NMN), asked("luis", pair=NMN), asked("ana", pair="nac/sleep"))
    (case, _), _, (alone, _) = await add(database, vault, *many)
    async with database.write() as connection:
        assert await stored.withdraw(connection, "ana", NOW_MS) == 2
        assert await stored.withdraw(connection, "ana", NOW_MS) == 0
        assert await stored_cases.reach(connection, case) == 1
        waiting = await stored.waiting_people(connection, vault, case)
        held = await stored.of_person(connection, vault, "ana")
        empty = await stored_cases.case(connection, alone)
    assert [one.person for one in waiting] == ["luis"]
    assert [(request.state, request.text) for _, request in held] == [(Waiting.WITHDRAWN, None)] * 2
    assert empty is not None
    assert empty.ending == Ending(Closed.GIVEN_UP, "", "withdrawn")
    await add(database, vault, asked("ana", "again", NMN))
    async with database.read() as connection:
        assert await stored_cases.reach(connection, case) == 2
        ((_, again), *_) = await stored.of_person(connection, vault, "ana")
    assert again.text == "again"


async def test_one_case_can_be_withdrawn_from_alone(database: Database, vault: Vault) -> None:
    (case, _), _ = await add(
        database, vault, asked("ana", pair=NMN), asked("ana", pair="nac/sleep")
    )
    async with database.write() as connection:
        assert await stored.withdraw(connection, "ana", NOW_MS, case) == 1
        held = await stored.of_person(connection, vault, "ana")
    assert [(title, request.state) for title, request in held] == [
        ("nmn · depression", Waiting.WITHDRAWN),
        ("nac · sleep", Waiting.WAITING),
    ]


async def test_nothing_is_left_of_a_person_who_is_forgotten(
    database: Database, vault: Vault
) -> None:
    (shared, _), _, (alone, _) = await add(
        database,
        vault,
        asked("ana", LONG, NMN),
        asked("luis", pair=NMN),
        asked("ana", "Does karvex help?"),
    )
    async with database.write() as connection:
        assert await stored_cases.lease(connection, shared, "ana", NOW_MS)
        assert await stored.forget_person(connection, "ana", NOW_MS) == 2
        assert await stored.of_person(connection, vault, "ana") == []
        left = await stored_cases.case(connection, shared)
        gone = await stored_cases.case(connection, alone)
    assert left is not None
    assert gone is not None
    assert (left.reach, left.lease, left.open, gone.open) == (1, None, True, False)
    assert await count(database, wordings) == 1
    # The other one's wording: of "NMN lifts my mood", three words tell something.
    assert await count(database, marks) == 3


async def test_the_text_of_who_threw_their_key_away_is_gone_and_they_are_passed_over(
    database: Database, vault: Vault
) -> None:
    ((case, _), _) = await add(database, vault, asked("ana", pair=NMN), asked("luis", "x", NMN))
    async with database.write() as connection:
        await vault.forget(connection, "ana")
        waiting = await stored.waiting_people(connection, vault, case, limit=1)
        texts = [request.text for request in await stored.of_case(connection, vault, case)]
    assert [one.person for one in waiting] == ["luis"]
    assert texts == ["x", None]


async def test_a_case_that_was_closed_long_ago_keeps_no_texts(
    database: Database, vault: Vault
) -> None:
    (old, _), (open_, _) = await add(
        database, vault, asked("ana", pair=NMN), asked("ana", pair="nac/sleep")
    )
    async with database.write() as connection:
        await stored_cases.close(connection, old, Ending(Closed.NEW_CLAIM, "mod"), NOW_MS)
        assert await stored.forget_old(connection, NOW_MS + 89 * DAY_MS) == 0
        assert await stored.forget_old(connection, NOW_MS + 90 * DAY_MS) == 1
        assert await stored.forget_old(connection, NOW_MS + 91 * DAY_MS) == 0
        (gone,) = await stored.of_case(connection, vault, old)
        (kept,) = await stored.of_case(connection, vault, open_)
        assert await stored_cases.reach(connection, old) == 1
    assert (gone.text, kept.text) == (None, "NMN lifts my mood")


async def test_feedback_on_a_claim_is_one_case_of_distinct_people(
    database: Database, vault: Vault
) -> None:
    async with database.write() as connection:
        for who, new in (("ana", True), ("luis", True), ("ana", False)):
            case, _ = await stored_cases.open_case(
                connection, CaseKind.FEEDBACK, About("NMN", claim="nmn-depression"), NOW_MS
            )
            added = await stored.add_to_case(connection, vault, case, asked(who), NOW_MS)
            assert added is new
        assert await stored_cases.reach(connection, case) == 2
    # A request on the same words is another kind of work.
    ((other, new),) = await add(database, vault, asked("mei"))
    assert new
    assert other != case
