"""The long versions of two scenes, with numbers: a crowd that waits while the process is killed,
and a flood that becomes one case.

python -m tests.bot.scenes.after crowd --people 200 --kills 2
python -m tests.bot.scenes.after flood --people 5000
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from knowledge import load_library
from tests.bot.scenes.after.crowd import tell_a_crowd
from tests.bot.scenes.after.flood import flood
from tests.bot.scenes.after.world import world_at
from tests.telegram.server import BotApiServer


async def _crowd(folder: Path, people: int, kills: int) -> bool:
    async with BotApiServer() as server:
        found = await tell_a_crowd(server, folder, load_library(), people, kills)
        print(
            f"{people} people waited, the process was killed {kills} times: "
            f"{sum(map(bool, found.told))} told, {sum(found.told) - people} messages twice, "
            f"{found.under_way} calls under way at a kill, {found.open_cases} cases open, "
            f"{found.still_waiting} requests waiting, {len(server.violations)} violations"
        )
    twice = sum(found.told) - people
    return min(found.told) > 0 and twice <= found.under_way and not found.open_cases


async def _flood(folder: Path, people: int) -> bool:
    async with BotApiServer() as server, world_at(server, folder, load_library()) as world:
        await flood(server, world, people)
        cases = await world.cases()
        print(f"{people} people sent nearly the same: cases of {[c.reach for c in cases]} people")
    return [case.reach for case in cases] == [people]


def main() -> int:
    """Run one; 0 when all came out as it should."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("scene", choices=("crowd", "flood"))
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--kills", type=int, default=2)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = (
            _crowd(folder, given.people, given.kills)
            if given.scene == "crowd"
            else _flood(folder, given.people)
        )
        well = asyncio.run(scene)
    print(
        f"{'as it should be' if well else 'NOT as it should be'}, {time.monotonic() - began:.0f} s"
    )
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
