"""`python -m tests.benchmarks.bots durable|standard`: the bot to be measured, without pacing.

`durable` is the product. `standard` answers the same with the same code, on the standard polling of
python-telegram-bot: acknowledged first, worked on in memory, nothing stored.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, TypeHandler

from bot import logs, settings, wire
from bot.app import Line, running
from bot.conversation import ChatState, Context, respond
from bot.delivery import pacing
from bot.intake.polling import poll
from bot.telegram_api import TelegramApi
from knowledge import load_library, snapshot


async def durable() -> None:
    """The product, allowed to send as fast as it can."""
    read = settings.read(os.environ)
    async with (
        TelegramApi(read.token, read.api_base_url) as api,
        running(read, Line(api, api.username, pacing.NONE)) as app,
    ):
        await poll(api, app.accept, lambda: None)


def standard() -> None:
    """The library's way, with the same answers."""
    read = settings.read(os.environ)
    base = snapshot(load_library())
    states: dict[int, ChatState] = {}
    server = read.api_base_url
    builder = Application.builder().token(read.token).base_url(f"{server}/bot")
    application = builder.base_file_url(f"{server}/file/bot").build()
    api = TelegramApi(read.token, server)
    api.bot = application.bot

    async def answer(update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        incoming = wire.incoming(update.to_dict(), application.bot.username)
        context = Context(base, datetime.now(UTC).date())
        turn = respond(states.get(incoming.chat, ChatState()), incoming, context)
        states[incoming.chat] = turn.state
        for call in wire.calls(turn.replies, incoming.chat):
            await api.call(call.method, call.arguments)

    application.add_handler(TypeHandler(Update, answer))
    application.run_polling(allowed_updates=[str(kind.value) for kind in wire.ALLOWED])


if __name__ == "__main__":
    logs.set_up("ERROR", "text")
    if sys.argv[1] == "durable":
        asyncio.run(durable())
    else:
        standard()
