"""How time and memory grow with the base: today's, and one of 100,000 claims.

`python -m tests.benchmarks.scale measure FILE` measures one start of a bot on a stored base, in a
process of its own, and prints it as JSON; `make FILE CLAIMS PHRASINGS` makes such a base.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge import Database, Snapshot, assess, load_library, sqlite_url, stored_base
from knowledge import stored_snapshot as indexed
from tests.benchmarks.big_base import enlarged
from tests.quality.messages import load

CLAIMS, PHRASINGS = 100_000, 800_000
_MESSAGES, _ARTICLES, _ROUNDS = 20, 5, 3
_BEAT = 0.001


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds from the start of the interpreter to the first answer, with an empty cache (`cold`)
    and with a full one; MB at most, likewise; milliseconds for a message and an article, of ours
    and of rapidfuzz; and the longest that the event loop had to wait, in milliseconds."""

    claims: int
    phrasings: int
    start: float
    memory: float
    message: float = 0.0
    article: float = 0.0
    naive_message: float = 0.0
    naive_article: float = 0.0
    block: float = 0.0
    cold: float = 0.0
    cold_memory: float = 0.0


def measured(claims: int = 0, phrasings: int = 0) -> Measured:
    """Measure a base of that size, or today's; each start in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="grain-scale-") as folder:
        file = Path(folder) / "grain.db"
        _run(folder, "make", str(file), str(claims), str(phrasings))
        cold = Measured(**json.loads(_run(folder, "start", str(file))))
        warm = Measured(**json.loads(_run(folder, "measure", str(file))))
    return replace(warm, cold=cold.start, cold_memory=cold.memory)


def _run(folder: str, *arguments: str) -> str:
    environment = {**os.environ, "XDG_CACHE_HOME": folder, "GRAIN_BEGUN": str(time.time())}
    command = [sys.executable, "-m", "tests.benchmarks.scale", *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


async def make(file: Path, claims: int, phrasings: int) -> None:
    """Store the library, or a base of that size."""
    content = load_library()
    if claims:
        content = enlarged(content, claims, phrasings)
    database = await Database.open(sqlite_url(file))
    await stored_base.apply(database, content)
    await database.close()


async def start(file: Path) -> tuple[Snapshot, Measured]:
    """The stored base as a bot starts with it, without the extra for meaning."""
    database = await Database.open(sqlite_url(file))
    base = await indexed(database, meaning=False)
    await database.close()
    assess(next(iter(base.claims.values())).claim, base)
    begun = float(os.environ["GRAIN_BEGUN"])
    return base, Measured(len(base.claims), 0, time.time() - begun, _most_memory())


async def measure(file: Path) -> Measured:
    """A start, and what assessing takes then, beside rapidfuzz over every phrasing."""
    base, started = await start(file)
    # As the running bot does it.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.001)
    texts = [message.text for message in load()]
    messages = sorted(texts, key=lambda text: abs(len(text) - 200))[:_MESSAGES]
    written = " ".join(text for text in texts if text.isascii())
    articles = [written[at * 6000 : (at + 1) * 6000] for at in range(_ARTICLES)]
    for text in texts[:50]:
        assess(text, base)
    ours = [_median(lambda text: assess(text, base), each) for each in (messages, articles)]
    block = await _longest_block(articles, base)
    memory = _most_memory()
    phrasings = [text for claim in base.claims.values() for text in claim.phrasings]

    def naive(text: str) -> None:
        process.extractOne(text, phrasings, scorer=fuzz.partial_token_sort_ratio)

    return replace(
        started,
        phrasings=len(phrasings),
        memory=memory,
        message=ours[0],
        article=ours[1],
        naive_message=_median(naive, messages[:1]),
        naive_article=_median(naive, articles[:1], rounds=1),
        block=block,
    )


def _median(work: Callable[[str], object], texts: Sequence[str], rounds: int = _ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        for text in texts:
            begun = time.perf_counter()
            work(text)
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


async def _longest_block(texts: Sequence[str], base: Snapshot) -> float:
    """The longest that a heart beats too late while texts are assessed as the bot does it."""
    late = [0.0]

    async def beat() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(_BEAT)
            late.append(time.perf_counter() - begun - _BEAT)

    heart = asyncio.create_task(beat())
    for text in [*texts] * _ROUNDS:
        await asyncio.to_thread(assess, text, base)
    heart.cancel()
    return max(late) * 1000


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(today: Measured, big: Measured) -> str:
    """Both bases side by side."""
    rows: list[tuple[str, Callable[[Measured], str]]] = [
        ("claims", lambda m: f"{m.claims:,}"),
        ("phrasings", lambda m: f"{m.phrasings:,}"),
        ("a message of 200 characters", lambda m: f"{m.message:.2f} ms"),
        ("  rapidfuzz over all phrasings", lambda m: f"{m.naive_message:.1f} ms"),
        ("  ratio", lambda m: f"{m.message / m.naive_message:.4f}"),
        ("an article of 6,000", lambda m: f"{m.article:.1f} ms"),
        ("  rapidfuzz over all phrasings", lambda m: f"{m.naive_article:.1f} ms"),
        ("  ratio", lambda m: f"{m.article / m.naive_article:.4f}"),
        ("start, cold", lambda m: f"{m.cold:.1f} s"),
        ("start, from the cache", lambda m: f"{m.start:.1f} s"),
        ("memory at most, cold", lambda m: f"{m.cold_memory:.0f} MB"),
        ("memory at most, from the cache", lambda m: f"{m.memory:.0f} MB"),
        ("longest wait of the event loop", lambda m: f"{m.block:.1f} ms"),
    ]
    lines = [f"{name:34}{show(today):>14}{show(big):>14}" for name, show in rows]
    return "\n".join([f"{'':34}{'today':>14}{'big':>14}", *lines])


if __name__ == "__main__":
    kind, place, *sizes = sys.argv[1:]
    if kind == "make":
        asyncio.run(make(Path(place), *map(int, sizes)))
    elif kind == "start":
        print(json.dumps(asdict(asyncio.run(start(Path(place)))[1])))
    else:
        print(json.dumps(asdict(asyncio.run(measure(Path(place))))))
