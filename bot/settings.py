"""Every setting: its name, default and help. Read once; a bad one gets one clear line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


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
    Row("LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, checked."""

    token: str
    api_base_url: str
    data_dir: Path
    log_level: str

    @property
    def database_file(self) -> Path:
        return self.data_dir / "grain-of-salt.sqlite3"


def read(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment; the token may be empty. Raises SettingsError."""
    values = {row.name: environment.get(row.name, "").strip() or row.default for row in ROWS}
    level = values["LOG_LEVEL"].upper()
    if level not in _LEVELS:
        raise SettingsError(f"LOG_LEVEL is {level!r}; use one of {', '.join(_LEVELS)}")
    return Settings(
        token=values["TELEGRAM_BOT_TOKEN"],
        api_base_url=_base_url(values["TELEGRAM_API_BASE_URL"]),
        data_dir=Path(values["DATA_DIR"]),
        log_level=level,
    )


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


def _base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise SettingsError(
            f"TELEGRAM_API_BASE_URL is {value!r}; it must be an address such as "
            "https://api.telegram.org or http://127.0.0.1:8081"
        )
    return value.rstrip("/")
