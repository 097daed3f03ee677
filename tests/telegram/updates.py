"""The queue of updates of one bot, and the long poll that waits for them."""

import asyncio
import bisect
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from itertools import islice
from typing import NamedTuple

from .errors import CONFLICT_POLL, ApiError, Json

FIRST_ID = 100_000_001
# Sent only to bots that ask for them by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


class Update(NamedTuple):
    """One update, already written as JSON so that later edits do not change it."""

    id: int
    encoded: str


class DisconnectedError(Exception):
    """The client went away before its answer was ready."""


class UpdateQueue:
    """Updates kept until an offset, or an accepted push, confirms them."""

    def __init__(self) -> None:
        """Start empty, with the usual kinds of updates allowed."""
        self._updates: deque[Update] = deque()
        self._next_id = FIRST_ID
        self._allowed: frozenset[str] | None = None
        self._listeners: list[Callable[[], None]] = []
        self.pushed = 0

    def __len__(self) -> int:
        """Return how many updates are pending."""
        return len(self._updates)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever an update comes."""
        self._listeners.append(listener)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set the kinds of updates to keep from now on; an empty list means the usual ones."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    @property
    def allowed(self) -> list[str] | None:
        """The kinds asked for by name, if any."""
        return None if self._allowed is None else sorted(self._allowed)

    def push(self, kind: str, body: Json) -> int | None:
        """Queue an update; return its id, or None if the bot did not ask for this kind."""
        wanted = kind not in _ON_REQUEST if self._allowed is None else kind in self._allowed
        return self.inject({kind: body}) if wanted else None

    def inject(self, update: Json) -> int:
        """Queue a whole update as it is; it gets an id if it has none."""
        identifier = int(update.get("update_id", self._next_id))
        encoded = json.dumps({**update, "update_id": identifier}, ensure_ascii=False)
        entry = Update(identifier, encoded)
        if identifier >= self._next_id:
            self._next_id = identifier + 1
            self._updates.append(entry)
        else:
            # An old id again: a redelivery, which has to stand in its place.
            place = bisect.bisect_right([u.id for u in self._updates], identifier)
            self._updates.insert(place, entry)
        self.pushed += 1
        for listener in self._listeners:
            listener()
        return identifier

    def take(self, offset: int, limit: int) -> list[Update]:
        """Return pending updates; a positive offset confirms all lower ids for good.

        A negative offset forgets all but the last ones. An offset more than ten past the newest
        id is ignored, as the real server ignores it.
        """
        if offset < 0:
            while len(self._updates) > -offset:
                self._updates.popleft()
        elif offset <= self._next_id - 1 + 10:
            self.confirm(offset)
        return list(islice(self._updates, limit))

    def confirm(self, offset: int) -> None:
        """Forget every update below `offset`."""
        while self._updates and self._updates[0].id < offset:
            self._updates.popleft()

    def head(self) -> Update | None:
        """Return the oldest pending update."""
        return self._updates[0] if self._updates else None

    def remove(self, update: Update) -> None:
        """Forget one update that was delivered."""
        if self._updates and self._updates[0] is update:
            self._updates.popleft()
        elif update in self._updates:
            self._updates.remove(update)

    def clear(self) -> None:
        """Forget all pending updates."""
        self._updates.clear()


class Poll:
    """The one long poll that a bot may hold open."""

    def __init__(self, queue: UpdateQueue) -> None:
        """Wake the waiting poll whenever the queue grows."""
        self._waiting: asyncio.Future[None] | None = None
        queue.listen(self._wake)

    @property
    def held(self) -> bool:
        """Whether a getUpdates is waiting now."""
        return self._waiting is not None

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self, reason: str = CONFLICT_POLL) -> None:
        """End the waiting poll, if any, with a 409."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(ApiError(409, reason))

    async def wait(self, timeout: float, disconnected: Callable[[], Awaitable[None]]) -> None:
        """Wait for an update, the timeout, a newer poll (409) or the client's going away."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = mine
        leaving = asyncio.ensure_future(disconnected())
        try:
            done, _ = await asyncio.wait(
                {mine, leaving}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED
            )
            if mine in done:
                if mine.exception() is not None or self._waiting is not mine:
                    await _let_notice(leaving)
                    mine.result()
                    raise ApiError(409, CONFLICT_POLL)
            elif leaving in done:
                raise DisconnectedError
        finally:
            leaving.cancel()
            mine.cancel()
            if self._waiting is mine:
                self._waiting = None


async def _let_notice(leaving: asyncio.Future[None]) -> None:
    """Tell a client that has hung up from one that is still there and meets a conflict.

    A bot that stops hangs up and at once asks again; both events may reach this loop together.
    """
    for _ in range(10):
        await asyncio.sleep(0)
        if leaving.done():
            raise DisconnectedError
