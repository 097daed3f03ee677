"""Updates per second, durable beside the library's standard polling; and the wait for a reply."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.bot.stage import PROJECT, environment
from tests.durability.messages import questions
from tests.soak import run as soak
from tests.telegram import BotApiServer

_UPDATES, _PEOPLE = 1_500, 150
_PATIENCE = 120.0
_RATE, _MINUTES = 25.0, 0.75


@dataclass(frozen=True, slots=True)
class Throughput:
    """Updates a second of the product on each database (`postgres` is None where no server can be
    had) and on the library's standard polling, and milliseconds from an update to its reply at a
    steady 25 updates a second."""

    durable: float
    postgres: float | None
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
    standard, durable, shared = [], [], []
    for _ in range(2):
        standard.append(await _rate("standard", texts))
        durable.append(await _rate("durable", texts))
        shared.append(await _rate_on_postgres(texts))
    steady = await soak.run(_MINUTES, _RATE)
    return Throughput(
        durable=max(durable),
        postgres=max(filter(None, shared), default=None),
        standard=max(standard),
        p50=steady.p50,
        p99=steady.p99,
    )


async def _rate_on_postgres(texts: list[str]) -> float | None:
    try:
        with postgres.server() as url:
            return await _rate("durable", texts, DATABASE_URL=url, SECRET_KEY="0f" * 32)
    except postgres.Unavailable:
        return None


async def _rate(kind: str, texts: list[str], **settings: str) -> float:
    """Updates a second from the first reply to the last, over a queue that waits at the start."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="grain-bench-") as folder:
        async with BotApiServer() as server:
            people = [server.person(f"P{n}") for n in range(_PEOPLE)]
            for number in range(_UPDATES):
                people[number % _PEOPLE].sends(chance.choice(texts))
            ours = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE_URL": server.url}
            given = environment(Path(folder), **ours, **settings)
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
