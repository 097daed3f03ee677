"""One soak: a bot in a process of its own under a steady load, its memory watched."""

from __future__ import annotations

import asyncio
import gc
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.durability.messages import questions
from tests.durability.replica import Replica
from tests.soak.load import Load, percentile
from tests.telegram import BotApiServer

_PEOPLE = 250
"""At 25 messages a second each writes every ten seconds: nobody meets the limit of a chat."""
_EVERY = 2.0
"""Seconds between two looks at the memory."""
_WARM = 250
"""Messages before the measuring begins: what is loaded once, and kept, is loaded by then."""


@dataclass(frozen=True, slots=True)
class Soaked:
    """What was measured. Memory in megabytes (resident), `growth` of its median in the last
    quarter over the first, as a share; times from an update to its reply in milliseconds."""

    sent: int
    replied: int
    p50: float
    p99: float
    first: float
    last: float
    complaints: list[str]

    @property
    def growth(self) -> float:
        return self.last / self.first - 1 if self.first else float("nan")


async def run(minutes: float, rate: float) -> Soaked:
    """Soak for so long, at so many messages a second."""
    texts = [question.text for question in questions(60)]
    # The server is in this process: what it pauses for would be taken for the bot's slowness.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="grain-soak-") as name:
        async with BotApiServer() as server:
            settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE_URL": server.url}
            bot = Replica(Path(name) / "data", Path(name) / "log", **settings)
            await bot.start()
            try:
                return await _soaked(server, bot, texts, minutes * 60, rate)
            finally:
                await bot.kill()


async def _soaked(
    server: BotApiServer, bot: Replica, texts: Sequence[str], seconds: float, rate: float
) -> Soaked:
    await Load(server, texts, _PEOPLE, seed=0).run(rate, min(_WARM / rate, seconds))
    load = Load(server, texts, _PEOPLE, seed=1)
    watching = asyncio.create_task(_watch(bot.pid))
    await load.run(rate, seconds)
    watching.cancel()
    sizes = (await asyncio.gather(watching, return_exceptions=True))[0]
    if not isinstance(sizes, list):
        raise RuntimeError("the memory of the bot could not be read") from sizes
    quarter = max(1, len(sizes) // 4)
    waits = load.waits()
    complaints = [f"not allowed: {v.method}: {v.problem}" for v in server.violations[:3]]
    if status := await bot.stop():
        complaints.append(f"the bot ended with status {status}")
    complaints += [line for line in bot.log.splitlines() if " ERROR " in line][:3]
    return Soaked(
        sent=load.sent,
        replied=len(waits),
        p50=percentile(waits, 0.50),
        p99=percentile(waits, 0.99),
        first=statistics.median(sizes[:quarter]),
        last=statistics.median(sizes[-quarter:]),
        complaints=complaints,
    )


async def _watch(pid: int) -> list[float]:
    """The memory of a process at each look, until cancelled."""
    sizes: list[float] = []
    try:
        while True:
            sizes.append(await asyncio.to_thread(_resident, pid))
            await asyncio.sleep(_EVERY)
    except asyncio.CancelledError:
        return sizes


def _resident(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024
