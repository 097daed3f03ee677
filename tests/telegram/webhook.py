"""Pushing updates to a bot's webhook, in order, until it accepts each of them."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from .clock import Clock
from .errors import Json
from .updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
AnswerHandler = Callable[[Json], Awaitable[None]]


class Webhook:
    """Where a bot wants its updates, and the task that pushes them there.

    Addresses that are not on this machine are remembered but never dialled: their updates stay
    pending.
    """

    def __init__(self, queue: UpdateQueue, clock: Clock, backoff: float, timeout: float) -> None:
        """Start without an address."""
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.ip_address = ""
        self.certificate = False
        self.last_error: Json = {}
        self.attempts = 0
        self.on_answer: AnswerHandler | None = None
        self.on_change: Callable[[], None] = lambda: None
        self._queue, self._clock = queue, clock
        self._backoff, self._timeout = backoff, timeout
        self._came = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        queue.listen(self._came.set)

    async def set(self, url: str, settings: Json, *, certificate: bool) -> None:
        """Push to `url` from now on."""
        await self.remove()
        self.url = url
        self.secret = str(settings.get("secret_token", ""))
        self.max_connections = int(settings.get("max_connections", 40))
        self.ip_address = str(settings.get("ip_address", "127.0.0.1"))
        self.certificate = certificate
        self.last_error = {}
        if urlsplit(url).hostname in _LOOPBACK:
            self._task = asyncio.create_task(self._run(), name=f"webhook {url}")

    async def remove(self) -> None:
        """Push no more."""
        self.url = ""
        task, self._task = self._task, None
        # An update handled inside a webhook's answer may itself call deleteWebhook.
        if task is not None and task is not asyncio.current_task():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def info(self) -> Json:
        """Return the WebhookInfo object."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": self.certificate if self.url else False,
            "pending_update_count": len(self._queue),
        }
        if self.url:
            info |= {"ip_address": self.ip_address, "max_connections": self.max_connections}
            info |= self.last_error
        if self._queue.allowed is not None:
            info["allowed_updates"] = self._queue.allowed
        return info

    async def _run(self) -> None:
        # A webhook served on this machine may well have a certificate of its own making.
        async with httpx.AsyncClient(
            timeout=self._timeout, verify=False, trust_env=False
        ) as client:
            while self.url:
                self._came.clear()
                update = self._queue.head()
                if update is None:
                    await self._came.wait()
                elif await self._push(client, update.encoded):
                    self._queue.remove(update)
                    self.on_change()
                else:
                    self.on_change()
                    await asyncio.sleep(self._backoff)

    async def _push(self, client: httpx.AsyncClient, encoded: str) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        self.attempts += 1
        try:
            response = await client.post(self.url, content=encoded.encode(), headers=headers)
        except httpx.TimeoutException:
            return self._failed("Read timeout expired")
        except httpx.HTTPError:
            return self._failed("Connection refused")
        if not response.is_success:
            reason = f"{response.status_code} {response.reason_phrase}"
            return self._failed(f"Wrong response from the webhook: {reason}")
        await self._obey(response)
        return True

    def _failed(self, reason: str) -> bool:
        self.last_error = {"last_error_date": self._clock.unix(), "last_error_message": reason}
        return False

    async def _obey(self, response: httpx.Response) -> None:
        """Run the method that a bot may put into its answer to an update."""
        with contextlib.suppress(ValueError):
            answer: Any = response.json()
            if isinstance(answer, dict) and "method" in answer and self.on_answer is not None:
                await self.on_answer(answer)
