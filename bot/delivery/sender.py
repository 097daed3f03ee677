"""The sender: letters out in order within a chat, paced, retried; the only place that sends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, Protocol

from bot.delivery import outbox
from bot.delivery.outbox import Letter
from bot.delivery.pacing import Pacing
from bot.errors import Busy, Gone, Moved, Refused, TransportError, Unchanged
from knowledge import Database

_log = logging.getLogger(__name__)
_FIRST_WAIT_MS, _LONGEST_WAIT_MS = 500, 5 * 60_000
_AFTER_A_FAULT = 1.0
_LAST_CALLS = 8.0
"""Seconds that calls under way may take to end when the bot stops."""
_UNPACED = frozenset({"answer_callback_query"})
"""Calls that Telegram does not count as messages, and that a person waits for."""
_TRIES = 12


class Transport(Protocol):
    """What carries a call to the person: Telegram, or the terminal."""

    async def call(self, method: str, arguments: dict[str, Any]) -> None:
        """Make one call. Raises TransportError."""


class Sender:
    """Delivers the outbox through a transport: one call at a time in a chat, chats side by side."""

    def __init__(self, database: Database, transport: Transport, pacing: Pacing) -> None:
        self._database = database
        self._transport = transport
        self._pacing = pacing
        self._work = asyncio.Event()
        self._one_pass = asyncio.Lock()
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._arrived: set[int] = set()

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._work.set()

    async def run(self) -> None:
        """Deliver until cancelled; then let the calls under way end."""
        try:
            while True:
                self._work.clear()
                await self._until_due(await self._safely_start())
        finally:
            if self._calls:
                await asyncio.wait(self._calls.values(), timeout=_LAST_CALLS)

    async def deliver_all(self) -> None:
        """Return when the outbox is empty."""
        while True:
            pause = await self._start_due()
            if self._calls:
                await asyncio.wait(self._calls.values(), return_when=asyncio.FIRST_COMPLETED)
            elif pause is None:
                return
            else:
                await asyncio.sleep(pause)

    async def _until_due(self, pause: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._work.wait()

    async def _safely_start(self) -> float | None:
        try:
            return await self._start_due()
        except Exception as error:
            _log.error("the outbox cannot be read: %s", type(error).__name__)
            return _AFTER_A_FAULT

    async def _start_due(self) -> float | None:
        """Start a call for each chat whose oldest letter is due. Seconds until the next one is;
        None when there is none, or only behind calls under way."""
        async with self._one_pass:
            # A call that ends while the outbox is read may have settled the letter that was read.
            busy = set(self._calls)
            heads = await outbox.heads(self._database)
            pauses: list[float] = []
            for letter in heads:
                if letter.chat in busy:
                    if letter.chat not in self._calls:
                        pauses.append(0.0)
                    continue
                early = self._early(letter)
                if early > 0:
                    pauses.append(early)
                else:
                    self._start(letter)
            return min(pauses) if pauses else None

    def _early(self, letter: Letter) -> float:
        """Seconds too early for a letter."""
        early = (letter.due_ms - outbox.now()) / 1000
        if early > 0 or letter.method in _UNPACED:
            return early
        return self._pacing.wait(letter.chat)

    def _start(self, letter: Letter) -> None:
        if letter.method not in _UNPACED:
            self._pacing.sent(letter.chat)
        self._calls[letter.chat] = asyncio.create_task(self._one(letter))

    async def _one(self, letter: Letter) -> None:
        try:
            await self._deliver(letter)
        except Exception as error:
            _log.error("letter %d could not be settled: %s", letter.id, type(error).__name__)
            await asyncio.sleep(_AFTER_A_FAULT)
        finally:
            del self._calls[letter.chat]
            self._work.set()

    async def _deliver(self, letter: Letter) -> None:
        """Make one call and settle its row; one that arrived is settled without another call."""
        try:
            if letter.id not in self._arrived:
                await self._transport.call(letter.method, letter.arguments)
                self._arrived.add(letter.id)
        except Busy as busy:
            await self._again(letter, "429", busy.seconds * 1000)
        except Moved as moved:
            await outbox.moved(self._database, letter, moved.chat)
        except Unchanged:
            await outbox.delivered(self._database, letter)
        except Gone:
            await outbox.undeliverable(self._database, letter, "gone")
            _log.info("letter %d: nobody is there any more", letter.id)
        except Refused as refused:
            await outbox.undeliverable(self._database, letter, type(refused).__name__)
            _log.error("letter %d was refused for good: %s", letter.id, refused)
        except TransportError as error:
            await self._network_fault(letter, error)
        except Exception as error:
            _log.error("letter %d met an unforeseen fault: %s", letter.id, type(error).__name__)
            await self._network_fault(letter, error)
        else:
            await outbox.delivered(self._database, letter)
            self._arrived.discard(letter.id)

    async def _network_fault(self, letter: Letter, error: Exception) -> None:
        if letter.attempts + 1 >= _TRIES:
            await outbox.undeliverable(self._database, letter, type(error).__name__)
            _log.error("letter %d given up after %d tries", letter.id, _TRIES)
            return
        wait = min(_FIRST_WAIT_MS * 2**letter.attempts, _LONGEST_WAIT_MS)
        await self._again(letter, type(error).__name__, wait)

    async def _again(self, letter: Letter, error: str, wait_ms: float) -> None:
        await outbox.postponed(self._database, letter, error, outbox.now() + int(wait_ms))
