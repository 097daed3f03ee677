"""`python -m tests.benchmarks`: times of the main job beside a baseline, in one run.

The baseline is what a first attempt would do: rapidfuzz over every phrasing. Absolute times depend
on the machine; the ratios are what to compare.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge import assess, load_library, snapshot
from tests.benchmarks import throughput
from tests.quality.messages import load

_ROUNDS = 30
_MANY = 500


def main() -> None:
    """Print the table."""
    begun = time.perf_counter()
    base = snapshot(load_library())
    started = time.perf_counter() - begun
    messages = [message.text for message in load()]
    assess(messages[0], base)
    short = min(messages, key=lambda text: abs(len(text) - 200))
    article = " ".join(text for text in messages if text.isascii())[:6000]
    phrasings = [p for claim in base.claims.values() for p in claim.phrasings]

    def naive(text: str) -> None:
        process.extractOne(text, phrasings, scorer=fuzz.partial_token_sort_ratio)

    print(f"library read and indexed in {started:.2f} s: {len(base.claims)} claims\n")
    print(f"{'':28}{'ours':>10}{'rapidfuzz over':>18}{'ratio':>8}")
    print(f"{'':28}{'':>10}{'all phrasings':>18}")
    for name, text in (("a message of 200 characters", short), ("an article of 6,000", article)):
        ours, other = _median(partial(assess, text, base)), _median(partial(naive, text))
        print(f"{name:28}{ours * 1000:8.2f}ms{other * 1000:16.2f}ms{ours / other:8.2f}")
    seconds = _check_many(messages)
    print(f"\n`python -m bot check --jsonl` with {_MANY} messages, start included: {seconds:.1f} s")
    found = asyncio.run(throughput.measure())
    print(f"\n{'':28}{'durable':>10}{'standard polling':>18}{'ratio':>8}")
    print(f"{'updates/s, SQLite':28}{found.durable:10.0f}{found.standard:18.0f}{found.ratio:8.2f}")
    if found.postgres:
        ratio = found.postgres / found.standard
        print(
            f"{'updates/s, PostgreSQL':28}{found.postgres:10.0f}{found.standard:18.0f}{ratio:8.2f}"
        )
    else:
        print("not measured on PostgreSQL: no server can be had here")
    print(
        f"\nfrom an update to its reply at 25 updates/s: "
        f"half within {found.p50:.0f} ms, 99 % within {found.p99:.0f} ms"
    )


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _check_many(messages: list[str]) -> float:
    import json

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        lines = [
            json.dumps({"id": number, "text": messages[number % len(messages)]})
            for number in range(_MANY)
        ]
        source.write_text("\n".join(lines), encoding="utf-8")
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bot", "check", "--jsonl", str(source), str(target)], check=True
        )
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
