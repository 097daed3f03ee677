"""Updates per second, durable beside the library's standard polling; and the wait for a reply."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bot.stage import PROJECT, environment
from tests.durability.messages import questions
from tests.soak import run as soak
from tests.telegram import BotApiServer

_UPDATES, _PEOPLE = 1_500, 150
_PATIENCE = 120.0
_RATE, _MINUTES = 25.0, 0.75


@dataclass(frozen=True, slots=True)
class Throughput:
    """Updates a second, both ways, and milliseconds from an update to its reply at a steady 25
    updates a second."""

    durable: float
    standard: float
    p50: float
    p99: float

    @property
    def ratio(self) -> float:
        return self.durable / self.standard


async def measure() -> Throughput:
    """Measure all of it; each bot in a process of its own."""
    texts = [question.text for question in questions(150)]
    # Turn about, so that a busy moment of the machine does not hit one of them alone.
    rates: dict[str, list[float]] = {"standard": [], "durable": []}
    for _ in range(2):
        for kind, found in rates.items():
            found.append(await _rate(kind, texts))
    steady = await soak.run(_MINUTES, _RATE)
    return Throughput(max(rates["durable"]), max(rates["standard"]), steady.p50, steady.p99)


async def _rate(kind: str, texts: list[str]) -> float:
    """Updates a second from the first reply to the last, over a queue that waits at the start."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="grain-bench-") as folder:
        async with BotApiServer() as server:
            people = [server.person(f"P{n}") for n in range(_PEOPLE)]
            for number in range(_UPDATES):
                people[number % _PEOPLE].sends(chance.choice(texts))
            given = environment(
                Path(folder), TELEGRAM_BOT_TOKEN=server.token, TELEGRAM_API_BASE_URL=server.url
            )
            bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.benchmarks.bots", kind, cwd=PROJECT, env=given
            )
            try:
                await server.wait_for(
                    lambda: server.accepted("sendMessage") >= _UPDATES, timeout=_PATIENCE
                )
            finally:
                bot.kill()
                await bot.wait()
            times = [record.time for record in server.calls("sendMessage")]
    return (_UPDATES - 1) / (times[-1] - times[0])
