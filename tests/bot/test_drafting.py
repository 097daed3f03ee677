"""Records that moderators hold and a new library has otherwise: seen, and decided about once."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moderation import Papers, Wanted
from bot.drafting import Drafting
from knowledge import (
    Act,
    Closed,
    Database,
    Draft,
    DraftKind,
    Edit,
    Ending,
    Trusted,
    new_words,
    stored_base,
    stored_drafts,
    stored_history,
)
from knowledge.library import records
from tests import make

ID = make.CLAIM.id
TRUSTED = Trusted(frozenset({"Cochrane"}))
KEPT = Ending(Closed.GIVEN_UP, "r" * 64, "Ours says it better.")


async def changed_by_both(database: Database) -> None:
    await stored_base.apply(database, make.content())
    ours = records.plain(replace(make.CLAIM, headline="Nobody knows whether NMN helps."))
    async with database.write() as connection:
        now = await stored_history.present(connection, "claim", ID)
        edit = Edit("claim", ID, ours, now.digest if now else None)
        await stored_history.change(database, connection, edit, Act("r" * 64, "Plainer.", 1))
    theirs = replace(make.CLAIM, headline="It is not known whether NMN relieves depression.")
    await stored_base.apply(database, make.content(theirs))


async def test_both_versions_are_seen_and_ours_can_be_kept(database: Database) -> None:
    await changed_by_both(database)
    drafting = Drafting(database, TRUSTED)
    async with database.write() as connection:
        found = await drafting.disputed(connection, ID)
        assert found is not None
        assert (found.ours or {})["headline"] == "Nobody knows whether NMN helps."
        assert (found.theirs or {})["headline"].startswith("It is not known")
        await drafting.keep_ours(connection, found, KEPT, now_ms=2)
        assert await drafting.disputed(connection, ID) is None
        assert await stored_history.conflicts(connection) == ()
        newest, *_ = await stored_history.history(connection, "claim", ID)
        assert (newest.by, newest.why) == (KEPT.by, KEPT.why)


async def test_what_nobody_disputes_is_none(database: Database) -> None:
    await stored_base.apply(database, make.content())
    async with database.read() as connection:
        assert await Drafting(database, TRUSTED).disputed(connection, ID) is None


async def test_what_a_claim_speaks_of_and_was_undone_is_lacking(database: Database) -> None:
    await stored_base.apply(database, make.content())
    fields = {"substance": "berberine", "outcome": "sleep"}
    claim = Draft(1, DraftKind.NEW_CLAIM, "", "r" * 64, fields)
    async with database.read() as connection:
        papers = await Drafting(database, TRUSTED).on_draft(connection, claim, Papers())
    assert papers.lacking == {("substance", "berberine")}
    assert papers.taken == frozenset()


async def test_a_new_substance_knows_the_claim_it_is_made_for_and_who_needs_it(
    database: Database,
) -> None:
    await stored_base.apply(database, make.content())
    claim = Draft(1, DraftKind.NEW_CLAIM, "", "r" * 64)
    made = Draft(2, DraftKind.SUBSTANCE, "nmn", "r" * 64, {"name": "NMN", new_words.FOR: 1})
    async with database.write() as connection:
        await stored_drafts.save(connection, claim)
        await stored_drafts.save(connection, made)
        papers = await Drafting(database, TRUSTED).papers(connection, Wanted(draft=2))
    assert papers.draft is not None
    assert papers.draft.kind is DraftKind.SUBSTANCE
    assert papers.begun is not None
    assert papers.begun.id == 1
    assert papers.present is not None
    assert papers.used_by == ID
