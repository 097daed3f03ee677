"""The webhook: Telegram pushes updates to us, and is told 200 only after the commit."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import logs

_log = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name
_LARGEST = 1 << 20
"""Bytes; updates are a few kilobytes, and nobody else may fill the memory."""
_TOO_LARGE = 2**63
"""A number that no database keeps: its update would be sent again and again."""
_BODY_WITHIN = 10.0
"""Seconds in which a body must have come; Telegram sends it at once."""
_COME_BACK = {"Retry-After": "5"}

Accept = Callable[[list[dict[str, Any]]], Awaitable[None]]


def secret_of(token: str) -> str:
    """The secret that Telegram sends along, when none is set: the same on every machine of this
    bot, and of no use to whoever learns it but for this webhook."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


def route(path: str, secret: str, accept: Accept, full: Callable[[], bool]) -> Route:
    """Where Telegram pushes updates to. `accept` must have committed them when it returns; while
    `full` says so, Telegram is asked to come back later."""

    async def push(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return _answer(HTTPStatus.FORBIDDEN)
        body = await _body(request)
        if isinstance(body, HTTPStatus):
            return _answer(body)
        update = _update(body)
        if update is None:
            return _answer(HTTPStatus.BAD_REQUEST)
        if full():
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, _COME_BACK)
        try:
            await accept([update])
        except Exception as error:
            _log.error(
                "an update cannot be kept (%s); Telegram will send it again", logs.fault(error)
            )
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, _COME_BACK)
        return _answer(HTTPStatus.OK)

    return Route(path, push, methods=["POST"])


async def _body(request: Request) -> bytes | HTTPStatus:
    """The whole body, empty when it broke off; or what to say of one that is too large or slow."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > _LARGEST:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_WITHIN):
            async for part in request.stream():
                body += part
                if len(body) > _LARGEST:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except ClientDisconnect:
        return b""
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and 0 <= number < _TOO_LARGE else None


def _answer(status: HTTPStatus, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(status.phrase, status, headers)
