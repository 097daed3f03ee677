"""Settings: sensible without any, and one clear line for a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import URL

from bot import settings
from bot.errors import SettingsError

TOKEN = "123456789:AAF" + "x" * 32
KEY = "0f" * 32
SHARED = "postgresql+psycopg://grain:hunter2@db.example/grain"


def test_without_any_setting_the_defaults_hold() -> None:
    read = settings.read({})
    assert read.token == ""
    assert read.api_base_url == "https://api.telegram.org"
    assert read.data_dir == Path("data")
    assert (read.log_level, read.log_format) == ("INFO", "text")
    assert (read.webhook_url, read.listen, read.key) == ("", None, None)
    assert isinstance(read.database, URL)
    assert read.database.database == str(read.database_file)
    assert read.database_file.parent == read.data_dir


def test_every_setting_is_read() -> None:
    read = settings.read(
        {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": "http://127.0.0.1:8081",
            "DATA_DIR": "/srv/salt",
            "DATABASE_URL": SHARED,
            "SECRET_KEY": KEY,
            "WEBHOOK_URL": "https://bot.example.org/telegram",
            "WEBHOOK_SECRET": "a-secret_of-41",
            "HTTP_LISTEN": "[::1]:8080",
            "LOG_LEVEL": "warning",
            "LOG_FORMAT": "JSON",
        }
    )
    assert settings.require_token(read) == TOKEN
    assert read.api_base_url == "http://127.0.0.1:8081"
    assert read.data_dir == Path("/srv/salt")
    assert read.database == SHARED
    assert read.key == bytes.fromhex(KEY)
    assert read.webhook_url == "https://bot.example.org/telegram"
    assert read.webhook_secret == "a-secret_of-41"
    assert read.listen == ("::1", 8080)
    assert (read.log_level, read.log_format) == ("WARNING", "json")


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_setting_is_as_good_as_none(blank: str) -> None:
    names = [row.name for row in settings.ROWS]
    assert settings.read(dict.fromkeys(names, blank)) == settings.read({})


def test_white_space_around_a_value_does_not_matter() -> None:
    read = settings.read({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n"})
    assert settings.require_token(read) == TOKEN


def test_a_slash_at_the_end_of_the_address_does_not_matter() -> None:
    read = settings.read({"TELEGRAM_API_BASE_URL": "http://127.0.0.1:8081/"})
    assert read.api_base_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("WEBHOOK_URL", "bot.example.org"),
        ("HTTP_LISTEN", "8080"),
        ("HTTP_LISTEN", "localhost:http"),
        ("HTTP_LISTEN", "localhost:65536"),
        ("TELEGRAM_API_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "https://"),
        ("TELEGRAM_API_BASE_URL", "http://[::1"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.read({name: value})
    said = str(caught.value)
    assert name in said
    assert value in said
    assert "\n" not in said


def test_a_missing_token_is_named_with_the_ways_out() -> None:
    with pytest.raises(SettingsError) as caught:
        settings.require_token(settings.read({}))
    said = str(caught.value)
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "@BotFather" in said
    assert "make try" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "token",
    ["secretword", "987654321", ":AAFsecretwordsecretword", "123456789:secretword", "x" + TOKEN],
)
def test_a_malformed_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN is malformed") as caught:
        settings.require_token(settings.read({"TELEGRAM_BOT_TOKEN": token}))
    said = str(caught.value)
    assert token not in said
    assert "secretword" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres://grain:hunter2@db.example/grain"),
        ("DATABASE_URL", "sqlite:///hunter2.sqlite3"),
        ("SECRET_KEY", "hunter2"),
        ("SECRET_KEY", "hunter2" * 9 + "0"),
        ("WEBHOOK_SECRET", "hunter2!"),
        ("WEBHOOK_SECRET", "hunter2" * 40),
    ],
)
def test_a_bad_secret_is_named_without_repeating_it(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        settings.read({name: value})
    said = str(caught.value)
    assert "hunter2" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"DATABASE_URL": SHARED}, "SECRET_KEY"),
        ({"WEBHOOK_URL": "https://bot.example.org/telegram"}, "HTTP_LISTEN"),
    ],
)
def test_a_setting_that_needs_another_says_so(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=f"^{missing} is not set: with {next(iter(given))}"):
        settings.read(given)


def test_each_setting_is_explained_once() -> None:
    names = [row.name for row in settings.ROWS]
    assert len(set(names)) == len(names)
    assert all(row.help.strip() for row in settings.ROWS)
