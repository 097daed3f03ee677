"""Timed work that answers nobody's message: those who wait are told, corrections are made, reviews
come due, members get their digest.

One machine at a time goes the rounds. Each step is one transaction that marks and intends together,
so that a process may die at any point.
"""

from __future__ import annotations

import asyncio
import contextlib

from bot.errors import LaneLost
from bot.leases import lane_of
from bot.rounds.corrections import Corrections
from bot.rounds.digest import Digest
from bot.rounds.means import LANE, Means
from bot.rounds.published import Published
from bot.rounds.reviews import Reviews
from bot.rounds.waiting import Waiting
from knowledge import stored_base

__all__ = ["Means", "Rounds"]

_STEPS = 40
"""Steps of one kind at a time; the rest is done next time."""
_PAUSE = 0.02
"""Seconds between two steps, so that answers are never held up."""


class Rounds:
    """Goes all rounds when it is asked to."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._going = asyncio.Lock()
        self._rounds = (
            Corrections(means),
            Waiting(means),
            Published(means),
            Digest(means),
            Reviews(means),
        )

    async def go(self) -> None:
        """Do what is due, if it is this machine's turn."""
        async with self._going:
            await self._means.envelopes.prepare()
            # Another machine has taken over in the middle of a step, which came to nothing.
            with contextlib.suppress(LaneLost):
                await self._go()

    async def _go(self) -> None:
        for round_ in self._rounds:
            for _ in range(_STEPS):
                if not await self._may() or not await round_.step():
                    break
                await asyncio.sleep(_PAUSE)

    async def _may(self) -> bool:
        """Whether it is this machine's turn, and it knows the base as it is stored: what was undone
        a moment ago must not be told."""
        if lane_of(LANE) not in self._means.leases.owned:
            return False
        return await stored_base.version(self._means.database) == self._means.base().version
