"""A bot with the base that its folder holds, in a process of its own: quick to start, to be killed.

python -m tests.bot.scenes.after.child SERVER TOKEN FOLDER. Its clock is ahead of the real one by
the milliseconds in the file `ahead` of the folder.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import clock
from bot.app import App, Line, Secrets, Surroundings
from bot.folder import secret_key
from bot.health import Pulse
from bot.intake.polling import poll
from bot.telegram_api import TelegramApi
from knowledge import Database, sqlite_url, stored_snapshot
from tests.bot.stage import DATABASE, PROJECT, Process
from tests.telegram.server import BotApiServer


@asynccontextmanager
async def child_at(server: BotApiServer, folder: Path) -> AsyncIterator[Process]:
    """A started process; it is killed at the end if it still runs."""
    log = folder / "process.log"
    words = ("-m", __name__, server.url, server.token, str(folder))
    with log.open("ab") as stream:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, cwd=PROJECT, stdout=stream, stderr=stream
        )
    try:
        yield Process(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _run(url: str, token: str, folder: Path) -> None:
    ahead = folder / "ahead"

    def now() -> int:
        return clock.now() + int(ahead.read_text("ascii"))

    database = await Database.open(sqlite_url(folder / DATABASE))
    base = await stored_snapshot(database)
    async with TelegramApi(token, url) as api:
        line = Line(api, api.username)
        app = App(database, base, Secrets(secret_key(folder)), line, Surroundings(now))
        await app.start()
        await poll(api, app.accept, Pulse(folder).beat)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
