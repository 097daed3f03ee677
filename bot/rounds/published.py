"""What came of a case is published for good: the case ends, and who waits in it is answered. So do
cases about a claim that was changed: people disagreed with it, or its review was due."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rounds.means import Means
from knowledge import (
    UNDO_MS,
    CaseKind,
    Closed,
    Draft,
    DraftKind,
    Ending,
    comes_due,
    stored_cases,
    stored_drafts,
)

_ENDINGS = {
    DraftKind.NEW_CLAIM: Closed.NEW_CLAIM,
    DraftKind.EDIT: Closed.ANSWERED_BY,
    DraftKind.PHRASING: Closed.ANSWERED_BY,
}
"""A new name answers nobody by itself: it lets messages be matched that were not before."""


class Published:
    """Ends the cases of publications that can be undone no more."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def step(self) -> bool:
        """End one case; whether there may be more to do at once."""
        now_ms = self._means.clock()
        async with self._means.database.read() as connection:
            found = await stored_drafts.unannounced(connection, now_ms - UNDO_MS)
        if not found:
            return False
        draft = found[0]
        async with self._means.write() as connection:
            if await stored_drafts.announced(connection, draft.id):
                await self._end(connection, draft, now_ms)
        return True

    async def _end(self, connection: AsyncConnection, draft: Draft, now_ms: int) -> None:
        how = _ENDINGS.get(draft.kind)
        if how is None:
            return
        ended = [draft.case] if draft.case else []
        if draft.kind is DraftKind.EDIT:
            claim = self._means.base().claims.get(draft.subject)
            due = claim is not None and comes_due(claim, self._means.context().today)
            kinds = (CaseKind.FEEDBACK,) if due else (CaseKind.FEEDBACK, CaseKind.DUE)
            ended += await stored_cases.open_on(connection, draft.subject, kinds)
        ending = Ending(how, draft.author, claim=draft.subject)
        for case in ended:
            await stored_cases.close(connection, case, ending, now_ms - UNDO_MS)
