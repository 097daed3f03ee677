"""Drafts as stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import (
    ClaimState,
    Database,
    Draft,
    DraftKind,
    DraftState,
    Shown,
    Stale,
    Trial,
    drafts,
    lookup,
    stored_base,
    stored_drafts,
)
from tests import make

LONG = "a-very-long-substance-name-replaces-a-very-long-medicine-name"
DRAFT = Draft(
    id=1,
    kind=DraftKind.EDIT,
    subject="nmn-depression",
    author="a" * 64,
    fields={"headline": "Not known.", "facts": ["One. [x]"]},
    case=7,
    base="d" * 64,
    before={"headline": "Known."},
    approvals=("b" * 64,),
    looked=("c" * 64,),
    trial=Trial(7, (Shown("text", ("x",), ()),), (Shown("other", (), ("y",)),)),
    changed_ms=5,
)


async def test_a_draft_comes_back_as_it_was_kept(database: Database) -> None:
    async with database.write() as connection:
        assert await stored_drafts.next_id(connection) == 1
        kept = await stored_drafts.save(connection, DRAFT)
        assert await stored_drafts.get(connection, 1) == kept == replace(DRAFT, version=1)
        assert await stored_drafts.next_id(connection) == 2
        assert await stored_drafts.get(connection, 2) is None


async def test_what_was_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    async with database.write() as connection:
        first = await stored_drafts.save(connection, DRAFT)
        await stored_drafts.save(connection, replace(first, refused_why="no"))
        with pytest.raises(Stale):
            await stored_drafts.save(connection, replace(first, refused_why="yes"))


async def test_drafts_are_found_by_who_and_how_far(database: Database) -> None:
    states = (DraftState.WRITING, DraftState.WAITING, DraftState.TESTING, DraftState.DROPPED)
    async with database.write() as connection:
        for number, state in enumerate(states, 1):
            author = "a" * 64 if number < 3 else "b" * 64
            await stored_drafts.save(
                connection, replace(DRAFT, id=number, state=state, author=author)
            )
        mine = await stored_drafts.of_author(connection, "a" * 64)
        assert [draft.id for draft in mine] == [1, 2]
        assert [draft.id for draft in await stored_drafts.waiting(connection)] == [2]
        assert [draft.id for draft in await stored_drafts.still_open(connection)] == [1, 2, 3]
        testing = await stored_drafts.in_state(connection, DraftState.TESTING)
        assert [draft.id for draft in testing] == [3]


async def test_a_publication_is_announced_once_and_not_before_it_is_settled(
    database: Database,
) -> None:
    done = replace(DRAFT, state=DraftState.PUBLISHED, published_ms=drafts.UNDO_MS)
    async with database.write() as connection:
        await stored_drafts.save(connection, done)
        assert await stored_drafts.unannounced(connection, drafts.UNDO_MS - 1) == ()
        due = await stored_drafts.unannounced(connection, drafts.UNDO_MS)
        assert [draft.id for draft in due] == [1]
        assert await stored_drafts.announced(connection, 1)
        assert not await stored_drafts.announced(connection, 1)
        assert await stored_drafts.unannounced(connection, drafts.UNDO_MS) == ()


async def test_claims_are_found_by_their_ids_and_by_what_stands_for_them(
    database: Database,
) -> None:
    unpublished = make.claim(id=LONG, state=ClaimState.DRAFT, outcome="sleep")
    await stored_base.apply(database, make.content(make.claim(), unpublished))
    async with database.read() as connection:
        ids = await stored_drafts.ids_on(connection, "nmn")
        assert ids == {"nmn-depression", LONG}
        for id_ in ids:
            assert await stored_drafts.claim_called(connection, lookup.short(id_)) == id_
        assert await stored_drafts.claim_called(connection, "nmn") is None
        assert await stored_drafts.claim_called(connection, "a%~00000000") is None
