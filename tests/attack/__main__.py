"""`python -m tests.attack`: hostile inputs and a flood at a real bot; prints what came of them.

The exit status is 0 when nothing was lost, nothing hung and the others kept their speed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bot import logs
from knowledge import library_snapshot
from tests.attack import flood, speed
from tests.attack.storm import Stormed, storm
from tests.attack.texts import drawn, texts
from tests.attack.updates import updates
from tests.bot.stage import bot_at
from tests.durability.messages import questions
from tests.telegram import BotApiServer

_TWICE = 2.0
_SHOWN = 8


def main() -> int:
    """Run all three and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--texts", type=int, default=1_500)
    parser.add_argument("--updates", type=int, default=700)
    parser.add_argument("--seconds", type=float, default=40, help="of quiet, and of flood")
    asked = parser.parse_args()
    logs.set_up("CRITICAL", "text")
    hostile = list(texts(asked.texts))
    good = _speed(speed.measured(hostile, library_snapshot()))
    known = [question.text for question in questions(150)]
    stormed = asyncio.run(_storm(hostile, drawn(updates(), asked.updates), known))
    good &= _stormed(stormed)
    flooded = flood.run(known, seconds=asked.seconds, rate=8, flood=200)
    good &= _flooded(asyncio.run(flooded))
    return 0 if good else 1


async def _storm(hostile: list[str], broken: list[dict[str, object]], known: list[str]) -> Stormed:
    with tempfile.TemporaryDirectory(prefix="grain-attack-") as name:
        async with BotApiServer() as server, bot_at(server, Path(name), library_snapshot()):
            return await storm(server, Path(name), (hostile, broken), known)


def _speed(found: speed.Speed) -> bool:
    print(f"assess: {len(found.timed)} hostile texts, seconds of processor time")
    print(f"  a harmless text of full length {found.harmless:8.3f}")
    print(f"  allowed                        {found.allowed:8.3f}")
    print(f"  over the bar of {speed.BAR} s{sum(t.seconds > speed.BAR for t in found.timed):17}")
    print(f"  hung                           {len(found.hangs):8}")
    for each in found.timed[:_SHOWN]:
        print(f"  {each.seconds:8.3f}  {len(each.text):5} characters  {each.shown}")
    return not found.hangs


def _stormed(found: Stormed) -> bool:
    print(f"\nstorm: {found.sent} hostile texts and updates over HTTP at a real bot")
    print(f"  neighbours' messages          {found.asked:8}")
    print(f"  of these unanswered           {found.unanswered:8}")
    print(f"  hostile texts without a reply {found.silent:8}")
    print(f"  updates that still wait       {found.left:8}")
    print(f"  updates lost                  {found.lost:8}")
    print(f"  put aside, as unreadable      {found.dead:8}")
    return found.good


def _flooded(found: flood.Flooded) -> bool:
    print(
        f"\nflood: {found.rate:.0f} messages a second by one person, {found.replies} replies to it"
    )
    print(f"  {'ms':24}{'quiet p50':>10}{'p99':>8}{'flood p50':>11}{'p99':>8}{'ratio':>7}")
    rows = (
        ("others", found.quiet, found.under, found.ratio),
        ("in the flooder's lane", found.quiet_mates, found.under_mates, found.mates_ratio),
    )
    for name, quiet, under, ratio in rows:
        calm = f"{quiet.p50:10.0f}{quiet.p99:8.0f}"
        print(f"  {name:24}{calm}{under.p50:11.0f}{under.p99:8.0f}{ratio:7.2f}")
    waits = (found.quiet, found.under, found.quiet_mates, found.under_mates)
    unanswered = sum(each.sent - each.replied for each in waits)
    print(f"  unanswered{unanswered:17}")
    ratios = (found.ratio, found.mates_ratio)
    return not unanswered and all(0 < ratio <= _TWICE for ratio in ratios)


if __name__ == "__main__":
    sys.exit(main())
