"""Trials: a draft is tried on what is labelled and on what people sent lately, and holds no word of
theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Context
from bot.conversation.acts import Tell
from bot.drafting import Drafting
from bot.trials import Trials, TriedOn
from knowledge import (
    Database,
    Draft,
    DraftKind,
    DraftState,
    Tried,
    Trusted,
    Vault,
    snapshot,
    stored_base,
    stored_drafts,
    stored_requests,
)
from tests import make
from tests.knowledge.storage.asking import NOW_MS, asked

SENT = "nmn let me whistle in the shower again"
PHRASING = "nmn makes me whistle in the shower again"


async def tried(database: Database, labelled: Sequence[Tried]) -> Draft:
    """A phrasing that was handed in, after its trial."""
    await stored_base.apply(database, make.content())
    vault = Vault(database, b"s" * 32)
    draft = Draft(
        1, DraftKind.PHRASING, make.CLAIM.id, "r" * 64, {"phrasing": PHRASING},
        state=DraftState.TESTING,
    )  # fmt: skip
    async with database.write() as connection:
        await stored_requests.add_request(connection, vault, asked("ana", SENT), NOW_MS)
        await stored_drafts.save(connection, draft)
    content, version = await stored_base.load(database)
    present = Context(snapshot(content, version, meaning=False), make.TODAY, NOW_MS)

    async def nobody(_: AsyncConnection, __: Sequence[Tell]) -> None:
        """There is nobody to tell."""

    messages = TriedOn(lambda: labelled, vault)
    drafting = Drafting(database, Trusted(frozenset({"Cochrane"})))
    trials = Trials(database, drafting, lambda: present, messages, nobody)
    await trials.run(lambda _: True)
    async with database.read() as connection:
        found = await stored_drafts.get(connection, 1)
    assert found is not None
    assert found.state is DraftState.WAITING
    return found


async def test_what_people_sent_lately_is_tried_and_named_by_its_case(database: Database) -> None:
    found = await tried(database, ())
    assert found.trial is not None
    assert [shown.text for shown in found.trial.also] == ["a message of case 1"]
    assert [shown.gained for shown in found.trial.also] == [(make.CLAIM.id,)]
    assert "shower" not in repr(found.trial)


async def test_all_that_breaks_is_counted_also_what_is_too_much_to_show(
    database: Database,
) -> None:
    broken = [Tried(str(n), f"{PHRASING}, day {n}", frozenset()) for n in range(45)]
    found = await tried(database, broken)
    assert found.trial is not None
    assert (len(found.trial.breaks), found.trial.more_breaks) == (40, 5)
