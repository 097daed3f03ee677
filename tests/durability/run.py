"""One run: people write while bots are killed and started again; then it is counted what came.

A connection that is cut after the server took the message makes an honest sender repeat it: such
repeats are counted by the server itself and are not part of `twice`.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.durability import disk
from tests.durability.count import Count, count
from tests.durability.messages import Question, plan, questions
from tests.durability.proxy import proxy
from tests.durability.replica import Replica, free_port
from tests.telegram import BotApiServer, Person

_EACH = 25
"""Messages of one person at most; there are a few hundred claims to choose from."""
_FEW = 12
"""People at least: with fewer a short run would mostly wait for the pace of a single chat."""
_PATIENCE = 60.0
"""Seconds without a new answer after which the rest counts as lost."""
_PATH = "/telegram"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is done to the bot."""

    mode: str
    updates: int
    kills: int
    seed: int
    faults: float = 0.0
    disk_full: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    count: Count
    seconds: float
    complaints: list[str]
    logs: Path


class Run:
    """The people, the bots and what happens to them."""

    def __init__(
        self, trial: Trial, server: BotApiServer, folder: Path, bots: list[Replica]
    ) -> None:
        self._trial = trial
        self._server = server
        self._folder = folder
        self._bots = bots
        self._chance = random.Random(trial.seed)
        number = max(-(-trial.updates // _EACH), min(_FEW, trial.updates))
        self._plan = plan(questions(3 * _EACH), trial.updates, number, self._chance)
        self._people: list[Person] = [server.person(f"P{n}") for n in range(number)]
        self.complaints: list[str] = []

    @property
    def answered(self) -> int:
        """Messages that the server took, repeats included."""
        return self._server.accepted("sendMessage")

    async def all(self) -> None:
        """Everything that happens, until all is answered or nothing more comes."""
        for bot in self._bots:
            await bot.start()
        tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._kill())]
        if self._trial.disk_full:
            tasks.append(asyncio.create_task(self._fill_the_disk()))
        try:
            await asyncio.gather(*tasks)
            await self._all_answered()
        finally:
            for task in tasks:
                task.cancel()
        self._server.clear_faults()
        await self._stop()

    def count(self) -> Count:
        """What each person asked, against what they were told."""
        asked: list[list[Question]] = [[] for _ in self._people]
        for sending in self._plan:
            asked[sending.person].append(sending.question)
        told = [[message.text for message in person.replies] for person in self._people]
        found = count(asked, told)
        # Calls that were carried out although their answer was lost are repeated by right.
        lost = [r for r in self._server.calls("sendMessage") if r.applied]
        found.twice = max(0, found.twice - len(lost))
        return found

    async def _write(self) -> None:
        """People write in bursts, somewhat faster than may be answered."""
        left = list(self._plan)
        while left:
            size = self._chance.randint(1, 40)
            for sending in left[:size]:
                self._people[sending.person].sends(sending.question.text)
            del left[:size]
            await asyncio.sleep(self._chance.uniform(0.0, 1.0))

    async def _kill(self) -> None:
        """Each at a moment of the whole work; some again right after their start."""
        moments = sorted(
            self._chance.randrange(max(1, int(self._trial.updates * 0.95)))
            for _ in range(self._trial.kills)
        )
        for moment in moments:
            if self._chance.random() < 0.3:
                await asyncio.sleep(self._chance.uniform(0.2, 5.0))
            else:
                await self._progress(moment)
                await asyncio.sleep(self._chance.uniform(0.0, 0.5))
            bot = self._chance.choice(self._bots)
            if bot.ended is not None:
                self.complaints.append(f"a bot had ended by itself with status {bot.ended}")
            await bot.kill()
            _say(f"killed after {self.answered} answers")
            await bot.start()

    async def _progress(self, moment: int) -> None:
        """Return when so many answers came, or when none come any more."""
        seen, since = -1, time.monotonic()
        while self.answered < moment and time.monotonic() - since < _PATIENCE:
            if self.answered != seen:
                seen, since = self.answered, time.monotonic()
            await asyncio.sleep(0.05)

    async def _fill_the_disk(self) -> None:
        await self._progress(self._trial.updates // 3)
        await asyncio.to_thread(disk.fill, self._folder / "0")
        _say("the disk is full")
        await asyncio.sleep(6)
        disk.empty(self._folder / "0")
        _say("there is room again")

    async def _all_answered(self) -> None:
        await self._progress(self._trial.updates)
        since, said = time.monotonic(), time.monotonic()
        left = len(self._plan)
        while left and time.monotonic() - since < _PATIENCE:
            found = len(self._plan) - len(self.count().lost)
            missing = len(self._plan) - found
            if missing != left:
                left, since = missing, time.monotonic()
            if time.monotonic() - said > 10:
                said = time.monotonic()
                _say(f"{found} of {len(self._plan)} answered")
            await asyncio.sleep(0.2)

    async def _stop(self) -> None:
        for bot in self._bots:
            try:
                # Before it has begun there is nothing to end in order.
                await bot.alive()
                status = await bot.stop()
            except TimeoutError:
                self.complaints.append("a bot did not come up, or needed more than 8 s to stop")
                await bot.kill()
            else:
                if status:
                    self.complaints.append(f"a bot ended with status {status}")


async def run(trial: Trial) -> Result:
    """Do all of it. Raises postgres.Unavailable or disk.Unavailable."""
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="grain-durability-"))
    logs = folder / "logs"
    logs.mkdir()
    async with AsyncExitStack() as stack:
        if trial.disk_full:
            stack.enter_context(disk.small(folder / "0"))
        server = await stack.enter_async_context(BotApiServer())
        bots = await stack.enter_async_context(_bots(trial, server, folder))
        if trial.faults:
            server.fail_rate(trial.faults, seed=trial.seed)
        one = Run(trial, server, folder, bots)
        try:
            await one.all()
            found = one.count()
        finally:
            for bot in bots:
                await bot.kill()
        if trial.disk_full:
            one.complaints += _damage(folder / "0", bots)
        one.complaints += [f"not allowed: {v.method}: {v.problem}" for v in server.violations[:3]]
    result = Result(found, time.monotonic() - began, one.complaints, logs)
    if not (found.lost or found.out_of_order or found.strange or one.complaints):
        shutil.rmtree(folder, ignore_errors=True)
    return result


