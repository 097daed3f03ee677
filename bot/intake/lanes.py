"""Lanes: the updates of one chat stay in order, chats run side by side, queues are bounded."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake import inbox
from bot.intake.inbox import Entry
from knowledge import Database

_log = logging.getLogger(__name__)
_LANES, _DEPTH = 8, 200
_PAUSE = 0.2
"""Seconds before a failed update is tried again, times the number of failures."""

Handle = Callable[[Entry], Awaitable[None]]
GiveUp = Callable[[AsyncConnection, Entry], Awaitable[None]]


class Lanes:
    """Runs `handle` for every entry: one at a time within a lane, three tries each. Then `give_up`
    writes a word to the person into the transaction that puts the entry aside, and `wake` says
    that it was committed."""

    def __init__(
        self, database: Database, handle: Handle, give_up: GiveUp, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._handle = handle
        self._give_up = give_up
        self._wake = wake
        self._queues: list[asyncio.Queue[Entry]] = [asyncio.Queue(_DEPTH) for _ in range(_LANES)]
        self._workers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start one worker a lane."""
        self._workers = [asyncio.create_task(self._work(queue)) for queue in self._queues]

    async def add(self, entry: Entry) -> None:
        """Queue an entry in the lane of its chat; waits while that lane is full."""
        await self._queues[hash(entry.chat) % _LANES].put(entry)

    async def drained(self) -> None:
        """Return when everything queued so far has been handled."""
        await asyncio.gather(*(queue.join() for queue in self._queues))

    async def stop(self) -> None:
        """End the workers; what is unfinished stays in the inbox."""
        for worker in self._workers:
            worker.cancel()
        for worker in self._workers:
            with contextlib.suppress(asyncio.CancelledError):
                await worker

    async def _work(self, queue: asyncio.Queue[Entry]) -> None:
        while True:
            entry = await queue.get()
            try:
                await self._try(entry)
            finally:
                queue.task_done()

    async def _try(self, entry: Entry) -> None:
        while True:
            try:
                await self._handle(entry)
            except Exception as error:
                # The kind of the fault only: its text may hold words of the message.
                fault = type(error).__name__
                if await self._put_aside(entry, fault):
                    return
                entry = replace(entry, attempts=entry.attempts + 1)
                await asyncio.sleep(_PAUSE * entry.attempts)
            else:
                return

    async def _put_aside(self, entry: Entry, fault: str) -> bool:
        """Count a failure; after the last one, put the update aside and tell the person, in one
        transaction: a process that dies in between must not leave them without a word."""
        dead = await self._record(entry, fault, self._give_up)
        if dead is None:
            # What cannot be told must still be put aside, or it would block its lane.
            dead = await self._record(entry, fault, None)
        if dead is None:
            return False
        number, times = entry.update_id, entry.attempts + 1
        if dead:
            _log.error("update %d failed %d times (%s), put aside", number, times, fault)
            self._wake()
        else:
            _log.warning("update %d failed (%s), trying again", number, fault)
        return dead

    async def _record(self, entry: Entry, fault: str, tell: GiveUp | None) -> bool | None:
        """Whether the failure was the last one; None when it could not be recorded."""
        try:
            async with self._database.write() as connection:
                dead = await inbox.failed(connection, entry, fault)
                if dead and tell:
                    await tell(connection, entry)
        except Exception as error:
            _log.error("a failure could not be recorded: %s", type(error).__name__)
            return None
        return dead
