"""Long polling of our own: an update is acknowledged only after it was committed."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot import logs
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


class BackOff:
    """Waits that grow while something fails, with jitter: many bots must not come back at once."""

    def __init__(self) -> None:
        self._wait = _FIRST_WAIT

    def reset(self) -> None:
        """It worked."""
        self._wait = _FIRST_WAIT

    def next(self) -> float:
        """Seconds to wait now."""
        wait, self._wait = self._wait, min(self._wait * 2, _LONGEST_WAIT)
        return wait * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


async def poll(source: Source, accept: Accept, alive: Callable[[], None]) -> None:
    """Fetch for ever. `accept` must have committed a batch when it returns; `alive` is called after
    every good poll, also an empty one.

    The first poll sends no offset, so that nothing is skipped. Raises Refused when Telegram says
    that this token or this poller is not welcome: going on would be a fight.
    """
    offset: int | None = None
    back_off = BackOff()
    while True:
        try:
            batch = await source.updates(offset, _BATCH, _HELD)
            if batch:
                await accept(batch)
                offset = max(int(update["update_id"]) for update in batch) + 1
        except Refused:
            raise
        except Busy as busy:
            await asyncio.sleep(busy.seconds)
        except TransportError as error:
            wait = back_off.next()
            _log.warning("polling failed (%s), next try in %.1f s", error, wait)
            await asyncio.sleep(wait)
        except Exception as error:
            # Not committed, so not acknowledged: Telegram keeps them for a day.
            wait = back_off.next()
            _log.error("updates cannot be kept (%s), next try in %.1f s", logs.fault(error), wait)
            await asyncio.sleep(wait)
        else:
            alive()
            back_off.reset()
