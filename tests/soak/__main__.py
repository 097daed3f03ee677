"""A bot under a steady load for long: does its memory stay flat, is everybody answered in time?

The last line is one JSON object; the exit status is 0 when everything was answered and the memory
of the last quarter is within 5 % of that of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.soak.run import run

_GROWTH = 0.05


def main() -> int:
    """Soak and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=25, help="messages a second")
    asked = parser.parse_args()
    found = asyncio.run(run(asked.minutes, asked.rate))
    for complaint in found.complaints:
        print(complaint, file=sys.stderr)
    line = {
        "minutes": asked.minutes,
        "rate": asked.rate,
        "sent": found.sent,
        "unanswered": found.sent - found.replied,
        "p50_ms": round(found.p50, 1),
        "p99_ms": round(found.p99, 1),
        "first_mb": round(found.first, 1),
        "last_mb": round(found.last, 1),
        "growth": round(found.growth, 4),
    }
    print(json.dumps(line), flush=True)
    bad = found.complaints or found.replied < found.sent or found.growth > _GROWTH
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
