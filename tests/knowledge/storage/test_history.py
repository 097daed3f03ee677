"""What moderators do to the stored base: nothing is lost, and everything is in the trail."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

import pytest

from knowledge import (
    Act,
    Change,
    Content,
    Database,
    Edit,
    RecordError,
    Stale,
    UnknownChange,
    UnknownClaim,
    stored_base,
    stored_history,
)
from knowledge.library import records
from knowledge.model import ClaimState, Safety
from tests import make
from tests.knowledge.storage.moderating import ACT, ID, body, edit, present, seen, write

OTHER = Act("b" * 64, "A colleague asked for it.", 1_700_000_060_000)
HEADLINE = "Nobody knows whether NMN relieves depression."


@pytest.fixture
async def base(database: Database) -> Database:
    """A stored base that holds a small library."""
    await stored_base.apply(database, make.content())
    return database


async def trail(database: Database, kind: str = "claim", id_: str = ID) -> tuple[Change, ...]:
    async with database.read() as connection:
        return await stored_history.history(connection, kind, id_)


async def answered(database: Database) -> Content:
    content, _ = await stored_base.load(database)
    return content


async def test_a_change_is_answered_from_and_raises_the_version(base: Database) -> None:
    await edit(base, headline=HEADLINE)
    content, version = await stored_base.load(base)
    assert [claim.headline for claim in content.claims] == [HEADLINE]
    assert version == 2


async def test_a_change_is_in_the_trail_with_who_when_and_why(base: Database) -> None:
    before = await present(base)
    number = await edit(base, headline=HEADLINE)
    assert before
    assert await trail(base) == (
        Change(
            number,
            "claim",
            ID,
            before,
            {**before, "headline": HEADLINE},
            ACT.by,
            ACT.why,
            ACT.at_ms,
        ),
    )


async def test_the_newest_change_comes_first_and_other_records_have_their_own(
    base: Database,
) -> None:
    await edit(base, headline=HEADLINE)
    await write(base, "claim", "nac-sleep", body(id="nac-sleep", substance="nac", outcome="sleep"))
    await edit(base, safety="danger")
    assert [change.id for change in await trail(base)] == [3, 1]
    assert [change.before for change in await trail(base, id_="nac-sleep")] == [None]


async def test_of_two_people_the_second_is_told_and_nothing_is_lost(base: Database) -> None:
    both_saw = await seen(base)
    await edit(base, headline=HEADLINE)
    with pytest.raises(Stale) as refused:
        await write(base, "claim", ID, body(safety="danger"), both_saw)
    assert refused.value.present == body(headline=HEADLINE)
    assert await present(base) == body(headline=HEADLINE)
    assert len(await trail(base)) == 1


async def test_of_many_who_press_at_once_one_wins(base: Database) -> None:
    all_saw = await seen(base)

    async def press(number: int) -> int:
        async with base.write() as connection:
            asked = Edit("claim", ID, body(headline=f"Version {number}."), all_saw)
            return await stored_history.change(base, connection, asked, ACT)

    done = await asyncio.gather(*map(press, range(5)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Stale"] * 4 + ["int"]
    assert len(await trail(base)) == 1


async def test_what_was_seen_as_not_there_must_not_be_there(base: Database) -> None:
    with pytest.raises(Stale):
        await write(base, "claim", ID, body(headline=HEADLINE), None)
    with pytest.raises(Stale) as refused:
        await write(base, "claim", "nmn-sleep", body(id="nmn-sleep"), "0" * 64)
    assert refused.value.present is None


async def test_a_record_can_be_removed_and_put_back(base: Database) -> None:
    number = await write(base, "claim", ID, None, await seen(base))
    assert len((await answered(base)).claims) == 0
    async with base.write() as connection:
        await stored_history.revert(base, connection, number, OTHER)
    assert await present(base) == body()
    assert [change.by for change in await trail(base)] == [OTHER.by, ACT.by]


async def test_reverting_a_revert_brings_the_change_back(base: Database) -> None:
    number = await edit(base, headline=HEADLINE)
    for expected in (make.CLAIM.headline, HEADLINE, make.CLAIM.headline):
        async with base.write() as connection:
            number = await stored_history.revert(base, connection, number, OTHER)
        assert (await present(base) or {})["headline"] == expected
    assert len(await trail(base)) == 4


async def test_a_change_on_which_others_were_built_is_not_taken_from_under_them(
    base: Database,
) -> None:
    number = await edit(base, headline=HEADLINE)
    await edit(base, safety="danger")
    with pytest.raises(Stale) as refused:
        async with base.write() as connection:
            await stored_history.revert(base, connection, number, OTHER)
    assert refused.value.present == body(headline=HEADLINE, safety="danger")


async def test_a_change_that_never_was_cannot_be_reverted(base: Database) -> None:
    with pytest.raises(UnknownChange):
        async with base.write() as connection:
            await stored_history.revert(base, connection, 7, ACT)


async def test_one_person_takes_a_claim_back_whatever_it_says_by_now(base: Database) -> None:
    await edit(base, headline=HEADLINE)
    async with base.write() as connection:
        number = await stored_history.unpublish(base, connection, ID, OTHER)
    assert [claim.published for claim in (await answered(base)).claims] == [False]
    newest = (await trail(base))[0]
    assert (newest.id, newest.why) == (number, OTHER.why)
    assert [each.field for each in newest.differences] == ["state"]


async def test_taking_back_a_draft_does_nothing(base: Database) -> None:
    async with base.write() as connection:
        await stored_history.unpublish(base, connection, ID, ACT)
        assert await stored_history.unpublish(base, connection, ID, ACT) is None
    assert len(await trail(base)) == 1


async def test_taking_back_an_unknown_claim_names_it(base: Database) -> None:
    with pytest.raises(UnknownClaim, match="nmn-sleep"):
        async with base.write() as connection:
            await stored_history.unpublish(base, connection, "nmn-sleep", ACT)


@pytest.mark.parametrize("why", ["", "  \n"])
async def test_nothing_changes_without_a_reason(base: Database, why: str) -> None:
    silent = replace(ACT, why=why)
    with pytest.raises(RecordError, match="why"):
        async with base.write() as connection:
            await stored_history.unpublish(base, connection, ID, silent)
    assert await present(base) == body()


async def test_a_new_name_of_a_substance_is_a_change_like_any_other(base: Database) -> None:
    nmn = records.plain(make.SUBSTANCES[0])
    named = {**nmn, "names": {**nmn["names"], "es": ["nicotinamida"]}}
    await write(base, "substance", "nmn", named, await seen(base, "substance", "nmn"))
    (change,) = await trail(base, "substance", "nmn")
    assert [each.field for each in change.differences] == ["names.es"]
    content = await answered(base)
    assert next(s for s in content.substances if s.id == "nmn").names["es"] == ("nicotinamida",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": "excellent"}, "status is 'excellent'"),
        ({"headline": None}, "headline is missing"),
        ({"id": "nac-sleep"}, "says that it is 'nac-sleep'"),
        ({"substance": "../secret"}, "'../secret' is no id"),
        ({"outcome": "x" * 81}, "is no id"),
        ({"facts": ["One.\nTwo."]}, "facts.0 holds a line break"),
        ({"surprise": "!"}, "unknown field 'surprise'"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
async def test_what_cannot_be_a_record_is_refused(
    base: Database, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(RecordError, match=said):
        await write(base, "claim", ID, body() | changes, await seen(base))
    assert await present(base) == body()


@pytest.mark.parametrize("field", ["substance", "outcome"])
async def test_a_claim_about_something_unknown_is_refused(base: Database, field: str) -> None:
    with pytest.raises(RecordError, match=f"there is no {field} 'zinc'"):
        await edit(base, **{field: "zinc"})


async def test_a_new_substance_is_gone_when_it_is_undone(base: Database) -> None:
    zinc = {"id": "zinc", "name": "zinc", "group": "mineral", "names": {"en": ["zinc"]}}
    number = await write(base, "substance", "zinc", zinc)
    async with base.write() as connection:
        await stored_history.revert(base, connection, number, ACT)
        assert await stored_history.moderated(connection) == ()
    assert "zinc" not in {substance.id for substance in (await answered(base)).substances}
    newest, *_ = await trail(base, "substance", "zinc")
    assert newest.after is None


async def test_what_claims_speak_of_cannot_be_removed(base: Database) -> None:
    with pytest.raises(RecordError, match="in the library"):
        await write(base, "outcome", "sleep", None, await seen(base, "outcome", "sleep"))
    zinc = {"id": "zinc", "name": "zinc", "group": "mineral", "names": {"en": ["zinc"]}}
    await write(base, "substance", "zinc", zinc)
    on_zinc = body(id="zinc-depression", substance="zinc")
    await write(base, "claim", "zinc-depression", on_zinc)
    digest = await seen(base, "substance", "zinc")
    async with base.read() as connection:
        assert await stored_history.used_by(connection, "substance", "zinc") == "zinc-depression"
        assert await stored_history.used_by(connection, "outcome", "sleep") is None
    with pytest.raises(RecordError, match="zinc-depression is a claim about it"):
        await write(base, "substance", "zinc", None, digest)
    await write(base, "claim", "zinc-depression", None, await seen(base, id_="zinc-depression"))
    await write(base, "substance", "zinc", None, digest)
    assert await present(base, "substance", "zinc") is None


async def test_kinds_without_a_trail_are_changed_in_the_files(base: Database) -> None:
    with pytest.raises(RecordError, match="file of the library"):
        await write(base, "cue", "stance.asks", {"en": ["really?"]}, None)


async def test_a_sign_off_ends_with_what_was_signed(database: Database) -> None:
    await stored_base.apply(database, make.content(make.signed(id=ID)))
    stored = await present(database)
    assert stored
    await write(database, "claim", ID, {**stored, "who_to_ask": "doctor"}, await seen(database))
    assert (await present(database) or {})["review"]["sign_off"]
    stored = await present(database) or {}
    await write(database, "claim", ID, {**stored, "headline": HEADLINE}, await seen(database))
    review = (await present(database) or {})["review"]
    assert (review["clinician"], review["sign_off"]) == (False, None)


async def test_a_transaction_that_comes_to_nothing_leaves_no_trace(base: Database) -> None:
    with contextlib.suppress(InterruptedError):
        async with base.write() as connection:
            await stored_history.unpublish(base, connection, ID, ACT)
            raise InterruptedError
    assert await trail(base) == ()
    assert await stored_base.version(base) == 1
    await stored_base.apply(base, make.content(make.claim(safety=Safety.DANGER)))
    assert (await present(base) or {})["safety"] == "danger"


async def test_what_the_library_changes_later_is_in_the_trail_too(base: Database) -> None:
    newer = make.claim(headline=HEADLINE)
    fresh = make.claim(id="nac-sleep", substance="nac", outcome="sleep")
    await stored_base.apply(base, make.content(newer, fresh))
    await stored_base.apply(base, make.content(newer))
    (change,) = await trail(base)
    assert (change.by, [each.field for each in change.differences]) == ("library", ["headline"])
    gone, come = await trail(base, id_="nac-sleep")
    assert (come.before, gone.after) == (None, None)
    assert come.after == gone.before == records.plain(fresh)
    async with base.read() as connection:
        assert (await stored_history.verify(connection)).broken is None


async def test_what_the_library_began_with_is_no_change(base: Database) -> None:
    assert await trail(base) == ()
    await stored_base.apply(base, make.content())
    assert await trail(base) == ()


async def test_a_draft_of_a_moderator_is_not_published(base: Database) -> None:
    new = body(id="nac-sleep", substance="nac", outcome="sleep", state=ClaimState.DRAFT)
    await write(base, "claim", "nac-sleep", new)
    assert {c.id: c.published for c in (await answered(base)).claims} == {
        ID: True,
        "nac-sleep": False,
    }
