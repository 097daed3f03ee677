"""What came of a case is published for good: the case ends, and who waits in it is answered."""

from __future__ import annotations

from bot.rounds.means import Means
from knowledge import UNDO_MS, Closed, DraftKind, Ending, stored_cases, stored_drafts

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
            if not await stored_drafts.announced(connection, draft.id):
                return True
            how = _ENDINGS.get(draft.kind)
            if draft.case and how:
                ending = Ending(how, draft.author, claim=draft.subject)
                await stored_cases.close(connection, draft.case, ending, now_ms - UNDO_MS)
        return True
