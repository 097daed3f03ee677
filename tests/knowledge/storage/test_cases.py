"""Cases as they are stored: their order, who holds one, what merging and splitting does."""

from __future__ import annotations

import asyncio

import pytest

from knowledge import (
    LEASE_MS,
    About,
    Case,
    CaseKind,
    Closed,
    Database,
    Ending,
    Harm,
    Lease,
    Vault,
    stored_requests,
)
from knowledge import stored_cases as stored
from tests.knowledge.storage.asking import DAY_MS, NOW_MS, asked

NMN, NAC = "nmn/depression", "nac/sleep"


@pytest.fixture
def vault(database: Database) -> Vault:
    return Vault(database, b"s" * 32)


async def opened(database: Database, kind: CaseKind = CaseKind.DUE, claim: str = "") -> int:
    async with database.write() as connection:
        case, _ = await stored.open_case(connection, kind, About("NMN", claim=claim), NOW_MS)
    return case


async def put(database: Database, vault: Vault, pair: str, *people: str) -> int:
    """A case that these people asked for."""
    async with database.write() as connection:
        for who in people:
            case, _ = await stored_requests.add_request(
                connection, vault, asked(who, f"{who} on {pair}", pair), NOW_MS
            )
    return case


async def seen(database: Database, id_: int) -> Case:
    async with database.read() as connection:
        found = await stored.case(connection, id_)
    assert found is not None
    return found


async def test_there_is_one_open_case_a_kind_and_claim(database: Database) -> None:
    first = await opened(database, CaseKind.DUE, "nmn-depression")
    assert await opened(database, CaseKind.DUE, "nmn-depression") == first
    assert await opened(database, CaseKind.LIBRARY, "nmn-depression") != first
    async with database.write() as connection:
        await stored.close(connection, first, Ending(Closed.NEW_CLAIM, "mod"), NOW_MS)
    assert await opened(database, CaseKind.DUE, "nmn-depression") != first


async def test_the_queue_begins_with_the_most_harmful_the_most_asked_and_the_oldest(
    database: Database, vault: Vault
) -> None:
    alone = await put(database, vault, NAC, "ana")
    asked_by_four = await put(database, vault, NMN, "ana", "luis", "mei", "ivan")
    async with database.write() as connection:
        grave, _ = await stored.open_case(connection, CaseKind.DUE, About("x"), NOW_MS, Harm.GRAVE)
        old, _ = await stored.open_case(
            connection, CaseKind.LIBRARY, About("y"), NOW_MS - 30 * DAY_MS
        )
        order = [case.id for case in await stored.open_cases(connection, NOW_MS)]
        first = [case.id for case in await stored.open_cases(connection, NOW_MS, limit=1)]
    assert order == [old, grave, asked_by_four, alone]
    assert first == [old]


async def test_of_two_who_take_a_case_at_once_one_gets_it(database: Database) -> None:
    case = await opened(database)

    async def take(moderator: str) -> bool:
        async with database.write() as connection:
            return await stored.lease(connection, case, moderator, NOW_MS)

    took = await asyncio.gather(*(take(f"mod-{at}") for at in range(6)))
    assert sum(took) == 1
    lease = (await seen(database, case)).lease
    assert lease == Lease(f"mod-{took.index(True)}", NOW_MS + LEASE_MS)


async def test_a_hold_can_be_renewed_handed_back_and_runs_out(database: Database) -> None:
    case = await opened(database)
    async with database.write() as connection:
        assert await stored.lease(connection, case, "ana", NOW_MS)
        assert await stored.lease(connection, case, "ana", NOW_MS + 1000)
        assert not await stored.lease(connection, case, "luis", NOW_MS + LEASE_MS)
        assert await stored.lease(connection, case, "luis", NOW_MS + LEASE_MS + 1000)
        assert not await stored.release(connection, case, "ana")
        assert await stored.release(connection, case, "luis")
        assert await stored.lease(connection, case, "ana", NOW_MS + LEASE_MS + 1001)


async def test_a_case_is_passed_on_by_who_holds_it_only(database: Database) -> None:
    case = await opened(database)
    async with database.write() as connection:
        await stored.lease(connection, case, "ana", NOW_MS)
        assert not await stored.pass_on(connection, case, "luis", "mei", NOW_MS)
        assert await stored.pass_on(connection, case, "ana", "luis", NOW_MS + 5)
        assert not await stored.pass_on(connection, case, "ana", "mei", NOW_MS + 6)
        late = NOW_MS + 5 + LEASE_MS
        assert not await stored.pass_on(connection, case, "luis", "mei", late)
    assert (await seen(database, case)).lease == Lease("luis", NOW_MS + 5 + LEASE_MS)


