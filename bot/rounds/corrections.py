"""When a claim has changed its status or safety, those who were told otherwise hear of it, once."""

from __future__ import annotations

from bot import wire
from bot.answering import broadcast
from bot.conversation import Context, keyboards
from bot.conversation.replies import Keyboard, Say
from bot.rounds.means import Means
from bot.wording import after
from knowledge import stored_history, stored_progress, stored_told, unsettled

_AT_ONCE = 25
"""People in one transaction."""


class Corrections:
    """One step at a time; each is one transaction."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def step(self) -> bool:
        """Correct some of what was told; whether there may be more to do at once."""
        context = self._means.context()
        version = context.base.version
        async with self._means.database.read() as connection:
            if (await stored_progress.load(connection)).get("corrected") == version:
                return False
            settling = await unsettled(connection, context.now_ms)
            waits = False
            for claim, told in await stored_told.known(connection):
                now = stored_told.scales_of(context.base.claims.get(claim))
                if now == told:
                    continue
                if ("claim", claim) in settling:
                    waits = True
                    continue
                people = await stored_told.outdated(
                    connection, claim, now, context.now_ms - stored_told.KEPT_MS, _AT_ONCE
                )
                if people:
                    break
            else:
                people = ()
        if people:
            await self._correct(claim, people, context)
            return True
        if not waits:
            async with self._means.write() as connection:
                await stored_progress.keep(connection, corrected=version)
        return False

    async def _correct(
        self, id_: str, people: tuple[stored_told.Told, ...], context: Context
    ) -> None:
        claim = context.base.claims.get(id_)
        now = stored_told.scales_of(claim)
        buttons: Keyboard = (keyboards.details(claim, context.base),) if claim else ()
        async with self._means.write() as connection:
            record = await stored_history.present(connection, "claim", id_)
            about = record.body if record else {}
            gone = after.withdrawn(
                about.get("substance", ""), about.get("outcome", ""), context.base
            )
            for one in people:
                chat = await self._means.vault.unseal(connection, one.chat, one.address)
                # Who switched corrections off meanwhile has no row any more.
                if not await stored_told.corrected(connection, id_, one.chat, one.scales, now):
                    continue
                if chat is not None:
                    text = after.correction(claim, one.scales, context.base) if claim else gone
                    await broadcast(
                        connection,
                        self._means.envelopes,
                        wire.calls((Say(text, 0, buttons),), int(chat)),
                    )
