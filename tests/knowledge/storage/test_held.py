"""New versions of the library leave alone what moderators changed, and say where both did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import Claim, Database, snapshot, stored_base, stored_history
from knowledge.library import records
from knowledge.model import Safety
from knowledge.storage.base import Changes
from knowledge.storage.held import Held
from knowledge.storage.history import Key
from tests import make
from tests.knowledge.storage.moderating import ACT, ID, body, edit, present, seen, write

OURS = "Nobody knows whether NMN relieves depression."
THEIRS = "No trial has tested whether NMN relieves depression."
KEY = Key("claim", ID)
NEW = make.claim(id="nac-sleep", substance="nac", outcome="sleep")


@pytest.fixture
async def base(database: Database) -> Database:
    """A stored base whose only claim was changed by moderators."""
    await stored_base.apply(database, make.content())
    await edit(database, headline=OURS)
    return database


async def apply(database: Database, *claims: Claim) -> Changes:
    return await stored_base.apply(database, replace(make.content(), claims=claims))


async def conflicts(database: Database) -> tuple[Held, ...]:
    async with database.read() as connection:
        return await stored_history.conflicts(connection)


async def headline(database: Database) -> str:
    return str((await present(database) or {})["headline"])


async def test_a_library_that_is_as_it_was_changes_nothing(base: Database) -> None:
    assert await apply(base, make.claim()) == Changes(0, 0, 0)
    assert await headline(base) == OURS
    assert await conflicts(base) == ()


async def test_a_newer_version_of_the_record_is_named_and_does_not_overwrite(
    base: Database,
) -> None:
    assert await apply(base, make.claim(headline=THEIRS)) == Changes(0, 0, 0, (KEY,))
    assert await headline(base) == OURS
    (both,) = await conflicts(base)
    assert (both.key, both.body) == (KEY, body(headline=THEIRS))


async def test_a_version_of_the_library_is_named_once(base: Database) -> None:
    versions = [THEIRS, THEIRS, "NMN was never tested against depression.", THEIRS]
    named = [len((await apply(base, make.claim(headline=each))).kept) for each in versions]
    assert named == [1, 0, 1, 1]
    assert len(await conflicts(base)) == 1


async def test_the_other_records_of_a_new_version_arrive(base: Database) -> None:
    changes = await apply(base, make.claim(headline=THEIRS), NEW)
    assert changes == Changes(1, 0, 0, (KEY,))
    assert await present(base, id_="nac-sleep") == records.plain(NEW)


async def test_once_the_change_is_in_the_library_the_library_holds_the_record(
    base: Database,
) -> None:
    assert await apply(base, make.claim(headline=OURS)) == Changes(0, 0, 0)
    assert await apply(base, make.claim(headline=THEIRS)) == Changes(0, 1, 0)
    assert await headline(base) == THEIRS


async def test_a_record_that_the_library_drops_stays_and_is_named(base: Database) -> None:
    assert await apply(base, NEW) == Changes(1, 0, 0, (KEY,))
    assert await headline(base) == OURS
    (both,) = await conflicts(base)
    assert both.body is None


async def test_a_record_that_moderators_added_is_never_removed(base: Database) -> None:
    await write(base, "claim", "nac-sleep", records.plain(NEW))
    assert await apply(base, make.claim()) == Changes(0, 0, 0)
    assert await present(base, id_="nac-sleep") == records.plain(NEW)


async def test_a_record_that_both_added_is_named_where_it_differs(base: Database) -> None:
    await write(base, "claim", "nac-sleep", records.plain(NEW))
    other = replace(NEW, headline=THEIRS)
    assert await apply(base, make.claim(), other) == Changes(0, 0, 0, (("claim", "nac-sleep"),))
    assert await apply(base, make.claim(), NEW) == Changes(0, 0, 0)
    assert await apply(base, make.claim()) == Changes(0, 0, 1)


async def test_a_record_that_moderators_removed_does_not_come_back(base: Database) -> None:
    await write(base, "claim", ID, None, await seen(base))
    assert await apply(base, make.claim()) == Changes(0, 0, 0)
    assert await present(base) is None
    assert (await apply(base, make.claim(headline=THEIRS))).kept == (KEY,)
    assert await present(base) is None


async def test_a_record_that_both_removed_is_the_librarys_again(base: Database) -> None:
    await write(base, "claim", ID, None, await seen(base))
    assert await apply(base, NEW) == Changes(1, 0, 0)
    assert await apply(base, make.claim(), NEW) == Changes(1, 0, 0)


async def test_what_a_kept_claim_speaks_of_stays_as_long_as_the_claim(base: Database) -> None:
    poor = replace(make.content(NEW), substances=make.SUBSTANCES[1:], outcomes=make.OUTCOMES[1:])
    assert await stored_base.apply(base, poor) == Changes(1, 0, 0, (KEY,))
    content, _ = await stored_base.load(base)
    assert set(snapshot(content).claims) == {ID, "nac-sleep"}
    await write(base, "claim", ID, None, await seen(base))
    assert await stored_base.apply(base, poor) == Changes(0, 0, 2)


async def test_a_claim_that_was_taken_back_stays_a_draft(database: Database) -> None:
    await stored_base.apply(database, make.content())
    async with database.write() as connection:
        await stored_history.unpublish(database, connection, ID, ACT)
    assert (await apply(database, make.claim(safety=Safety.DANGER))).kept == (KEY,)
    assert (await present(database) or {})["state"] == "draft"


async def test_a_record_put_back_as_it_was_is_the_librarys_again(base: Database) -> None:
    await edit(base, headline=make.CLAIM.headline)
    assert await apply(base, make.claim(headline=THEIRS)) == Changes(0, 1, 0)


async def test_taking_the_librarys_new_version_settles_it(base: Database) -> None:
    await apply(base, make.claim(headline=THEIRS))
    (both,) = await conflicts(base)
    await write(base, "claim", ID, both.body, await seen(base))
    assert await conflicts(base) == ()
    assert await apply(base, make.claim(safety=Safety.DANGER)) == Changes(0, 1, 0)


async def test_another_change_of_ours_does_not_settle_what_nobody_looked_at(
    base: Database,
) -> None:
    await apply(base, make.claim(headline=THEIRS))
    await edit(base, safety="danger")
    assert len(await conflicts(base)) == 1


async def test_keeping_our_version_settles_it_until_the_library_changes_again(
    base: Database,
) -> None:
    await apply(base, make.claim(headline=THEIRS))
    async with base.write() as connection:
        done = await stored_history.settle(base, connection, KEY, await seen(base), ACT)
        trail = await stored_history.history(connection, *KEY)
    assert (trail[0].id, trail[0].by, trail[0].differences) == (done, ACT.by, ())
    assert await conflicts(base) == ()
    assert await apply(base, make.claim(headline=THEIRS)) == Changes(0, 0, 0)
    assert (await apply(base, make.claim(safety=Safety.DANGER))).kept == (KEY,)
    assert await headline(base) == OURS


async def test_where_nothing_is_to_be_decided_nothing_is_settled(base: Database) -> None:
    async with base.write() as connection:
        assert await stored_history.settle(base, connection, KEY, await seen(base), ACT) is None


async def test_names_that_moderators_added_stay_beside_a_newer_library(base: Database) -> None:
    nmn = make.SUBSTANCES[0]
    plain = records.plain(nmn)
    named = {**plain, "names": {**plain["names"], "es": ["nicotinamida"]}}
    await write(base, "substance", "nmn", named, await seen(base, "substance", "nmn"))
    renamed = replace(make.content(), substances=(replace(nmn, name="N M N"), make.SUBSTANCES[1]))
    changes = await stored_base.apply(base, renamed)
    assert changes == Changes(0, 0, 0, (("substance", "nmn"),))
    stored = await present(base, "substance", "nmn")
    assert stored
    assert stored["names"]["es"] == ["nicotinamida"]
