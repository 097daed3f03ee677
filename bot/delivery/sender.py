"""The sender: letters out in order within a chat, paced, retried; the only place that sends."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Protocol

from bot.delivery import outbox
from bot.delivery.outbox import Letter
from bot.delivery.pacing import Pacing
from bot.errors import Busy, Gone, Refused, TransportError, Unchanged
from knowledge import Database

_log = logging.getLogger(__name__)
_FIRST_WAIT_MS, _LONGEST_WAIT_MS = 500, 5 * 60_000
_UNPACED = frozenset({"answer_callback_query"})
"""Calls that Telegram does not count as messages, and that a person waits for."""
_TRIES = 12


class Transport(Protocol):
    """What carries a call to the person: Telegram, or the terminal."""

    async def call(self, method: str, arguments: dict[str, Any]) -> None:
        """Make one call. Raises TransportError."""


class Sender:
    """Delivers the outbox through a transport until stopped."""

    def __init__(self, database: Database, transport: Transport, pacing: Pacing) -> None:
        self._database = database
        self._transport = transport
        self._pacing = pacing
        self._work = asyncio.Event()
        self._one_pass = asyncio.Lock()

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._work.set()

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            self._work.clear()
            pause = await self.deliver_due()
            try:
                await asyncio.wait_for(self._work.wait(), pause)
            except TimeoutError:
                continue

    async def deliver_all(self) -> None:
        """Return when the outbox is empty."""
        pause = await self.deliver_due()
        while pause is not None:
            await asyncio.sleep(pause)
            pause = await self.deliver_due()

    async def deliver_due(self) -> float | None:
        """One pass over the outbox. Seconds until the next letter is due; None when it is empty."""
        async with self._one_pass:
            by_chat: dict[int, list[Letter]] = {}
            for letter in await outbox.waiting(self._database):
                by_chat.setdefault(letter.chat, []).append(letter)
            pauses = await asyncio.gather(*(self._chat(chat) for chat in by_chat.values()))
        later = [pause for pause in pauses if pause is not None]
        return min(later) if later else None

    async def _chat(self, letters: list[Letter]) -> float | None:
        """Deliver one chat's letters in order; seconds until it may go on, None when done."""
        for letter in letters:
            early = (letter.due_ms - outbox.now()) / 1000
            if early > 0:
                return early
            if letter.method not in _UNPACED:
                early = self._pacing.wait(letter.chat)
                if early > 0:
                    return early
                self._pacing.sent(letter.chat)
            pause = await self._deliver(letter)
            if pause is not None:
                return pause
        return None

    async def _deliver(self, letter: Letter) -> float | None:
        """Make one call and settle its row; seconds to wait when it must be tried again."""
        try:
            await self._transport.call(letter.method, letter.arguments)
        except Busy as busy:
            return await self._again(letter, "429", busy.seconds * 1000)
        except Unchanged:
            pass
        except Gone:
            await outbox.undeliverable(self._database, letter, "gone")
            _log.info("letter %d: nobody is there any more", letter.id)
            return None
        except Refused as refused:
            await outbox.undeliverable(self._database, letter, type(refused).__name__)
            _log.error("letter %d was refused for good: %s", letter.id, refused)
            return None
        except TransportError as error:
            if letter.attempts + 1 >= _TRIES:
                await outbox.undeliverable(self._database, letter, type(error).__name__)
                _log.error("letter %d given up after %d tries", letter.id, _TRIES)
                return None
            wait = min(_FIRST_WAIT_MS * 2**letter.attempts, _LONGEST_WAIT_MS)
            return await self._again(letter, type(error).__name__, wait)
        await outbox.delivered(self._database, [letter.id])
        return None

    async def _again(self, letter: Letter, error: str, wait_ms: float) -> float:
        await outbox.postponed(self._database, letter, error, outbox.now() + int(wait_ms))
        return wait_ms / 1000
