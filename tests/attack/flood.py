"""One person floods the bot: do the others keep their speed?"""

from __future__ import annotations

import asyncio
import gc
import itertools
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.leases import LANES
from tests.durability.replica import Replica
from tests.soak.load import Load, percentile
from tests.telegram import BotApiServer, Person

_FLOODER = 700_000_001
_OTHERS, _MATES = 60, 12
"""People who write at a steady rate, and how many of them share the flooder's lane."""
_START, _WARM = 300.0, 5.0
"""Seconds that the bot may take to start, and seconds of messages that are not measured."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds from a message to its reply: half, and 99 %, of the people within them."""

    sent: int
    replied: int
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Flooded:
    """The others and those of the flooder's lane, in quiet and under the flood, how much the
    flooder sent a second, and how many replies that got."""

    quiet: Waits
    under: Waits
    quiet_mates: Waits
    under_mates: Waits
    rate: float
    replies: int

    @property
    def ratio(self) -> float:
        """How many times their quiet p99 the others wait under the flood."""
        return self.under.p99 / self.quiet.p99

    @property
    def mates_ratio(self) -> float:
        """The same for those who share the flooder's lane."""
        return self.under_mates.p99 / self.quiet_mates.p99


async def run(texts: Sequence[str], *, seconds: float, rate: float, flood: float) -> Flooded:
    """Measure in quiet and under `flood` messages a second of one person, in one run: two stretches
    of each, turn about, so that a busy moment of the machine does not hit one of them alone."""
    # The server is in this process: what it pauses for would be taken for the bot's slowness.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="grain-flood-") as name:
        async with BotApiServer() as server:
            settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE_URL": server.url}
            bot = Replica(Path(name) / "data", Path(name) / "log", **settings)
            await bot.start()
            try:
                return await _measured(server, texts, seconds, (rate, flood))
            finally:
                await bot.kill()


async def _measured(
    server: BotApiServer, texts: Sequence[str], seconds: float, rates: tuple[float, float]
) -> Flooded:
    rate, flood = rates
    flooder = server.person("Flo", user_id=_FLOODER)
    mates = [server.person(f"M{n}", user_id=_FLOODER + LANES * n) for n in range(1, _MATES + 1)]
    others = [server.person(f"P{n}", user_id=_FLOODER + n) for n in range(1, _OTHERS - _MATES + 1)]
    others[0].sends("/start")
    await server.wait_for(lambda: server.accepted("sendMessage"), timeout=_START)
    await Load(server, texts, others, seed=0).run(rate, _WARM)
    quiet: list[tuple[Load, Load]] = []
    under: list[tuple[Load, Load]] = []
    sent, flooded = 0, 0.0
    for turn in range(2):
        quiet.append(await _stretch(server, texts, (others, mates), rate, seconds / 2))
        since = time.monotonic()
        stop = asyncio.Event()
        flooding = asyncio.create_task(_flood(flooder, texts[turn], flood, stop))
        under.append(await _stretch(server, texts, (others, mates), rate, seconds / 2))
        stop.set()
        sent += await flooding
        flooded += time.monotonic() - since
    return Flooded(
        quiet=_waits([each[0] for each in quiet]),
        under=_waits([each[0] for each in under]),
        quiet_mates=_waits([each[1] for each in quiet]),
        under_mates=_waits([each[1] for each in under]),
        rate=sent / flooded,
        replies=len(flooder.replies),
    )


async def _stretch(
    server: BotApiServer,
    texts: Sequence[str],
    people: tuple[Sequence[Person], Sequence[Person]],
    rate: float,
    seconds: float,
) -> tuple[Load, Load]:
    share = _MATES / _OTHERS
    others, mates = (Load(server, texts, each, seed=1) for each in people)
    await asyncio.gather(others.run(rate * (1 - share), seconds), mates.run(rate * share, seconds))
    return others, mates


async def _flood(flooder: Person, text: str, rate: float, stop: asyncio.Event) -> int:
    """Send at this rate until told to stop; how much was sent."""
    began = time.monotonic()
    for number in itertools.count():
        if stop.is_set():
            return number
        flooder.sends(text)
        await asyncio.sleep(max(0.0, began + (number + 1) / rate - time.monotonic()))
    raise AssertionError


def _waits(loads: Sequence[Load]) -> Waits:
    waits = sorted(wait for load in loads for wait in load.waits())
    sent = sum(load.sent for load in loads)
    return Waits(sent, len(waits), percentile(waits, 0.50), percentile(waits, 0.99))
