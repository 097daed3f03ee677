"""Trials: a draft is tried on what is labelled and on what people sent lately, and holds no word of
theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Context
from bot.conversation.acts import Tell
from bot.drafting import Drafting
from bot.trials import Trials, TriedOn
from knowledge import (
    Content,
    Database,
    Draft,
    DraftKind,
    DraftState,
    Trial,
    Tried,
    Trusted,
    Vault,
    snapshot,
    stored_base,
    stored_drafts,
    stored_requests,
)
from knowledge.library import records
from tests import make
from tests.knowledge.storage.asking import NOW_MS, asked

SENT = "nmn let me whistle in the shower again"
PHRASING = "nmn makes me whistle in the shower again"
SMALL = make.content()


DRAFT = Draft(
    1, DraftKind.PHRASING, make.CLAIM.id, "r" * 64, {"phrasing": PHRASING},
    state=DraftState.TESTING,
)  # fmt: skip
ZORBIUM = replace(
    DRAFT, kind=DraftKind.SUBSTANCE, subject="zorbium",
    fields={"name": "Zorbium", "group": "amino acid"},
)  # fmt: skip


async def tried(
    database: Database, labelled: Sequence[Tried], draft: Draft = DRAFT, content: Content = SMALL
) -> Draft:
    """A draft that was handed in, after its trial; `content` is what the bot answers from."""
    await stored_base.apply(database, SMALL)
    vault = Vault(database, b"s" * 32)
    async with database.write() as connection:
        await stored_requests.add_request(connection, vault, asked("ana", SENT), NOW_MS)
        await stored_drafts.save(connection, draft)
    present = Context(snapshot(content, 1, meaning=False), make.TODAY, NOW_MS)

    async def nobody(_: AsyncConnection, __: Sequence[Tell]) -> None:
        """There is nobody to tell."""

    messages = TriedOn(lambda: labelled, vault)
    drafting = Drafting(database, Trusted(frozenset({"Cochrane"})))
    trials = Trials(database, drafting, lambda: present, messages, nobody)
    await trials.run(lambda _: True)
    async with database.read() as connection:
        found = await stored_drafts.get(connection, 1)
    assert found is not None
    return found


async def test_what_people_sent_lately_is_tried_and_named_by_its_case(database: Database) -> None:
    found = await tried(database, ())
    assert found.state is DraftState.WAITING
    assert found.trial is not None
    assert [shown.text for shown in found.trial.also] == ["a message of case 1"]
    assert [shown.gained for shown in found.trial.also] == [(make.CLAIM.id,)]
    assert "shower" not in repr(found.trial)


async def test_all_that_breaks_is_counted_also_what_is_too_much_to_show(
    database: Database,
) -> None:
    broken = [Tried(str(n), f"{PHRASING}, day {n}", frozenset()) for n in range(45)]
    found = await tried(database, broken)
    assert found.state is DraftState.WAITING
    assert found.trial is not None
    assert (len(found.trial.breaks), found.trial.more_breaks) == (40, 5)


async def test_a_new_substance_is_tried_and_breaks_what_its_name_takes_away(
    database: Database,
) -> None:
    taking = replace(ZORBIUM, fields={**ZORBIUM.fields, "names": ["en: NMN cured"]})
    cured = Tried("a", "NMN cured my depression", frozenset({make.CLAIM.id}))
    found = await tried(database, [cured], taking)
    assert found.state is DraftState.WAITING
    assert found.trial is not None
    assert [each.lost for each in found.trial.breaks] == [(make.CLAIM.id,)]


async def test_a_new_outcome_is_tried_too(database: Database) -> None:
    fields = {"name": "whistling", "nature": "goal", "words": ["en: whistle again"]}
    new = replace(DRAFT, kind=DraftKind.OUTCOME, subject="whistling", fields=fields)
    found = await tried(database, (), new)
    assert (found.state, found.trial) == (DraftState.WAITING, Trial())


async def test_a_substance_that_is_there_by_now_goes_back_to_its_author(
    database: Database,
) -> None:
    found = await tried(database, (), replace(ZORBIUM, subject="nmn"))
    assert (found.state, found.trial) == (DraftState.WRITING, None)


async def test_a_claim_waits_until_the_bot_knows_what_it_speaks_of(database: Database) -> None:
    fields = {**records.plain(make.CLAIM), "due": ""}
    claim = replace(DRAFT, kind=DraftKind.NEW_CLAIM, subject="nmn-x", fields=fields)
    older = make.content(substances=SMALL.substances[1:], claims=())
    found = await tried(database, (), claim, older)
    assert found.state is DraftState.TESTING
