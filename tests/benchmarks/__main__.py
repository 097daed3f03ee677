"""`python -m tests.benchmarks`: times of the main job beside a baseline, in one run.

The baseline is what a first attempt would do: rapidfuzz over every phrasing. Absolute times depend
on the machine; the ratios are what to compare.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import scale, throughput
from tests.quality.messages import load

_MANY = 500


def main() -> None:
    """Print the tables."""
    print(scale.table(scale.measured(), scale.measured(scale.CLAIMS, scale.PHRASINGS)))
    messages = [message.text for message in load()]
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
