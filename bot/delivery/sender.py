"""The sender: letters out in order within a chat, paced, retried; the only place that sends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import logs
from bot.delivery import outbox
from bot.delivery.outbox import Letter
from bot.delivery.pacing import Pacing
from bot.envelopes import Envelopes
from bot.errors import (
    Busy,
    Gone,
    LaneLost,
    Moved,
    Refused,
    SealBroken,
    TransportError,
    Unchanged,
)
from bot.leases import LANES, Leases, lane_of
from bot.metrics import Metrics

_log = logging.getLogger(__name__)
_FIRST_WAIT_MS, _LONGEST_WAIT_MS = 500, 5 * 60_000
_AFTER_A_FAULT = 1.0
_LOOK_EVERY = 1.0
"""Seconds between two looks: for what was postponed, and for what other processes put there."""
_LAST_CALLS = 3.0
"""Seconds that calls under way may take to end when the bot stops."""
_UNPACED = frozenset({"answer_callback_query"})
"""Calls that Telegram does not count as messages, and that a person waits for."""
_AT_ONCE = 32
"""Calls under way; fewer than lanes, so that a death repeats at most one letter a lane."""
_TRIES = 12
"""Tries of a letter that fails for a reason of its own."""
_PATIENCE_MS = 24 * 3600 * 1000
"""How long a letter is tried when the network fails; later nobody waits for it any more."""


class Transport(Protocol):
    """What carries a call to the person: Telegram, or the terminal."""

    async def call(self, method: str, arguments: dict[str, Any]) -> None:
        """Make one call. Raises TransportError."""


class Sender:
    """Delivers the outbox through a transport: one call at a time in a chat, chats side by side."""

    def __init__(
        self,
        envelopes: Envelopes,
        transport: Transport,
        pacing: Pacing,
        leases: Leases,
        metrics: Metrics,
    ) -> None:
        self._database = envelopes.database
        self._envelopes = envelopes
        self._transport = transport
        self._pacing = pacing
        self._leases = leases
        self._metrics = metrics
        self._work = asyncio.Event()
        self._one_pass = asyncio.Lock()
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._arrived: set[str] = set()
        self._unsettled: list[Letter] = []

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._work.set()

    def busy(self, lane: int) -> bool:
        """Whether a call to a chat of this lane is under way."""
        return any(lane_of(chat) == lane for chat in self._calls)

    async def run(self) -> None:
        """Deliver until cancelled; then let the calls under way end."""
        try:
            while True:
                self._work.clear()
                pause = await self._safely_start()
                await self._until_due(_LOOK_EVERY if pause is None else min(pause, _LOOK_EVERY))
        finally:
            # What was answered last goes out too, as far as it may go at once.
            await self._safely_start()
            if self._calls:
                await asyncio.wait(self._calls.values(), timeout=_LAST_CALLS)

    async def deliver_all(self) -> None:
        """Return when the outbox is empty."""
        while True:
            pause = await self._start_due()
            if self._calls:
                await asyncio.wait(self._calls.values(), return_when=asyncio.FIRST_COMPLETED)
                continue
            if pause is None:
                # Also what is due by now: the last call may have ended while the outbox was read.
                due = await outbox.next_due(self._database, self._leases.owned)
                if due is None:
                    return
                pause = max(0.0, (due - outbox.now()) / 1000)
            await asyncio.sleep(pause)

    async def _until_due(self, pause: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._work.wait()

    async def _safely_start(self) -> float | None:
        try:
            return await self._start_due()
        except Exception as error:
            _log.error("the outbox cannot be read: %s", logs.fault(error))
            return _AFTER_A_FAULT

    async def _start_due(self) -> float | None:
        """Start a call for each chat whose next letter is due. Seconds until one may go that only
        has to keep the pace; None when there is none."""
        async with self._one_pass:
            await self._set_free()
            lanes = self._leases.owned
            self._pacing.share(len(lanes) / LANES)
            # A call that ends while the outbox is read may have settled the letter that was read.
            busy = set(self._calls)
            pauses: list[float] = []
            for letter in await outbox.heads(self._database, lanes):
                if len(self._calls) >= _AT_ONCE:
                    break
                if letter.chat in busy:
                    if letter.chat not in self._calls:
                        pauses.append(0.0)
                    continue
                early = self._early(letter)
                if early > 0:
                    pauses.append(early)
                else:
                    self._start(letter)
            return min(pauses, default=None)

    def _early(self, letter: Letter) -> float:
        """Seconds too early for a letter."""
        return 0.0 if letter.method in _UNPACED else self._pacing.wait(letter.chat)

    def _start(self, letter: Letter) -> None:
        if letter.method not in _UNPACED:
            self._pacing.sent(letter.chat)
        self._calls[letter.chat] = asyncio.create_task(self._one(letter))

    async def _one(self, letter: Letter) -> None:
        try:
            if await self._database.commit(lambda connection: self._begin(connection, letter)):
                await self._deliver(letter)
        except LaneLost:
            _log.info("letter %d is another process's now", letter.id)
        except Exception as error:
            _log.error("letter %d could not be settled: %s", letter.id, logs.fault(error))
            self._unsettled.append(letter)
            await asyncio.sleep(_AFTER_A_FAULT)
        finally:
            del self._calls[letter.chat]
            self._work.set()

    async def _begin(self, connection: AsyncConnection, letter: Letter) -> bool:
        """Mark the letter, so that a death during the call is known afterwards."""
        await self._leases.hold(connection, letter.chat)
        return await outbox.begun(connection, letter)

    async def _set_free(self) -> None:
        """Let letters that could not be settled be looked at again."""
        while self._unsettled:
            await self._database.commit(self._free_last)
            self._unsettled.pop()

    async def _free_last(self, connection: AsyncConnection) -> None:
        await outbox.freed(connection, self._unsettled[-1])

    async def _deliver(self, letter: Letter) -> None:
        """Make one call and settle its row; one that arrived is settled without another call."""
        try:
            if letter.payload not in self._arrived:
                arguments = await self._envelopes.open(letter.payload)
                await self._transport.call(letter.method, arguments)
                self._arrived.add(letter.payload)
        except Busy as busy:
            await self._again(letter, "429", busy.seconds * 1000)
        except Moved as moved:
            target = moved.chat
            await self._database.commit(lambda c: self._move(c, letter, target))
        except Unchanged:
            await self._database.commit(lambda c: outbox.delivered(c, letter))
        except Gone:
            await self._end(letter)
        except SealBroken:
            await self._put_aside(letter, SealBroken.__name__)
            _log.error("letter %d cannot be read any more: its key is gone", letter.id)
        except Refused as refused:
            await self._put_aside(letter, type(refused).__name__)
            _log.error("letter %d was refused for good: %s", letter.id, refused)
        except TransportError as error:
            await self._network_fault(letter, error)
        except Exception as error:
            await self._own_fault(letter, error)
        else:
            await self._database.commit(lambda c: outbox.delivered(c, letter))
            self._arrived.discard(letter.payload)
            self._count(letter)

    async def _move(self, connection: AsyncConnection, letter: Letter, chat: int) -> None:
        await outbox.moved(connection, self._envelopes, letter, chat)

    def _count(self, letter: Letter) -> None:
        self._metrics.sent.inc()
        if letter.asked_ms:
            self._metrics.latency.observe(max(0, outbox.now() - letter.asked_ms) / 1000)

    async def _end(self, letter: Letter) -> None:
        """Nobody is there any more: nothing else is sent to this chat either."""
        count = await self._database.commit(lambda c: outbox.ended(c, letter.chat))
        self._metrics.gone.inc()
        _log.info("letter %d: nobody is there any more, %d letters dropped", letter.id, count)

    async def _network_fault(self, letter: Letter, error: Exception) -> None:
        if outbox.now() - letter.created_ms > _PATIENCE_MS:
            await self._put_aside(letter, logs.fault(error))
            _log.error("letter %d given up after %d tries", letter.id, letter.attempts + 1)
        else:
            await self._again(letter, "network", _back_off_ms(letter))

    async def _own_fault(self, letter: Letter, error: Exception) -> None:
        # The kind of the fault only: its text may hold words of the answer.
        kind = logs.fault(error)
        if letter.attempts + 1 >= _TRIES:
            await self._put_aside(letter, kind)
            _log.error("letter %d given up after %d tries (%s)", letter.id, _TRIES, kind)
        else:
            _log.error("letter %d met an unforeseen fault: %s", letter.id, kind)
            await self._again(letter, "unforeseen", _back_off_ms(letter))

    async def _put_aside(self, letter: Letter, error: str) -> None:
        await self._database.commit(lambda c: outbox.undeliverable(c, letter, error))

    async def _again(self, letter: Letter, reason: str, wait_ms: float) -> None:
        self._metrics.retries.labels(reason).inc()
        due = outbox.now() + int(wait_ms)
        await self._database.commit(lambda c: outbox.postponed(c, letter, reason, due))


def _back_off_ms(letter: Letter) -> int:
    return min(_FIRST_WAIT_MS << min(letter.attempts, 20), _LONGEST_WAIT_MS)
