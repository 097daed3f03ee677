"""Kill the bot while people write, and count what came to them.

The last line is one JSON object; the exit status is 0 when nothing was lost or out of order, and no
more came twice than one message a lane a kill; 3 when this machine lacks what the mode needs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bot.leases import LANES
from tests import postgres
from tests.durability import disk
from tests.durability.run import Result, Trial, run

GOOD, BAD, LACKING = 0, 1, 3


def main() -> int:
    """Run what is asked for and print the result."""
    trial = _trial()
    try:
        result = asyncio.run(run(trial))
    except (postgres.Unavailable, disk.Unavailable) as error:
        print(f"durability: {error}", file=sys.stderr)
        return LACKING
    return _told(trial, result)


def _trial() -> Trial:
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description=__doc__)
    parser.add_argument("--mode", choices=("polling", "webhook", "postgres"), default="polling")
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.0, help="share of calls that fail")
    parser.add_argument("--disk-full", action="store_true", help="fill the disk for a while")
    asked = parser.parse_args()
    if asked.disk_full and asked.mode == "postgres":
        parser.error("--disk-full is for the modes with an SQLite file")
    return Trial(**vars(asked))


def _told(trial: Trial, result: Result) -> int:
    found = result.count
    for person, place in found.lost[:10]:
        print(f"lost: message {place} of person {person}", file=sys.stderr)
    for text in found.strange[:5]:
        print(f"answers nothing: {text[:80]!r}", file=sys.stderr)
    for complaint in result.complaints:
        print(complaint, file=sys.stderr)
    bad = (
        found.lost
        or found.out_of_order
        or found.strange
        or result.complaints
        or found.twice > LANES * trial.kills
    )
    if bad:
        print(f"the logs are in {result.logs}", file=sys.stderr)
    line = {
        "mode": trial.mode,
        "updates": trial.updates,
        "kills": trial.kills,
        "lost": len(found.lost),
        "twice": found.twice,
        "out_of_order": found.out_of_order,
        "seconds": round(result.seconds, 1),
    }
    print(json.dumps(line), flush=True)
    return BAD if bad else GOOD


if __name__ == "__main__":
    sys.exit(main())
