"""A steady stream of messages, and how long each waited for its reply."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Sequence

from tests.telegram import BotApiServer, Person

_PATIENCE = 30.0
"""Seconds without a new reply after which the rest counts as unanswered."""


class Load:
    """Messages at a steady rate, from many people in turn; each expects one reply."""

    def __init__(
        self, server: BotApiServer, texts: Sequence[str], people: int | Sequence[Person], seed: int
    ) -> None:
        self._server = server
        self._texts = texts
        self._chance = random.Random(seed)
        self._people: Sequence[Person] = (
            [server.person(f"P{n}") for n in range(people)] if isinstance(people, int) else people
        )
        self._sent: dict[int, list[float]] = defaultdict(list)
        self._came: dict[int, list[float]] = defaultdict(list)
        # What somebody was told before is no reply to what they send now.
        self._read = len(server.calls("sendMessage"))

    @property
    def sent(self) -> int:
        return sum(map(len, self._sent.values()))

    @property
    def replied(self) -> int:
        """Replies that were seen so far."""
        self._look()
        return sum(map(len, self._came.values()))

    async def run(self, rate: float, seconds: float) -> None:
        """Send, and return when all is answered or nothing more comes."""
        began = time.monotonic()
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            person = self._people[number % len(self._people)]
            self._sent[person.id].append(self._server.clock.now())
            person.sends(self._chance.choice(self._texts))
        await self._all_replied()

    def waits(self) -> list[float]:
        """Milliseconds that each message waited for its reply, sorted."""
        self._look()
        pairs = ((self._sent[chat], self._came[chat]) for chat in self._sent)
        return sorted(
            (came - sent) * 1000
            for sents, cames in pairs
            for sent, came in zip(sents, cames, strict=False)
        )

    async def _all_replied(self) -> None:
        last, since = self.replied, time.monotonic()
        while last < self.sent and time.monotonic() - since < _PATIENCE:
            await asyncio.sleep(0.05)
            if self.replied != last:
                last, since = self.replied, time.monotonic()

    def _look(self) -> None:
        """Take the new replies out of the server's log."""
        calls = self._server.calls("sendMessage")
        for record in calls[self._read :]:
            if record.status is None:
                break
            self._read += 1
            chat = int(record.parameters["chat_id"])
            if record.ok and chat in self._sent:
                self._came[chat].append(record.time)


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that is not exceeded by this part (0..1) of the sorted values."""
    return values[min(len(values) - 1, int(part * len(values)))] if values else float("nan")
