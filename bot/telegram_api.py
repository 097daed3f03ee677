"""Telegram itself, through python-telegram-bot: fetches updates, makes calls, sorts the errors."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, BotCommand
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot import wire
from bot.errors import Busy, Gone, Moved, Refused, TransportError, Unchanged

# Otherwise each 429 makes the library warn that its next version gives a timedelta; we take both.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_GONE = ("chat not found", "user is deactivated", "bot was kicked", "group chat was deleted")
_UNCHANGED = (
    "message is not modified",
    "query is too old",
    "message to edit not found",
    "message can't be edited",
)
"""Nothing is left to do: it reads like that already, or what it was about is gone."""
_POOL = 32
"""Connections for sending: lanes and sender never wait for each other."""


_PUSHES = 40
"""Pushes at once that Telegram may make; its default."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """What Telegram says of a webhook: its address ("" for none), what waits, the last fault."""

    address: str
    waiting: int
    fault: str


class TelegramApi:
    """One bot at one Bot API server. Use as an async context manager."""

    def __init__(self, token: str, base_url: str) -> None:
        self._server = base_url
        self._base = f"{base_url}/bot{token}"
        self._polling = HTTPXRequest(connection_pool_size=1)
        self.bot = Bot(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=_POOL, pool_timeout=10),
            get_updates_request=self._polling,
        )

    async def __aenter__(self) -> TelegramApi:
        try:
            await self.bot.initialize()
        except TelegramError as error:
            await self.bot.shutdown()
            fault = _sorted(error)
            if isinstance(fault, Refused):
                raise fault from error
            raise TransportError(
                f"the Bot API server at {self._server} cannot be reached ({fault}); "
                "check the network and TELEGRAM_API_BASE_URL"
            ) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.bot.shutdown()

    @property
    def username(self) -> str:
        return str(self.bot.username)

    async def show_commands(self, commands: dict[str, str]) -> None:
        """Set the menu of commands. Raises TransportError."""
        try:
            await self.bot.set_my_commands([BotCommand(*item) for item in commands.items()])
        except TelegramError as error:
            raise _sorted(error) from error

    async def set_webhook(self, address: str, secret: str) -> None:
        """Let Telegram push updates to an address. Raises TransportError."""
        try:
            await self.bot.set_webhook(
                address,
                secret_token=secret,
                allowed_updates=[str(kind.value) for kind in wire.ALLOWED],
                max_connections=_PUSHES,
                drop_pending_updates=False,
            )
        except TelegramError as error:
            raise _sorted(error) from error

    async def webhook(self) -> Webhook:
        """What Telegram knows of the webhook. Raises TransportError."""
        try:
            info = await self.bot.get_webhook_info()
        except TelegramError as error:
            raise _sorted(error) from error
        return Webhook(info.url, info.pending_update_count, info.last_error_message or "")

    async def delete_webhook(self) -> None:
        """Let Telegram push no more; what waits there stays. Raises TransportError."""
        try:
            await self.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            raise _sorted(error) from error

    async def updates(self, offset: int | None, limit: int, held: int) -> list[wire.Plain]:
        """Raw updates: the library's own reading would raise on one that it does not know, and log
        the text of the message. Raises TransportError."""
        asked: dict[str, Any] = {
            "limit": limit,
            "timeout": held,
            "allowed_updates": json.dumps([str(kind.value) for kind in wire.ALLOWED]),
        }
        if offset is not None:
            asked["offset"] = offset
        try:
            found = await self._polling.post(
                f"{self._base}/getUpdates?{urlencode(asked)}", read_timeout=held + 10
            )
        except TelegramError as error:
            raise _sorted(error) from error
        return list(found) if isinstance(found, list) else []

    async def call(self, method: str, arguments: wire.Plain) -> None:
        """Make one call. Raises TransportError, sorted by what to do about it."""
        try:
            await getattr(self.bot, method)(**wire.typed(arguments))
        except TelegramError as error:
            raise _sorted(error) from error


def _sorted(error: TelegramError) -> TransportError:
    """Our error for Telegram's, by what can be done about it."""
    text = str(error)
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Busy(wait if isinstance(wait, int) else wait.total_seconds())
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case InvalidToken() | Conflict() | Forbidden() | BadRequest():
            return _refusal(error, text)
    # The text of a network fault may hold the address, and so the token.
    return TransportError(type(error.__cause__ or error).__name__)


def _refusal(error: TelegramError, text: str) -> TransportError:
    if isinstance(error, InvalidToken):
        return Refused("Telegram does not know this TELEGRAM_BOT_TOKEN; ask @BotFather for it")
    if isinstance(error, Conflict) and "webhook is active" in text:
        return Refused(
            "a webhook is set for this bot: set WEBHOOK_URL to use it, "
            "or remove it with `python -m bot webhook delete`"
        )
    if isinstance(error, Conflict):
        return Refused(f"another program uses this bot's token: {text}")
    lower = text.lower()
    if isinstance(error, Forbidden) or any(words in lower for words in _GONE):
        return Gone(text)
    if any(words in lower for words in _UNCHANGED):
        return Unchanged(text)
    return Refused(text)
