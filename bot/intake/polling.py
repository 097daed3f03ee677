"""Long polling of our own: an update is acknowledged only after it was committed."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.errors import Busy, Refused, TransportError

_log = logging.getLogger(__name__)
_HELD = 25
"""Seconds that Telegram may hold an empty poll."""
_BATCH = 100
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0

Update = dict[str, Any]
Accept = Callable[[list[Update]], Awaitable[None]]


class Source(Protocol):
    """Where updates are fetched from."""

    async def updates(self, offset: int | None, limit: int, held: int) -> list[Update]:
        """The updates from an offset on. Raises TransportError."""


async def poll(source: Source, accept: Accept, alive: Callable[[], None]) -> None:
    """Fetch for ever. `accept` must have committed a batch when it returns; `alive` is called after
    every good poll, also an empty one.

    The first poll sends no offset, so that nothing is skipped. Raises Refused when Telegram says
    that this token or this poller is not welcome: going on would be a fight.
    """
    offset: int | None = None
    wait = _FIRST_WAIT
    while True:
        try:
            batch = await source.updates(offset, _BATCH, _HELD)
            if batch:
                await accept(batch)
                offset = max(int(update["update_id"]) for update in batch) + 1
            alive()
        except Refused:
            raise
        except Busy as busy:
            await asyncio.sleep(busy.seconds)
        except TransportError as error:
            _log.warning("polling failed (%s), next try in %.1f s", error, wait)
            # Jitter: many bots must not come back at the same moment.
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            wait = _FIRST_WAIT
