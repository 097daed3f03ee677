"""`python -m tests.review`: what scrubbing removes, what becomes one case, and a flood of 5,000."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from knowledge import Database, Vault, load_library, sqlite_url, stored_cases, stored_requests
from tests.knowledge.storage.asking import NOW_MS, asked
from tests.quality.messages import load
from tests.review import personal
from tests.review.copies import copies, twins
from tests.review.similar import Keys, by_threshold, gated, merged

FLOOD = 5_000
FEW, MANY = 100, 10_000
_EVERY = 8
"""Of the quality set; all of it takes ten minutes."""


def main() -> None:
    """Print the tables."""
    _personal()
    _similar()
    asyncio.run(_stored())


def _personal() -> None:
    print(f"{'personal data':22}{'lines':>7}{'gone':>7}{'lost':>7}")
    for name in ("personal", "unseen"):
        judged = [personal.judge(line) for line in personal.lines(name)]
        groups = sorted({one.line.language for one in judged}) if name == "personal" else []
        for language in (*groups, ""):
            of = [one for one in judged if language in ("", one.line.language)]
            title = f"{name} {language}"
            print(f"{title:22}{len(of):7}{personal.recall(of):7.2f}{personal.lost(of):7.2f}")


def _similar() -> None:
    keys = Keys(load_library())
    messages = load()
    two = [*copies(messages[::_EVERY]), *twins(messages[::_EVERY], keys.base)]
    print(f"\n{'one case':38}{'pairs':>7}{'merged':>8}{'by name':>9}")
    for how, counted in merged(two, keys).items():
        print(f"{how:38}{counted.of:7}{counted.share:8.3f}{counted.by_pair / counted.of:9.3f}")
    print(f"\n{'words alone, from':22}{'copies':>8}{'twins':>8}")
    for at, (same, other) in by_threshold(two, keys).items():
        print(f"{at / 100:<22}{same:8.3f}{other:8.3f}")
    gate = gated(messages, keys)
    print(
        f"\nthe quality set: {gate.merged} pairs merged, {gate.right} of them labelled the same, "
        f"{gate.of_one_substance} on one substance; {gate.same} pairs are labelled the same"
    )


async def _stored() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(sqlite_url(Path(folder) / "cases.sqlite3"))
        try:
            await _flood(database)
            await _growing(database)
        finally:
            await database.close()


async def _flood(database: Database) -> None:
    """5,000 people send nearly the same: one case, and the right count."""
    text = "My neighbour drinks a spoon of zolpar every morning and her knees stopped hurting"
    vault = Vault(database, b"s" * 32)
    began = time.perf_counter()
    found = set()
    for at in range(FLOOD):
        varied = f"{'🙏' * (at % 5)} {text.upper() if at % 2 else text} {at}"
        async with database.write() as connection:
            case, _ = await stored_requests.add_request(
                connection, vault, asked(f"person-{at}", varied), NOW_MS
            )
        found.add(case)
    async with database.read() as connection:
        reach = await stored_cases.reach(connection, min(found))
    took = time.perf_counter() - began
    print(f"\na flood of {FLOOD}: {len(found)} case, {reach} people, {took:.0f} s")


async def _growing(database: Database) -> None:
    """How much longer it takes to place a request among 10,000 cases than among 100."""
    few = await _placing(database, 0, FEW)
    many = await _placing(database, FEW, MANY)
    async with database.read() as connection:
        began = time.perf_counter()
        await stored_cases.open_cases(connection, NOW_MS)
        queue = time.perf_counter() - began
    print(
        f"placing one among {MANY} open cases takes {many / few:.2f} times as long as among {FEW}"
    )
    print(f"the queue of {MANY} open cases: {queue * 1000:.0f} ms")


async def _placing(database: Database, first: int, last: int) -> float:
    """Open cases up to this number; the time for one of the last hundred."""
    vault = Vault(database, b"s" * 32)
    took = 0.0
    for at in range(first, last):
        text = (
            f"aunt {_word(at)} says {_word(at * 7)} tea with {_word(at * 13)} heals {_word(at * 3)}"
        )
        began = time.perf_counter()
        async with database.write() as connection:
            await stored_requests.add_request(
                connection, vault, asked(f"person-{at}", text), NOW_MS
            )
        took += time.perf_counter() - began if at >= last - 100 else 0
    return took / 100


def _word(number: int) -> str:
    """A word of its own for each number."""
    letters = "bcdfghjklm"
    return "x" + "".join(letters[int(digit)] + "a" for digit in str(number))


if __name__ == "__main__":
    main()
