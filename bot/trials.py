"""What is handed in is tried on known messages, in the background, before a second person is asked.

A draft waits in its table until its trial is done, so that none is lost when the process ends; it
is looked at again then. Several processes share them out as they do chats, by lanes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.acts import Tell
from bot.conversation.moderation import Papers, View
from bot.conversation.moderation.publishing import announcements, must_be_mended
from bot.drafting import Drafting
from knowledge import (
    Baseline,
    Claim,
    Database,
    Draft,
    DraftState,
    Moved,
    Shown,
    Snapshot,
    Substance,
    Trial,
    Tried,
    baseline,
    changed,
    checks,
    compared,
    drafts,
    stored_drafts,
    stored_team,
)

_GONE = "is no longer in the base"
_MOST_SHOWN = 40
"""Messages of each kind that are kept with a draft."""
Telling = Callable[[AsyncConnection, Sequence[Tell]], Awaitable[None]]
Messages = Callable[[], Sequence[Tried]]


class Trials:
    """Tries the drafts that were handed in. `messages` are those to try on; `tell` says something
    to members, within a transaction."""

    def __init__(
        self,
        database: Database,
        drafting: Drafting,
        base: Callable[[], Snapshot],
        messages: Messages,
        tell: Telling,
    ) -> None:
        self._database = database
        self._drafting = drafting
        self._base = base
        self._messages = messages
        self._tell = tell
        # What is known of the messages is made once: that takes a minute or more.
        self._last: Baseline | None = None

    async def run(self, owned: Callable[[int], bool]) -> None:
        """Try every draft that waits for it and is ours, the oldest first."""
        async with self._database.read() as connection:
            due = await stored_drafts.in_state(connection, DraftState.TESTING)
        for draft in due:
            if owned(draft.id):
                await self._try(draft)

    async def _try(self, draft: Draft) -> None:
        base, today = self._base(), datetime.now(UTC).date()
        async with self._database.read() as connection:
            papers = await self._drafting.on_draft(connection, draft, Papers())
        found = await asyncio.to_thread(self._faults, draft, base, today)
        if not draft.of_claim and papers.body is None:
            found.append((draft.subject, _GONE))
        if found:
            await self._keep(drafts.mended(draft, draft.changed_ms), base, found)
            return
        self._last = before = await asyncio.to_thread(self._before, base, self._last)
        record = drafts.tried_as(draft, papers.body, today)
        trial = await asyncio.to_thread(_trial, before, record)
        await self._keep(replace(draft, state=DraftState.WAITING, trial=trial), base, [])

    async def _keep(self, draft: Draft, base: Snapshot, found: list[checks.Problem]) -> None:
        """Store what a trial found, and tell those whom it concerns."""
        async with self._database.write() as connection:
            await self._database.alone(connection)
            now = await stored_drafts.get(connection, draft.id)
            if now is None or now.version != draft.version:
                # Taken back meanwhile, or tried by another process.
                return
            saved = await stored_drafts.save(connection, draft)
            papers = await self._drafting.on_draft(connection, saved, Papers())
            moment = datetime.now(UTC)
            view = View(
                base, moment.date(), int(moment.timestamp() * 1000), person="",
                team=await stored_team.members(connection), papers=papers,
            )  # fmt: skip
            acts = [must_be_mended(saved, view, found)] if found else announcements(saved, view)
            await self._tell(connection, acts)

    def _before(self, base: Snapshot, last: Baseline | None) -> Baseline:
        return baseline(base, self._messages(), last)

    def _faults(self, draft: Draft, base: Snapshot, today: date) -> list[checks.Problem]:
        """What all of the base shows to be wrong with a draft; to look through it takes seconds."""
        content = base.content
        beside = checks.Beside(content.claims, content.substances, content, self._drafting.trusted)
        return checks.problems(draft, beside, today)


def _trial(before: Baseline, record: Claim | Substance) -> Trial:
    result = compared(before, changed(before.base, record))
    return Trial(len(result.fixes), _shown(result.breaks), _shown(result.also))


def _shown(moved: Sequence[Moved]) -> tuple[Shown, ...]:
    return tuple(Shown(each.text, each.gained, each.lost) for each in moved[:_MOST_SHOWN])
