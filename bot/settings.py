"""Every setting: its name, default and help. Read once; a bad one gets one clear line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL

from bot.errors import SettingsError
from knowledge import sqlite_url

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the documentation lists it."""

    name: str
    default: str
    help: str


ROWS = (
    Row(
        "TELEGRAM_BOT_TOKEN",
        "",
        "The bot's token from @BotFather, like 123456789:AAF.... Needed by `run` only.",
    ),
    Row(
        "TELEGRAM_API_BASE_URL",
        "https://api.telegram.org",
        "The Bot API server: Telegram's, or one of your own. Files are fetched from it too.",
    ),
    Row("DATA_DIR", "data", "The folder for the database and the key. Made when missing."),
    Row(
        "DATABASE_URL",
        "",
        "A PostgreSQL that several machines share, like "
        "postgresql+psycopg://user:password@host/database. Empty: an SQLite file in DATA_DIR.",
    ),
    Row(
        "SECRET_KEY",
        "",
        "The secret of the hashes under which chats are stored, and of what is sealed: 64 "
        "hexadecimal digits, the same on every machine; needed with DATABASE_URL. "
        "Empty: made at the first start, in DATA_DIR.",
    ),
    Row(
        "OWNERS",
        "",
        "The Telegram ids of those who lead the reviewers, with commas between them, like "
        "123456789,987654321. Each sends /team to the bot once, and invites others from there.",
    ),
    Row(
        "WEBHOOK_URL",
        "",
        "The public https address to which Telegram pushes updates. Empty: long polling.",
    ),
    Row(
        "WEBHOOK_SECRET",
        "",
        "What Telegram sends along with each push: 1 to 256 of A-Z, a-z, 0-9, _ and -. "
        "Empty: derived from the token.",
    ),
    Row(
        "HTTP_LISTEN",
        "",
        "Where /healthz, /readyz, /metrics and the webhook are served, like 127.0.0.1:8080; "
        "needed with WEBHOOK_URL. Empty: nowhere.",
    ),
    Row("LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
    Row("LOG_FORMAT", "text", "How it is logged: text, or json with one object a line."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, checked. `listen` is a host and a port; `key` is None for the one
    in DATA_DIR."""

    token: str
    api_base_url: str
    data_dir: Path
    database_url: str
    key: bytes | None
    owners: frozenset[int]
    webhook_url: str
    webhook_secret: str
    listen: tuple[str, int] | None
    log_level: str
    log_format: str

    @property
    def database_file(self) -> Path:
        return self.data_dir / "grain-of-salt.sqlite3"

    @property
    def database(self) -> str | URL:
        """The address of the database."""
        return self.database_url or sqlite_url(self.database_file)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment; the token may be empty. Raises SettingsError."""
    values = {row.name: environment.get(row.name, "").strip() or row.default for row in ROWS}
    settings = Settings(
        token=values["TELEGRAM_BOT_TOKEN"],
        api_base_url=_address("TELEGRAM_API_BASE_URL", values).rstrip("/"),
        data_dir=Path(values["DATA_DIR"]),
        database_url=_database_url(values["DATABASE_URL"]),
        key=_key(values["SECRET_KEY"]),
        owners=_owners(values["OWNERS"]),
        webhook_url=_address("WEBHOOK_URL", values) if values["WEBHOOK_URL"] else "",
        webhook_secret=_webhook_secret(values["WEBHOOK_SECRET"]),
        listen=_listen(values["HTTP_LISTEN"]),
        log_level=_one_of("LOG_LEVEL", values["LOG_LEVEL"].upper(), _LEVELS),
        log_format=_one_of("LOG_FORMAT", values["LOG_FORMAT"].lower(), _FORMATS),
    )
    if settings.database_url and settings.key is None:
        raise SettingsError(
            "SECRET_KEY is not set: with DATABASE_URL every machine needs the same one; make one "
            'with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    if settings.webhook_url and settings.listen is None:
        raise SettingsError(
            "HTTP_LISTEN is not set: with WEBHOOK_URL it says where the pushes arrive, "
            "such as 127.0.0.1:8080"
        )
    return settings


def require_token(settings: Settings) -> str:
    """The token, checked for its form. Raises SettingsError; never repeats the token."""
    if not settings.token:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not set: ask @BotFather on Telegram for a token and set it, "
            "or use `make try`, which needs none"
        )
    if not _TOKEN.fullmatch(settings.token):
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is malformed: it looks like 123456789:AAF... "
            "(digits, a colon, at least 20 letters)"
        )
    return settings.token


def _address(name: str, values: Mapping[str, str]) -> str:
    value = values[name]
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise SettingsError(
            f"{name} is {value!r}; it must be an address such as "
            "https://bot.example.org or http://127.0.0.1:8081"
        )
    return value


def _database_url(value: str) -> str:
    if value and not value.startswith("postgresql+psycopg://"):
        # The value itself may hold a password.
        raise SettingsError(
            "DATABASE_URL must start with postgresql+psycopg://; "
            "leave it empty for an SQLite file in DATA_DIR"
        )
    return value


def _key(value: str) -> bytes | None:
    if value and not re.fullmatch(r"[0-9a-fA-F]{64}", value):
        raise SettingsError("SECRET_KEY is malformed: it must be 64 hexadecimal digits")
    return bytes.fromhex(value) if value else None


def _owners(value: str) -> frozenset[int]:
    ids = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"[1-9][0-9]{0,18}", part) for part in ids):
        raise SettingsError(
            "OWNERS is malformed: it must be ids of people like 123456789,987654321; "
            "a person learns theirs from @userinfobot"
        )
    return frozenset(map(int, ids))


def _webhook_secret(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise SettingsError(
            "WEBHOOK_SECRET is malformed: Telegram allows 1 to 256 of A-Z, a-z, 0-9, _ and -"
        )
    return value


def _listen(value: str) -> tuple[str, int] | None:
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"HTTP_LISTEN is {value!r}; it must be like 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise SettingsError(f"{name} is {value!r}; use one of {', '.join(known)}")
    return value
