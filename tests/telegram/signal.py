"""Waiting for a condition about the server, without sleeping for luck."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes every waiter whenever the state of the server changes."""

    def __init__(self) -> None:
        """Start with no waiter."""
        self._waiters: set[asyncio.Future[None]] = set()

    def changed(self) -> None:
        """Tell the waiters to look again; call it on the server's loop after each change."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait_for(
        self, condition: Callable[[], T], timeout: float, failure: Callable[[], str]
    ) -> T:
        """Return the first true value of `condition`, or raise TimeoutError with `failure()`."""
        try:
            async with asyncio.timeout(timeout):
                while not (value := condition()):
                    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiters.add(waiter)
                    try:
                        await waiter
                    finally:
                        self._waiters.discard(waiter)
                return value
        except TimeoutError:
            raise TimeoutError(failure()) from None
