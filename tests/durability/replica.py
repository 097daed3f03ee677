"""`python -m bot run` as a process that is killed and started again."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from pathlib import Path

from tests.bot.stage import PROJECT, environment


class Replica:
    """One bot with its folder, its settings and its log."""

    def __init__(self, folder: Path, log: Path, **settings: str) -> None:
        self._folder = folder
        self._log = log
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._started = 0.0

    async def start(self) -> None:
        """Start a process."""
        self._started = time.time()
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as stream:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=PROJECT,
                env=environment(self._folder, **self._settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=stream, stderr=stream,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """The number of the running process."""
        if self._process is None:
            raise LookupError("the bot was not started")
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """With which status it ended by itself; None while it runs."""
        return None if self._process is None else self._process.returncode

    @property
    def log(self) -> str:
        """All that it has written."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    async def alive(self) -> None:
        """Return when it does its work. Raises TimeoutError."""
        sign = self._folder / "alive"
        async with asyncio.timeout(30):
            while not (sign.exists() and sign.stat().st_mtime >= self._started):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """kill -9."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM; its exit status. Raises TimeoutError when it takes longer than promised."""
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(8):
            return await self._process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as ear:
        return int(ear.getsockname()[1])
