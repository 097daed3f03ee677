"""The short version of `make durability`: processes are killed, and nothing is lost."""

from __future__ import annotations

import pytest

from bot.leases import LANES
from tests import postgres
from tests.durability.run import Trial, run


async def test_kill_9_loses_nothing_and_keeps_the_order() -> None:
    trial = Trial("postgres", updates=30, kills=1, seed=3)
    try:
        result = await run(trial)
    except postgres.Unavailable as error:
        pytest.skip(f"not tried: {error}")
    assert result.complaints == []
    assert (result.count.lost, result.count.strange) == ([], [])
    assert result.count.answered == trial.updates
    assert result.count.out_of_order == 0
    assert result.count.twice <= LANES * trial.kills
