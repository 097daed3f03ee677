"""Logging: what failed and where, never a word, a name or an id of a person."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.wording.catalogue import say
from tests.bot.stage import PROJECT

_SAY = """
import logging
from bot import logs
logs.set_up("INFO", "{form}")
logging.getLogger("bot.x").warning("update %d\\nfailed", 7)
logging.getLogger("bot.x").debug("too much")
logging.getLogger("httpx").info("https://api.example/bot123:secret/getMe")
"""


def said(form: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", _SAY.replace("{form}", form)],
        cwd=PROJECT, capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip
    assert ended.stdout == ""
    return ended.stderr


def test_json_is_one_object_a_line() -> None:
    (line,) = said("json").splitlines()
    found = json.loads(line)
    assert found.pop("timestamp").startswith("20")
    assert found == {"level": "WARNING", "room": "bot.x", "message": "update 7\nfailed"}


def test_text_names_time_level_and_room() -> None:
    assert "WARNING bot.x update 7" in said("text")


def test_what_is_told_us_makes_no_line_of_its_own() -> None:
    (line,) = said("text").splitlines()
    assert line.endswith(r"update 7\nfailed")


@pytest.mark.parametrize("form", ["text", "json"])
def test_libraries_that_would_log_the_token_are_silent(form: str) -> None:
    assert "secret" not in said(form)


def test_of_an_unknown_error_kind_and_place_are_told_and_not_its_text() -> None:
    with pytest.raises(KeyError) as caught:
        say("what Ana wrote", "x")
    told = logs.fault(caught.value)
    assert told.startswith("KeyError at __init__.py:")
    assert "Ana" not in told


def test_an_error_from_elsewhere_has_no_place_in_our_house() -> None:
    assert logs.fault(ValueError("what Ana wrote")) == "ValueError"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("INSERT what Ana wrote", {}, Exception("disk I/O error")), "disk I/O"),
        (OSError(28, "No space left on device"), "No space left"),
        (TimeoutError(), "TimeoutError"),
    ],
    ids=["database", "disk", "time"],
)
def test_why_the_database_failed_is_told_in_its_own_words(error: Exception, told: str) -> None:
    found = logs.fault(error)
    assert told in found
    assert "Ana" not in found
