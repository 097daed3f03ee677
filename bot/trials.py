"""What is handed in is tried on known messages, in the background, before a second person is asked.

A draft waits in its table until its trial is done, so that none is lost when the process ends; it
is looked at again then. Several processes share them out as they do chats, by lanes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Context
from bot.conversation.acts import Tell
from bot.conversation.moderation import Papers, View
from bot.conversation.moderation.publishing import GONE, announcements, must_be_mended
from bot.drafting import Drafting
from knowledge import (
    Baseline,
    Claim,
    Database,
    Draft,
    DraftState,
    Moved,
    Outcome,
    Request,
    Shown,
    Snapshot,
    Substance,
    Trial,
    Tried,
    Vault,
    baseline,
    changed,
    checks,
    compared,
    drafts,
    stored_drafts,
    stored_requests,
    stored_team,
)

_THERE = "a colleague has made one of the same name meanwhile"
_MOST_SHOWN = 40
"""Messages of each kind that are kept with a draft."""
_LATEST = 100
"""Requests of people that a draft is tried on besides."""
_OF_A_PERSON = "a message of case "
"""What is kept of one of those in place of its text: a draft stays when the text is gone."""
Telling = Callable[[AsyncConnection, Sequence[Tell]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class TriedOn:
    """The messages that drafts are tried on: those that are labelled, and what opens the latest
    requests of people."""

    labelled: Callable[[], Sequence[Tried]]
    vault: Vault


class Trials:
    """Tries the drafts that were handed in. `present` gives the base and the moment; `tell` says
    something to members, within a transaction."""

    def __init__(
        self,
        database: Database,
        drafting: Drafting,
        present: Callable[[], Context],
        messages: TriedOn,
        tell: Telling,
    ) -> None:
        self._database = database
        self._drafting = drafting
        self._present = present
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
        present = self._present()
        base, today = present.base, present.today
        async with self._database.read() as connection:
            papers = await self._drafting.on_draft(connection, draft, Papers())
            latest = await stored_requests.latest(connection, self._messages.vault, _LATEST)
        if _behind(draft, base, papers):
            # It is looked at again, a moment later.
            return
        found = await asyncio.to_thread(self._faults, draft, base, papers, today)
        if not draft.guided and papers.body is None:
            found.append((draft.subject, GONE))
        if draft.of_word and papers.body is not None:
            found.append(("name", _THERE))
        if found:
            await self._keep(drafts.mended(draft, draft.changed_ms), present, found)
            return
        before = await asyncio.to_thread(self._before, base, latest)
        record = drafts.tried_as(draft, papers.body, today)
        trial = await asyncio.to_thread(_trial, before, record)
        await self._keep(replace(draft, state=DraftState.WAITING, trial=trial), present, [])

    async def _keep(self, draft: Draft, present: Context, found: list[checks.Problem]) -> None:
        """Store what a trial found, and tell those whom it concerns."""
        async with self._database.write() as connection:
            await self._database.alone(connection)
            now = await stored_drafts.get(connection, draft.id)
            if now is None or now.version != draft.version:
                # Taken back meanwhile, or tried by another process.
                return
            saved = await stored_drafts.save(connection, draft)
            papers = await self._drafting.on_draft(connection, saved, Papers())
            view = View(
                present.base, present.today, present.now_ms, person="",
                team=await stored_team.members(connection), papers=papers,
            )  # fmt: skip
            acts = [must_be_mended(saved, view, found)] if found else announcements(saved, view)
            await self._tell(connection, acts)

    def _before(self, base: Snapshot, latest: Sequence[Request]) -> Baseline:
        labelled = self._messages.labelled()
        self._last = baseline(base, labelled, self._last)
        # Made anew each time: what people sent is held no longer than a trial takes.
        sent = (Tried(f"{_OF_A_PERSON}{each.case}", each.text) for each in latest if each.text)
        return baseline(base, (*labelled, *sent), self._last)

    def _faults(
        self, draft: Draft, base: Snapshot, papers: Papers, today: date
    ) -> list[checks.Problem]:
        """What all of the base shows to be wrong with a draft; to look through it takes seconds."""
        content, trusted = base.content, self._drafting.trusted
        beside = checks.Beside(content.claims, content.substances, content, trusted, papers.lacking)
        return checks.problems(draft, beside, today)


def _behind(draft: Draft, base: Snapshot, papers: Papers) -> bool:
    """Whether a claim speaks of what is stored, and the base does not know it yet."""
    known = {"substance": base.vocabulary.substances, "outcome": base.vocabulary.outcomes}
    spoken = [(kind, str(draft.fields.get(kind) or "")) for kind in known]
    return any(
        id_ and id_ not in known[kind] for kind, id_ in spoken if (kind, id_) not in papers.lacking
    )


def _trial(before: Baseline, record: Claim | Substance | Outcome) -> Trial:
    result = compared(before, changed(before.base, record))
    return Trial(
        len(result.fixes),
        _shown(result.breaks),
        _shown(result.also),
        max(0, len(result.breaks) - _MOST_SHOWN),
        max(0, len(result.also) - _MOST_SHOWN),
    )


def _shown(moved: Sequence[Moved]) -> tuple[Shown, ...]:
    return tuple(Shown(_named(each), each.gained, each.lost) for each in moved[:_MOST_SHOWN])


def _named(moved: Moved) -> str:
    return moved.id if moved.id.startswith(_OF_A_PERSON) else moved.text
