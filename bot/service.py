"""The bot's own web server: whether it lives, whether it is ready, what it measures."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from http import HTTPStatus

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import logs
from bot.errors import SettingsError

_LOOK_WITHIN = 5.0
"""Seconds that a look at the database may take; who asks gives up soon after."""
_LAST_REQUESTS = 1.5
"""Seconds that requests under way may take to end when the bot stops."""

Faults = Callable[[], Awaitable[list[str]]]
Measured = Callable[[], Awaitable[bytes]]


def routes(faults: Faults, measured: Measured) -> list[BaseRoute]:
    """/healthz: the process lives; /readyz: it does its work, or why not; /metrics: what Prometheus
    reads. None of them says anything about a person."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("alive")

    async def readyz(_: Request) -> Response:
        try:
            async with asyncio.timeout(_LOOK_WITHIN):
                found = await faults()
        except TimeoutError:
            found = ["the database does not answer"]
        status = HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK
        return JSONResponse({"ready": not found, "faults": found}, status)

    async def metrics(_: Request) -> Response:
        try:
            async with asyncio.timeout(_LOOK_WITHIN):
                text = await measured()
        except Exception as error:
            # Whatever it is, its text is not for who asks.
            return PlainTextResponse(logs.fault(error), HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


@asynccontextmanager
async def serving(listen: tuple[str, int], served: Sequence[BaseRoute]) -> AsyncIterator[None]:
    """A web server, from now until the end. Raises SettingsError when it cannot listen there."""
    host, port = listen
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        ear = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise SettingsError(
            f"HTTP_LISTEN {host}:{port} cannot be used: {os.strerror(error.errno or 0)}; "
            "name another port"
        ) from error
    config = uvicorn.Config(
        Starlette(routes=list(served)),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=1_000,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[ear]))
    try:
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(_LAST_REQUESTS):
                await task
        ear.close()


class _Server(uvicorn.Server):
    """Leaves the signals to the command line, which ends everything in order."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()
