"""Lanes: the updates of one chat stay in order, chats run side by side, queues are bounded.

A lane is what a process owns; within it every chat has a queue of its own, so that a person who
sends very much keeps only themselves waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import logs
from bot.errors import LaneLost
from bot.intake import inbox
from bot.intake.inbox import Entry
from bot.intake.limits import Verdict
from bot.leases import Leases, lane_of
from bot.metrics import Metrics
from knowledge import Database, outage

_log = logging.getLogger(__name__)
_AT_ONCE = 64
"""Updates in the hands of the handler; the next is that of the chat which has waited longest."""
_BATCH = 200
FULL = 2_000
"""Waiting updates at which nothing more is fetched; what waits at Telegram is safe for a day. Also
the most that are in memory."""
_LOOK_EVERY = 1.0
"""Seconds between two looks into the inbox, as other processes write there too."""
_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
"""Seconds before a failed update is tried again, times the number of failures."""
_IN_HAND = 2.5
"""Seconds that updates in hand may take to end when the bot stops."""


class Handler(Protocol):
    """What is done with an update."""

    async def judge(self, entry: Entry) -> Verdict:
        """Whether it is answered; asked once, when it is taken from the inbox."""

    async def drop(self, unread: Sequence[tuple[Entry, Verdict]]) -> None:
        """Mark as done, at once, what is settled unread. Raises LaneLost as below."""

    async def handle(self, entry: Entry, verdict: Verdict) -> None:
        """Answer it and mark it as done, in one transaction. Raises LaneLost when it is another
        process's."""

    async def give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        """Tell the person that it failed, within the transaction that puts it aside."""

    def told(self) -> None:
        """That transaction was committed."""


class Lanes:
    """Hands over every update in the inbox whose lane is ours: one at a time within a chat, three
    tries each; then it is put aside."""

    def __init__(
        self, database: Database, leases: Leases, handler: Handler, metrics: Metrics
    ) -> None:
        self._database = database
        self._leases = leases
        self._handler = handler
        self._metrics = metrics
        self._queues: dict[int, deque[tuple[Entry, Verdict]]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._in_hand: set[int] = set()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._more = False
        self._work = asyncio.Event()
        self._one_fill = asyncio.Lock()
        self._room = asyncio.Event()
        self._room.set()
        self._stopping = False

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._work.set()

    def busy(self, lane: int) -> bool:
        """Whether an update of this lane is in hand."""
        return any(lane_of(chat) == lane for chat in self._workers)

    async def room(self) -> None:
        """Return when the inbox is not full."""
        await self._room.wait()

    @property
    def full(self) -> bool:
        """Whether nothing more should be fetched for now."""
        return not self._room.is_set()

    async def run(self) -> None:
        """Take updates from the inbox until cancelled; then let those in hand end."""
        try:
            while True:
                self._work.clear()
                try:
                    await self._fill()
                except Exception as error:
                    _log.error("the inbox cannot be read: %s", logs.fault(error))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY):
                        await self._work.wait()
        finally:
            await self._end()

    async def drained(self) -> None:
        """Return when nothing waits in our lanes."""
        while await self._fill() or self._workers:
            if self._workers:
                await asyncio.wait(self._workers.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _fill(self) -> int:
        """Take what there is room for. How many updates were taken."""
        taken = 0
        async with self._one_fill:
            self._more = False
            while lanes := self._leases.owned:
                if len(self._in_hand) >= FULL:
                    self._more = True
                    break
                # Of this moment: what ends while the inbox is read would seem new in what was read.
                skip = frozenset(self._in_hand)
                found = await inbox.waiting(self._database, lanes, skip, _BATCH)
                new = [entry for entry in found if entry.update_id not in self._in_hand]
                await self._take(new)
                taken += len(new)
                if not new or len(found) < _BATCH:
                    break
            await self._look_for_room()
        return taken

    async def _take(self, new: Sequence[Entry]) -> None:
        """Queue what is to be handled; settle the rest."""
        judged = [(entry, await self._handler.judge(entry)) for entry in new]
        for entry, verdict in judged:
            if not verdict.unread:
                self._accept(entry, verdict)
        if unread := [each for each in judged if each[1].unread]:
            await self._handler.drop(unread)

    def _accept(self, entry: Entry, verdict: Verdict) -> None:
        self._in_hand.add(entry.update_id)
        self._queues.setdefault(entry.chat, deque()).append((entry, verdict))
        if entry.chat not in self._workers:
            self._workers[entry.chat] = asyncio.create_task(self._work_off(entry.chat))

    async def _look_for_room(self) -> None:
        # In memory there is room for less; only a backlog can fill the inbox.
        full = False
        if len(self._in_hand) >= _BATCH:
            full = (await inbox.backlog(self._database)).waiting >= FULL
        if full and self._room.is_set():
            _log.warning("the inbox is full: %d updates wait, no more are fetched", FULL)
            self._room.clear()
        elif not full:
            self._room.set()

    async def _work_off(self, chat: int) -> None:
        """Handle what waits in a chat, then end."""
        queue, lane = self._queues[chat], lane_of(chat)
        try:
            while queue and not self._stopping:
                entry, verdict = queue.popleft()
                try:
                    # A lane that was lost is somebody else's work now.
                    if lane in self._leases.owned:
                        await self._try(entry, verdict)
                finally:
                    self._in_hand.discard(entry.update_id)
        finally:
            del self._workers[chat], self._queues[chat]
            if self._more:
                self._work.set()

    async def _end(self) -> None:
        self._stopping = True
        workers = list(self._workers.values())
        if workers:
            await asyncio.wait(workers, timeout=_IN_HAND)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _try(self, entry: Entry, verdict: Verdict) -> None:
        faults = 0
        while not self._stopping:
            try:
                async with self._turns:
                    await self._handler.handle(entry, verdict)
            except LaneLost:
                return
            except Exception as error:
                faults += 1
                if reason := outage(error):
                    # Not this update's fault, and so not counted against it.
                    _log.error("update %d waits for the database: %s", entry.update_id, reason)
                elif await self._count(entry, logs.fault(error)):
                    return
                else:
                    entry = replace(entry, attempts=entry.attempts + 1)
                await asyncio.sleep(min(_PAUSE * faults, _LONGEST_PAUSE))
            else:
                return

    async def _count(self, entry: Entry, fault: str) -> bool:
        """Count a failure, by its kind only: the text may hold words of the message. True when it
        was the last; then the update is put aside and the person told, in one transaction: a
        process that dies in between must not leave them without a word."""
        self._metrics.failures.inc()
        dead = await self._record(entry, fault, tell=True)
        if dead is None:
            # What cannot be told must still be put aside, or it would block its lane.
            dead = await self._record(entry, fault, tell=False)
        number, times = entry.update_id, entry.attempts + 1
        if dead:
            _log.error("update %d failed %d times (%s), put aside", number, times, fault)
            self._handler.told()
        else:
            _log.warning("update %d failed (%s), trying again", number, fault)
        return bool(dead)

    async def _record(self, entry: Entry, fault: str, *, tell: bool) -> bool | None:
        """Whether the failure was the last one; None when it could not be recorded."""
        try:
            async with self._database.write() as connection:
                await self._leases.hold(connection, entry.chat)
                dead = await inbox.failed(connection, entry, fault)
                if dead and tell:
                    await self._handler.give_up(connection, entry)
        except Exception as error:
            reason = logs.fault(error)
            _log.error("a failure could not be recorded: %s", reason)
            return None
        return dead
