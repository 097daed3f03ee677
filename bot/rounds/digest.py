"""Once a day, at the hour that they chose, members hear what waits."""

from __future__ import annotations

from datetime import timedelta

from bot import tallies, wire
from bot.answering import broadcast
from bot.conversation.replies import Say
from bot.rounds.means import Means
from bot.wording import after
from bot.wording.spikes import USUAL, spikes
from knowledge import stored_cases, stored_digests, stored_team

DAY_MS = 24 * 3600 * 1000
_ALL = 100_000


class Digest:
    """One member in a transaction."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def step(self) -> bool:
        """Tell one member whose hour has come; whether there may be another."""
        context = self._means.context()
        async with self._means.database.read() as connection:
            due = await stored_digests.due(connection, context.now_ms)
        if not due:
            return False
        person, due_ms = due[0]
        async with self._means.write() as connection:
            cases = await stored_cases.open_cases(connection, context.now_ms, _ALL)
            sealed = (await stored_team.chats(connection)).get(person)
            chat = sealed and await self._means.vault.unseal(connection, person, sealed)
            if not chat:
                await stored_digests.stop(connection, person)
                return True
            # After days without a process there is one digest, not one a day.
            following = due_ms + ((context.now_ms - due_ms) // DAY_MS + 1) * DAY_MS
            if await stored_digests.sent(connection, person, due_ms, following):
                yesterday = context.today - timedelta(1)
                counted = await tallies.held(connection, yesterday - timedelta(USUAL), yesterday)
                sharp = spikes(counted, yesterday)
                text = after.digest(cases, sharp, context.base, context.today)
                await broadcast(
                    connection, self._means.envelopes, wire.calls((Say(text),), int(chat))
                )
        return True
