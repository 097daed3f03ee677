"""The doctor: looks at everything that a bot needs, says what is wrong and how to mend it."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot import health, retention
from bot.errors import BotError, Refused, TransportError
from bot.operations import queues
from bot.operations.existing import existing
from bot.settings import Settings, require_token
from bot.telegram_api import TelegramApi, Webhook
from knowledge import Database, KnowledgeError, lint_library, stored_base, stored_history

_ROOM = 200 * 1024 * 1024
"""Bytes that should be free: some weeks of a busy bot, and one backup."""
_SKEW = 30.0
"""Seconds; with more, certificates and the times in answers go wrong."""
_PATIENCE = 10.0
_LIBRARIES = ("python-telegram-bot", "aiosqlite", "sqlalchemy", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and how to mend it: empty when all is well."""

    subject: str
    found: str
    remedy: str = ""


async def examine(settings: Settings) -> AsyncIterator[Check]:
    """Every check, as soon as it is made."""
    yield _versions()
    yield await asyncio.to_thread(_library)
    yield _room(settings.data_dir)
    async for check in _database(settings):
        yield check
    yield await _life(settings)
    yield await _clock(settings)
    async for check in _telegram(settings):
        yield check
    if settings.listen:
        yield await _service(*settings.listen)


def _versions() -> Check:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return Check(
        "versions",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}",
    )


def _library() -> Check:
    faults = lint_library()
    if faults:
        return Check("library", f"{len(faults)} faults", "see `python -m knowledge lint`")
    return Check("library", "keeps every rule")


def _room(folder: Path) -> Check:
    if not folder.is_dir():
        return Check(
            "disk", f"DATA_DIR {folder} is not there", "start the bot once, or name another"
        )
    try:
        (probe := folder / ".doctor").write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Check(
            "disk",
            f"DATA_DIR {folder} cannot be written: {error.strerror}",
            "let this user write there",
        )
    free = shutil.disk_usage(folder).free
    remedy = "" if free >= _ROOM else f"make room: at least {_ROOM >> 20} MB"
    return Check("disk", f"{free >> 20} MB free in {folder}", remedy)


async def _database(settings: Settings) -> AsyncIterator[Check]:
    try:
        async with existing(settings) as database:
            base = await stored_base.version(database)
            remedy = "" if base else "stop the bot and start it again: it loads the library"
            yield Check("database", f"base version {base}", remedy)
            dead = len(await queues.listed(database))
            remedy = "see `python -m bot queue list`" if dead else ""
            yield Check("queues", f"{await queues.counted(database)}; {dead} put aside", remedy)
            yield await _trail(database)
            late = ", ".join(await retention.overdue(database))
            remedy = "start the bot: it erases by itself, every hour; or see its log"
            yield Check("retention", late or "nothing is kept too long", remedy if late else "")
    except (BotError, KnowledgeError) as error:
        # These texts say the way out themselves.
        found, _, remedy = str(error).partition(": ")
        yield Check("database", found, remedy or "see the log of the bot")
    except (SQLAlchemyError, OSError) as error:
        yield Check("database", f"cannot be read: {type(error).__name__}", "check DATABASE_URL")


async def _trail(database: Database) -> Check:
    """Whether every change of the base still stands as it was written. The last digest is shown
    so that somebody may note it: rows cut off at the end break nothing."""
    async with database.read(steady=True) as connection:
        found = await stored_history.verify(connection)
    if found.broken is not None:
        return Check(
            "trail", f"change {found.broken} is not as it was written, or one before it is missing",
            "somebody edited the database by hand: compare it with a backup",
        )  # fmt: skip
    last = f", the last has the digest {found.chain[:16]}" if found.rows else ""
    return Check("trail", f"{found.rows} changes{last}")


async def _life(settings: Settings) -> Check:
    try:
        return Check("bot", await health.examine(settings))
    except health.Unwell as error:
        return Check("bot", str(error), "start it with `python -m bot run`, or see its log")


async def _clock(settings: Settings) -> Check:
    """The clock of this machine against that of the Bot API server."""
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            answer = await client.get(settings.api_base_url)
        told = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (httpx.HTTPError, KeyError, ValueError) as error:
        return Check(
            "clock",
            f"not compared: {type(error).__name__} from {settings.api_base_url}",
            "check the network and TELEGRAM_API_BASE_URL",
        )
    skew = time.time() - told
    remedy = "" if abs(skew) <= _SKEW else "set the clock of this machine, and keep it with NTP"
    return Check("clock", f"{skew:+.0f} s from the clock of the Bot API server", remedy)


async def _telegram(settings: Settings) -> AsyncIterator[Check]:
    try:
        async with TelegramApi(require_token(settings), settings.api_base_url) as api:
            yield Check("token", f"@{api.username}")
            yield _webhook(settings, await api.webhook())
    except Refused as error:
        yield Check("token", str(error), "ask @BotFather for the token and set TELEGRAM_BOT_TOKEN")
    except TransportError as error:
        yield Check("token", str(error), "check the network and TELEGRAM_API_BASE_URL")
    except BotError as error:
        yield Check("token", *str(error).split(": ", 1))


def _webhook(settings: Settings, webhook: Webhook) -> Check:
    where = webhook.address or "none, the bot polls"
    found = f"{where}; {webhook.waiting} updates wait at Telegram"
    if webhook.address != settings.webhook_url:
        if not settings.webhook_url:
            remedy = "set WEBHOOK_URL to use it, or remove it with `python -m bot webhook delete`"
        else:
            remedy = f"start the bot: it sets {settings.webhook_url}"
        return Check("webhook", found, remedy)
    if webhook.fault:
        return Check(
            "webhook", f"{found}; the last fault there: {webhook.fault}",
            "check that the address reaches HTTP_LISTEN, with a certificate that Telegram accepts",
        )  # fmt: skip
    return Check("webhook", found)


async def _service(host: str, port: int) -> Check:
    """What the running bot says of itself."""
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            told = (await client.get(f"http://{place}/readyz")).json()
    except (httpx.HTTPError, ValueError) as error:
        return Check("service", f"no answer from {place}: {type(error).__name__}", "start the bot")
    faults = "; ".join(told.get("faults", ()))
    return Check(
        "service", faults or f"ready at {place}", "see the log of the bot" if faults else ""
    )
