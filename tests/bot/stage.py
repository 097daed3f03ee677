"""A whole bot at the loopback server: all rooms are the real ones, only the base is shared."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock
from bot.app import App, Line, Secrets, Surroundings
from bot.clock import Clock
from bot.delivery import pacing
from bot.delivery.pacing import Limits
from bot.folder import secret_key
from bot.health import Pulse
from bot.intake.limits import FAIR, Rules
from bot.intake.polling import poll
from bot.leases import Leases
from bot.settings import ROWS
from bot.telegram_api import TelegramApi
from knowledge import Database, Snapshot, Tried, sqlite_url
from tests.telegram.server import BotApiServer

PROJECT = Path(__file__).parents[2]
DATABASE = "grain-of-salt.sqlite3"


@asynccontextmanager
async def bot_at(
    server: BotApiServer,
    folder: Path,
    base: Snapshot,
    limits: Limits = pacing.NONE,
    owners: Iterable[int] = (),
    tried: Sequence[Tried] = (),
    now: Clock = clock.now,
    fair: Rules = FAIR,
) -> AsyncIterator[App]:
    """A bot that polls the server and keeps its data in the folder; `tried` are the messages on
    which drafts are tried."""
    database = await Database.open(sqlite_url(folder / DATABASE))
    try:
        async with TelegramApi(server.token, server.url) as api:
            held = Secrets(secret_key(folder), frozenset(owners))
            line = Line(api, api.username, limits, fair)
            app = App(database, base, held, line, Surroundings(now, lambda: tried))
            await app.start()
            polling = asyncio.create_task(poll(api, app.accept, Pulse(folder).beat))
            try:
                yield app
            finally:
                polling.cancel()
                async with asyncio.timeout(10):
                    await app.stop()
                with contextlib.suppress(asyncio.CancelledError):
                    await polling
    finally:
        await database.close()


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a bot in a process of its own; no setting of ours leaks into it."""
    ours = {row.name for row in ROWS}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "DATA_DIR": str(folder), "PYTHONIOENCODING": "utf-8", **more}


class Process:
    """`python -m bot run` in a process of its own; what it logs is in `log`."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def log(self) -> str:
        """All that it has written."""
        return self._log.read_text(encoding="utf-8")

    async def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        await self._process.wait()

    async def terminate(self) -> int:
        """Ask for an orderly end; the exit status."""
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), 10)


@asynccontextmanager
async def process_at(server: BotApiServer, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """A started process; it is killed at the end if it still runs."""
    log = folder / "process.log"
    ours = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_BASE_URL": server.url, **settings}
    given = environment(folder, **ours)
    with log.open("ab") as stream:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=PROJECT, env=given,
            stdin=asyncio.subprocess.DEVNULL, stdout=stream, stderr=stream,
        )  # fmt: skip
    try:
        yield Process(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def sole_owner(database: Database) -> Leases:
    """The leases of a process that has every lane."""

    async def nothing(_: AsyncConnection, __: frozenset[int]) -> None:
        """There is nothing to take up."""

    leases = Leases(database, nothing)
    await leases.start()
    return leases


async def execute(database: Database, statement: str) -> None:
    """Run one statement in a transaction of its own."""
    async with database.write() as connection:
        await connection.exec_driver_sql(statement)


async def rolled_back(
    database: Database, act: Callable[[AsyncConnection], Awaitable[object]]
) -> None:
    """Do something within a transaction that comes to nothing."""
    with contextlib.suppress(InterruptedError):
        async with database.write() as connection:
            await act(connection)
            raise InterruptedError


async def until(condition: Callable[[], object], timeout: float = 60.0) -> None:
    """Wait until a condition of this process holds."""
    async with asyncio.timeout(timeout):
        while not condition():  # noqa: ASYNC110 - whatever it is about cannot signal
            await asyncio.sleep(0.005)
