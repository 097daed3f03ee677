"""Running the HTTP server: in the caller's loop, or in a thread of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

T = TypeVar("T")
START_TIMEOUT = 10.0


class _Uvicorn(uvicorn.Server):
    """Uvicorn without signal handlers and without its pauses at start and stop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        # The signals belong to the program that runs the tests.
        yield

    async def main_loop(self) -> None:
        await self.on_tick(0)
        self.ready.set()
        while not self.stopping.is_set():
            # Every answer says when it was given, as those of Telegram do.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.stopping.wait()
            await self.on_tick(0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            transport: Any = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        # Whoever still waits learns of the disconnection and ends by itself.
        tasks = list(self.server_state.tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=1.0)
            for task in late:
                task.cancel()


class Runner:
    """One HTTP server on 127.0.0.1, and the way onto its loop from other threads."""

    def __init__(self, port: int = 0) -> None:
        """Take the port at once, so that the address is known before the start."""
        # asyncio switches Nagle's delay off only where the protocol is named.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self._server: _Uvicorn | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loop_thread: int | None = None

    async def start(self, app: ASGIApp) -> None:
        """Serve in the running loop."""
        self._loop = asyncio.get_running_loop()
        self._loop_thread = threading.get_ident()
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none")
        self._server = _Uvicorn(config)
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait({self._task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if not self._server.ready.is_set():
            ready.cancel()
            await self._task

    async def stop(self) -> None:
        """End the server that serves in the running loop."""
        if self._server is not None and self._task is not None:
            self._server.stopping.set()
            await self._task
        self._server = self._task = self._loop = None
        self._socket.close()

    def start_thread(self, app: ASGIApp) -> None:
        """Serve in a new thread with a loop of its own."""
        started = threading.Event()

        async def serve() -> None:
            await self.start(app)
            started.set()
            assert self._task is not None
            await self._task

        self._thread = threading.Thread(
            target=lambda: asyncio.run(serve()), name="loopback-bot-api", daemon=True
        )
        self._thread.start()
        if not started.wait(START_TIMEOUT):
            raise RuntimeError("the server did not start")

    def stop_thread(self) -> None:
        """End the thread."""
        if self._server is not None and self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._server.stopping.set)
            self._thread.join()
        self._server = self._task = self._loop = self._thread = None
        self._socket.close()

    def call(self, action: Callable[[], T]) -> T:
        """Run `action` on the server's loop and return what it returns."""
        if self._loop is None or threading.get_ident() == self._loop_thread:
            return action()

        async def run() -> T:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    async def wait(self, start: Callable[[], Awaitable[T]]) -> T:
        """Await something on the server's loop, from whichever loop the caller is in."""
        if self._loop is None or threading.get_ident() == self._loop_thread:
            return await start()
        return await asyncio.wrap_future(self.submit(start))

    def submit(self, start: Callable[[], Awaitable[T]]) -> "Any":
        """Start something awaitable on the server's loop and return its future."""
        if self._loop is None:
            raise RuntimeError("the server is not running")

        async def run() -> T:
            return await start()

        return asyncio.run_coroutine_threadsafe(run(), self._loop)

    def drop(self, client: Any) -> None:
        """Cut the connection of a client without an answer."""
        if self._server is None:
            return
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == tuple(client):
                transport: Any = getattr(connection, "transport", None)
                if transport is not None:
                    transport.abort()