@asynccontextmanager
async def _bots(trial: Trial, server: BotApiServer, folder: Path) -> AsyncIterator[list[Replica]]:
    """The bots of a mode, not started yet, with all that they need."""
    common = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE_URL": server.url}

    def bot(number: int, **settings: str) -> Replica:
        log = folder / "logs" / f"{number}.log"
        return Replica(folder / str(number), log, **common, **settings)

    if trial.mode == "polling":
        yield [bot(0)]
        return
    ports = [free_port() for _ in range(3)]
    addresses = [f"127.0.0.1:{port}" for port in ports]
    if trial.mode == "webhook":
        yield [bot(0, WEBHOOK_URL=f"http://{addresses[0]}{_PATH}", HTTP_LISTEN=addresses[0])]
        return
    with postgres.server() as url:
        shared = {
            "DATABASE_URL": url,
            "SECRET_KEY": secrets.token_hex(32),
            "WEBHOOK_URL": f"http://{addresses[2]}{_PATH}",
        }
        async with proxy(ports[2], [f"http://{address}" for address in addresses[:2]], _PATH):
            yield [bot(n, HTTP_LISTEN=addresses[n], **shared) for n in range(2)]


def _damage(folder: Path, bots: list[Replica]) -> list[str]:
    """What a full disk left behind that it should not have."""
    connection = sqlite3.connect(folder / "grain-of-salt.sqlite3")
    (state,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    found = [] if state == "ok" else [f"the database is damaged: {state}"]
    if "disk" not in bots[0].log:
        found.append("the log says nothing of the disk")
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
