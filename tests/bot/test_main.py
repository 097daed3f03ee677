"""The command line: one clear line for wrong use, and an orderly end when asked to end."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import settings
from bot.__main__ import DONE, WRONG_USE, main
from bot.health import examine
from tests.bot.stage import DATABASE, PROJECT, environment, process_at, until
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

NAMES = [row.name for row in settings.ROWS]
COMMANDS = (
    "run", "try", "check", "health", "doctor", "queue", "backup", "restore", "webhook",
)  # fmt: skip
WELL_FORMED = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """No setting from outside, and the levels of all loggers as they were afterwards."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    loggers = [logging.getLogger(name) for name in ("", *logging.root.manager.loggerDict)]
    levels = [logger.level for logger in loggers]
    handlers = list(logging.root.handlers)
    yield monkeypatch
    logging.root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def bot(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=PROJECT, env=environment(folder, **settings),
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=20, check=False,
    )  # fmt: skip


def test_run_without_a_token_ends_with_one_clear_line(tmp_path: Path) -> None:
    ended = bot(tmp_path, "run")
    assert ended.returncode == WRONG_USE == 2
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert "TELEGRAM_BOT_TOKEN is not set" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "hunter2"),
        ("LOG_LEVEL", "LOUD"),
        ("TELEGRAM_API_BASE_URL", "nowhere"),
    ],
)
def test_run_with_a_malformed_setting_ends_with_one_clear_line(
    clean: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    clean.setenv("TELEGRAM_BOT_TOKEN", WELL_FORMED)
    clean.setenv(name, value)
    assert main(["run"]) == WRONG_USE
    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert name in line
    assert said.out == ""
    assert "hunter2" not in line


def test_run_with_a_token_that_telegram_does_not_know_ends_with_one_clear_line(
    clean: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with BotApiServer() as server:
        clean.setenv("TELEGRAM_BOT_TOKEN", WELL_FORMED)
        clean.setenv("TELEGRAM_API_BASE_URL", server.url)
        assert main(["run"]) == WRONG_USE
    (line,) = capsys.readouterr().err.splitlines()
    assert "@BotFather" in line
    assert WELL_FORMED not in line


async def test_run_without_a_way_to_telegram_says_so_and_goes_on_trying(
    server: BotApiServer, tmp_path: Path
) -> None:
    nowhere = {"TELEGRAM_API_BASE_URL": "http://127.0.0.1:1"}
    async with process_at(server, tmp_path, **nowhere) as process:
        await until(lambda: process.log.count("next try in") >= 2)
        assert await process.terminate() == DONE
        log = process.log
    assert "http://127.0.0.1:1 cannot be reached" in log
    assert "TELEGRAM_API_BASE_URL" in log
    assert server.token not in log
    assert "Traceback" not in log


async def test_a_second_bot_in_the_same_folder_ends_with_one_clear_line(
    server: BotApiServer, ana: Person, tmp_path: Path
) -> None:
    async with process_at(server, tmp_path):
        ana.sends("/start")
        await ana.reply()
        second = await asyncio.to_thread(
            bot, tmp_path, "run", TELEGRAM_BOT_TOKEN=server.token, TELEGRAM_API_BASE_URL=server.url
        )
    assert second.returncode == WRONG_USE
    (line,) = [line for line in second.stderr.splitlines() if line.startswith("grain-of-salt:")]
    assert "another bot works in DATA_DIR" in line


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "--fast"], ["check", "--jsonl", "x"]])
def test_wrong_use_is_explained_with_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == WRONG_USE
    assert "usage: python -m bot" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == DONE
    shown = capsys.readouterr().out
    assert all(f"    {name} " in shown for name in COMMANDS)


def test_a_file_that_cannot_be_read_is_named_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "missing.txt"
    assert main(["check", str(missing)]) == WRONG_USE
    (line,) = capsys.readouterr().err.splitlines()
    assert str(missing) in line


async def test_sigterm_ends_a_running_bot_in_order(
    server: BotApiServer, ana: Person, tmp_path: Path
) -> None:
    async with process_at(server, tmp_path) as process:
        ana.sends("/start")
        await ana.reply()
        await server.wait_for(lambda: server.bot.poll.held)
        assert (await examine(settings.read({"DATA_DIR": str(tmp_path)}))).startswith("well")
        assert await process.terminate() == DONE
        log = process.log
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert server.token not in log
    # Ended in order, the database has no journal beside it.
    assert not (tmp_path / f"{DATABASE}-wal").exists()
    assert server.violations == []
