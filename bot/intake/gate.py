"""The gate: every update that is taken from the inbox is judged here, before it costs anything."""

from __future__ import annotations

from bot import wire
from bot.blocks import Blocks
from bot.conversation import Incoming, Kind, may_cry
from bot.intake.inbox import Entry
from bot.intake.limits import ANSWER, IGNORE, Asking, Limits, Verdict


class Gate:
    """Judges by the limits and by who is blocked; `username` is the bot's."""

    def __init__(self, limits: Limits, blocks: Blocks, username: str) -> None:
        self._limits = limits
        self._blocks = blocks
        self._username = username

    def judge(self, entry: Entry, update: wire.Plain) -> Verdict:
        """What is done with an update. Never raises: what cannot be read takes its turn too."""
        try:
            incoming = wire.incoming(update, self._username)
        except Exception:
            # Whoever handles it will meet the same fault, and count it.
            return self._limits.judge(Asking(entry.chat, entry.chat, private=entry.chat > 0))
        asked = incoming.addressed or incoming.kind is Kind.BUTTON
        if incoming.kind is Kind.IGNORED or not asked:
            return IGNORE
        asking = self._asking(incoming)
        block = self._blocks.of(asking.person)
        if block is None:
            return self._limits.judge(asking)
        if incoming.command == "appeal" and not block.appealed_ms:
            return ANSWER
        return self._limits.listen(asking)

    def refused(self, verdict: Verdict) -> bool:
        """Count what was refused. Whether its person has to be blocked for it."""
        return bool(verdict.person) and self._limits.refused(verdict.person)

    def forgive(self, incoming: Incoming) -> None:
        """Let somebody whose block was lifted be answered at once."""
        self._limits.forgive(incoming.chat, incoming.person)

    def _asking(self, incoming: Incoming) -> Asking:
        button = incoming.kind is Kind.BUTTON
        return Asking(
            chat=incoming.chat,
            person=incoming.person or (incoming.chat if incoming.private else 0),
            private=incoming.private,
            weight=self._limits.rules.button if button else 1.0,
            may_cry=may_cry(incoming),
        )
