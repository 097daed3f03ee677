"""Drafts and the stored base as members see and change them: looked up for a step, and written, in
its transaction."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.acts import DraftAct, KeepDraft, Publish, PutBack, Withdraw
from bot.conversation.moderation import Disputed, Papers, Stored, Wanted
from knowledge import (
    Act,
    Database,
    Draft,
    Ending,
    Trusted,
    new_words,
    stored_drafts,
    stored_history,
    stored_team,
)


class Drafting:
    """Reads and writes drafts; `trusted` tells whose sources count."""

    def __init__(self, database: Database, trusted: Trusted) -> None:
        self._database = database
        self.trusted = trusted

    async def papers(self, connection: AsyncConnection, wanted: Wanted) -> Papers:
        """What a step is about, as it is in this transaction."""
        found = Papers(
            next_id=await stored_drafts.next_id(connection),
            names=await stored_team.names(connection),
            trusted=self.trusted,
        )
        if wanted.all_open:
            found = replace(found, every=await stored_drafts.still_open(connection))
        if wanted.draft:
            return await self._on_draft(connection, wanted.draft, found)
        if wanted.claim:
            return await self._on_claim(connection, wanted.claim, found)
        change = await stored_history.find(connection, wanted.change) if wanted.change else None
        if change is None:
            return found
        found = await self._on_record(connection, change.kind, change.record, found)
        return replace(found, change=change)

    async def carry_out(
        self, connection: AsyncConnection, act: DraftAct, by: str, now_ms: int
    ) -> None:
        """Do what was decided about drafts and the base."""
        match act:
            case KeepDraft():
                await stored_drafts.save(connection, act.draft)
            case Publish():
                deed = Act(by, act.why, now_ms)
                number = await stored_history.change(self._database, connection, act.edit, deed)
                await stored_drafts.save(connection, replace(act.draft, change=number))
            case PutBack():
                deed = Act(by, act.why, now_ms)
                await stored_history.revert(self._database, connection, act.change, deed)
                if act.draft:
                    await stored_drafts.save(connection, act.draft)
            case Withdraw():
                deed = Act(by, act.why, now_ms)
                await stored_history.unpublish(self._database, connection, act.claim, deed)

    async def disputed(self, connection: AsyncConnection, id_: str) -> Disputed | None:
        """A record that the library has otherwise than moderators, and nobody has decided about."""
        for each in await stored_history.conflicts(connection):
            if each.key.id == id_:
                now = await stored_history.present(connection, *each.key)
                return Disputed(*each.key, now.body if now else None, each.body)
        return None

    async def keep_ours(
        self, connection: AsyncConnection, record: Disputed, ending: Ending, now_ms: int
    ) -> None:
        """The moderators' version stays, whatever the library says by now."""
        key = stored_history.Key(record.kind, record.id)
        now = await stored_history.present(connection, *key)
        deed = Act(ending.by, ending.why, now_ms)
        expected = now.digest if now else None
        await stored_history.settle(self._database, connection, key, expected, deed)

    async def on_draft(self, connection: AsyncConnection, draft: Draft, papers: Papers) -> Papers:
        """What a draft is about, as it is stored now."""
        found = await self._on_record(connection, draft.record, draft.subject, papers)
        found = replace(found, draft=draft)
        if number := draft.fields.get(new_words.FOR):
            return replace(found, begun=await stored_drafts.get(connection, int(number)))
        substance = str(draft.fields.get("substance") or "")
        if substance:
            found = replace(found, taken=await stored_drafts.ids_on(connection, substance))
        return replace(found, lacking=await _lacking(connection, draft))

    async def _on_draft(self, connection: AsyncConnection, number: int, papers: Papers) -> Papers:
        draft = await stored_drafts.get(connection, number)
        return papers if draft is None else await self.on_draft(connection, draft, papers)

    async def _on_claim(self, connection: AsyncConnection, given: str, papers: Papers) -> Papers:
        claim = await stored_drafts.claim_called(connection, given)
        if claim:
            return await self._on_record(connection, "claim", claim, papers)
        # A substance has a history too.
        return await self._on_record(connection, "substance", given, papers)

    async def _on_record(
        self, connection: AsyncConnection, kind: str, id_: str, papers: Papers
    ) -> Papers:
        if not id_:
            return papers
        now = await stored_history.present(connection, kind, id_)
        stored = Stored(kind, id_, now.body, now.digest) if now else None
        trail = await stored_history.history(connection, kind, id_)
        used = None if kind == "claim" else await stored_history.used_by(connection, kind, id_)
        return replace(papers, present=stored, trail=trail, used_by=used or "")


async def _lacking(connection: AsyncConnection, draft: Draft) -> frozenset[tuple[str, str]]:
    """What a draft of a claim speaks of and is not stored: it was undone meanwhile."""
    found = set()
    for kind in ("substance", "outcome"):
        id_ = str(draft.fields.get(kind) or "")
        if id_ and await stored_history.present(connection, kind, id_) is None:
            found.add((kind, id_))
    return frozenset(found)
