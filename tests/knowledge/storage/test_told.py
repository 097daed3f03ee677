"""Who was told what: found again when it is true no more, and forgotten when that is wanted."""

from __future__ import annotations

from knowledge import Database, Safety, Status, stored_told
from knowledge.storage.told import GONE, KEPT_MS, Scales, scales_of
from tests.make import CLAIM, claim

NOW_MS = 1_800_000_000_000
REFUTED = claim(status=Status.REFUTED)
OTHER = claim(id="nmn-sleep")


async def test_who_was_told_otherwise_is_found_until_they_are_corrected(
    database: Database,
) -> None:
    async with database.write() as connection:
        for chat in ("ana", "ben"):
            await stored_told.remember(connection, chat, "sealed", [CLAIM, OTHER], NOW_MS)
        before, now = scales_of(CLAIM), scales_of(REFUTED)
        found = await stored_told.outdated(connection, CLAIM.id, now, 0, 10)
        assert [(one.chat, one.scales) for one in found] == [("ana", before), ("ben", before)]
        assert await stored_told.corrected(connection, CLAIM.id, "ana", before, now)
        assert not await stored_told.corrected(connection, CLAIM.id, "ana", before, now)
        found = await stored_told.outdated(connection, CLAIM.id, now, 0, 10)
        assert [one.chat for one in found] == ["ben"]
        assert set(await stored_told.known(connection)) == {
            (CLAIM.id, before),
            (CLAIM.id, now),
            (OTHER.id, before),
        }


async def test_who_asks_again_is_told_the_present_state_once(database: Database) -> None:
    async with database.write() as connection:
        for told in (CLAIM, REFUTED):
            await stored_told.remember(connection, "ana", "sealed", [told], NOW_MS)
        (one,) = await stored_told.of_chat(connection, "ana")
        assert one.scales == scales_of(REFUTED)
        await stored_told.remember(connection, "ana", "sealed", [], NOW_MS)


async def test_what_was_told_long_ago_is_not_corrected_and_all_can_be_forgotten(
    database: Database,
) -> None:
    async with database.write() as connection:
        await stored_told.remember(connection, "ana", "sealed", [CLAIM], NOW_MS)
        await stored_told.remember(connection, "ben", "sealed", [CLAIM], NOW_MS - KEPT_MS - 1)
        assert len(await stored_told.outdated(connection, CLAIM.id, GONE, NOW_MS, 10)) == 1
        for chat in ("ana", "ben"):
            assert await stored_told.forget(connection, chat) == 1
            assert await stored_told.forget(connection, chat) == 0
        assert await stored_told.known(connection) == ()


def test_a_claim_that_is_gone_has_scales_of_its_own() -> None:
    assert scales_of(None) == GONE
    assert scales_of(claim(safety=Safety.DANGER)) == Scales("unproven", "danger")
