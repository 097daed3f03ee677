"""Settings: sensible without any, and one clear line for a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.errors import SettingsError

TOKEN = "123456789:AAF" + "x" * 32


def test_without_any_setting_the_defaults_hold() -> None:
    read = settings.read({})
    assert read.token == ""
    assert read.api_base_url == "https://api.telegram.org"
    assert read.data_dir == Path("data")
    assert read.log_level == "INFO"
    assert read.database_file.parent == read.data_dir


def test_every_setting_is_read() -> None:
    read = settings.read(
        {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": "http://127.0.0.1:8081",
            "DATA_DIR": "/srv/salt",
            "LOG_LEVEL": "warning",
        }
    )
    assert settings.require_token(read) == TOKEN
    assert read.api_base_url == "http://127.0.0.1:8081"
    assert read.data_dir == Path("/srv/salt")
    assert read.log_level == "WARNING"


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


def test_each_setting_is_explained_once() -> None:
    names = [row.name for row in settings.ROWS]
    assert len(set(names)) == len(names)
    assert all(row.help.strip() for row in settings.ROWS)