async def test_a_case_is_closed_once_and_is_nobodys_then(database: Database) -> None:
    case = await opened(database)
    ending = Ending(Closed.ANSWERED_BY, "ana", "the same", "nmn-depression")
    async with database.write() as connection:
        await stored.lease(connection, case, "ana", NOW_MS)
        assert await stored.close(connection, case, ending, NOW_MS + 1)
        assert not await stored.close(connection, case, Ending(Closed.GIVEN_UP, "luis"), NOW_MS)
        assert not await stored.lease(connection, case, "ana", NOW_MS)
        assert await stored.open_cases(connection, NOW_MS) == []
    found = await seen(database, case)
    assert (found.ending, found.lease, found.changed_ms) == (ending, None, NOW_MS + 1)


async def test_merged_cases_count_each_person_once(database: Database, vault: Vault) -> None:
    one = await put(database, vault, NMN, "ana", "luis")
    other = await put(database, vault, NAC, "luis", "mei")
    async with database.write() as connection:
        assert await stored.merge(connection, other, one, "mod", NOW_MS + 1)
        assert not await stored.merge(connection, other, one, "mod", NOW_MS + 2)
        assert not await stored.merge(connection, one, one, "mod", NOW_MS + 2)
        waiting = await stored_requests.waiting_people(connection, vault, one)
    assert [asker.person for asker in waiting] == ["ana", "luis", "mei"]
    left, gone = await seen(database, one), await seen(database, other)
    assert (left.reach, gone.reach, gone.merged_into) == (3, 0, one)
    assert gone.ending == Ending(Closed.MERGED, "mod")


async def test_who_withdrew_in_one_and_waits_in_the_other_still_waits(
    database: Database, vault: Vault
) -> None:
    one = await put(database, vault, NMN, "ana", "luis")
    other = await put(database, vault, NAC, "ana")
    async with database.write() as connection:
        await stored_requests.withdraw(connection, "ana", NOW_MS, one)
        await stored.merge(connection, other, one, "mod", NOW_MS)
        waiting = await stored_requests.waiting_people(connection, vault, one)
    assert sorted(asker.text for asker in waiting) == ["ana on nac/sleep", "luis on nmn/depression"]


async def test_a_merged_case_is_known_by_the_wordings_of_both(
    database: Database, vault: Vault
) -> None:
    text = "A spoon of zolpar every morning made her knees stop hurting"
    one = await put(database, vault, NMN, "ana")
    async with database.write() as connection:
        other, _ = await stored_requests.add_request(connection, vault, asked("ana", text), NOW_MS)
        await stored.merge(connection, other, one, "mod", NOW_MS)
        found = await stored_requests.add_request(connection, vault, asked("mei", text), NOW_MS)
        assert found == (one, False)
        # The wording goes with the person that it is of.
        await stored_requests.forget_person(connection, "ana", NOW_MS)
        await stored_requests.forget_person(connection, "mei", NOW_MS)
        _, new = await stored_requests.add_request(connection, vault, asked("ivan", text), NOW_MS)
    assert new


async def test_requests_that_do_not_belong_are_split_off(database: Database, vault: Vault) -> None:
    case = await put(database, vault, NMN, "ana", "luis", "mei")
    async with database.write() as connection:
        held = {r.person: r.id for r in await stored_requests.of_case(connection, vault, case)}
        new = await stored.split(
            connection, case, [held["mei"], 999_999], About("NMN · sleep"), NOW_MS + 9
        )
        assert new is not None
        waiting = await stored_requests.waiting_people(connection, vault, new)
    assert [(asker.person, asker.text) for asker in waiting] == [("mei", f"mei on {NMN}")]
    left, split = await seen(database, case), await seen(database, new)
    assert (left.reach, split.reach) == (2, 1)
    assert (split.title, split.opened_ms, split.changed_ms) == ("NMN · sleep", NOW_MS, NOW_MS + 9)
    # What comes next with the same pair belongs to the first.
    assert await put(database, vault, NMN, "ivan") == case


@pytest.mark.parametrize("people", [[], ["ana", "luis"]], ids=["none", "all"])
async def test_a_split_leaves_something_on_both_sides(
    database: Database, vault: Vault, people: list[str]
) -> None:
    case = await put(database, vault, NMN, "ana", "luis")
    async with database.write() as connection:
        held = {r.person: r.id for r in await stored_requests.of_case(connection, vault, case)}
        chosen = [held[who] for who in people]
        assert await stored.split(connection, case, chosen, About("x"), NOW_MS) is None
    assert (await seen(database, case)).reach == 2


async def test_a_case_that_is_not_there_is_none(database: Database) -> None:
    async with database.write() as connection:
        assert await stored.case(connection, 77) is None
        assert not await stored.lease(connection, 77, "ana", NOW_MS)
        assert await stored.split(connection, 77, [1], About("x"), NOW_MS) is None
