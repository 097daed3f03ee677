"""The bot on Telegram: connected, pushed to or polling, with its own web server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from bot import health, service
from bot.app import Line, every, running
from bot.conversation.commands import COMMANDS
from bot.errors import Busy, Refused, TransportError
from bot.intake import webhook
from bot.intake.polling import BackOff, poll
from bot.settings import Settings
from bot.telegram_api import TelegramApi

_log = logging.getLogger(__name__)
_BEAT_EVERY = 10.0


async def run_on_telegram(settings: Settings, token: str) -> None:
    """The bot on Telegram until cancelled: pushed to when WEBHOOK_URL is set, else polling. Raises
    Refused when Telegram does not want this bot."""
    async with _connected(settings, token) as api, AsyncExitStack() as stack:
        app = await stack.enter_async_context(running(settings, Line(api, api.username)))
        pulse = health.Pulse(settings.data_dir)
        served = service.routes(lambda: app.faults(pulse), app.measured)
        if settings.webhook_url:
            secret = settings.webhook_secret or webhook.secret_of(token)
            path = urlsplit(settings.webhook_url).path or "/"
            served.append(webhook.route(path, secret, app.accept, lambda: app.full))
        if settings.listen:
            await stack.enter_async_context(service.serving(settings.listen, served))
        await _insist(lambda: api.show_commands(COMMANDS))
        _log.info("answering as @%s", api.username)
        if settings.webhook_url:
            await _insist(lambda: api.set_webhook(settings.webhook_url, secret))
            await every(_BEAT_EVERY, lambda: app.beat(pulse))
        else:
            await poll(api, app.accept, pulse.beat)


@asynccontextmanager
async def _connected(settings: Settings, token: str) -> AsyncIterator[TelegramApi]:
    """Telegram, as soon as it can be reached."""
    async with AsyncExitStack() as stack:
        api = TelegramApi(token, settings.api_base_url)

        async def enter() -> None:
            await stack.enter_async_context(api)

        await _insist(enter)
        yield api


async def _insist(work: Callable[[], Awaitable[None]]) -> None:
    """Do what the network may fail, until it is done. Raises Refused."""
    back_off = BackOff()
    while True:
        try:
            return await work()
        except Refused:
            raise
        except TransportError as error:
            wait = error.seconds if isinstance(error, Busy) else back_off.next()
            _log.warning("%s; next try in %.1f s", error, wait)
            await asyncio.sleep(wait)
