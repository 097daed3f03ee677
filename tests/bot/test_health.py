"""The health check: what is not well is named."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.__main__ import UNWELL, main
from bot.health import Pulse, Unwell, examine
from bot.settings import Settings, read
from knowledge import Database, sqlite_url, stored_base
from tests.make import content


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read({"DATA_DIR": str(tmp_path)})


async def store(settings: Settings, *, claims: bool) -> None:
    database = await Database.open(sqlite_url(settings.database_file))
    if claims:
        await stored_base.apply(database, content())
    await database.close()


async def test_a_bot_that_polls_and_holds_claims_is_well(settings: Settings) -> None:
    await store(settings, claims=True)
    Pulse(settings.data_dir).beat()
    assert (await examine(settings)).startswith("well")


async def test_a_bot_that_never_polled_is_unwell(settings: Settings) -> None:
    await store(settings, claims=True)
    with pytest.raises(Unwell, match="DATA_DIR"):
        await examine(settings)


async def test_a_bot_that_polls_no_more_is_unwell(settings: Settings, tmp_path: Path) -> None:
    await store(settings, claims=True)
    Pulse(settings.data_dir).beat()
    long_ago = time.time() - 3_600
    os.utime(tmp_path / "alive", (long_ago, long_ago))
    with pytest.raises(Unwell, match="3600 s ago"):
        await examine(settings)


async def test_a_bot_without_claims_is_unwell(settings: Settings) -> None:
    await store(settings, claims=False)
    Pulse(settings.data_dir).beat()
    with pytest.raises(Unwell, match="no claims"):
        await examine(settings)


def test_what_an_earlier_run_left_is_no_sign_of_life_of_this_one(tmp_path: Path) -> None:
    Pulse(tmp_path).beat()
    pulse = Pulse(tmp_path)
    assert not (tmp_path / "alive").exists()
    assert not pulse.fresh
    pulse.beat()
    assert pulse.fresh


def test_a_pulse_that_has_not_beaten_for_long_is_not_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = Pulse(tmp_path)
    pulse.beat()
    at = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: at + 121)
    assert not pulse.fresh


def test_an_unwell_bot_is_one_clear_line_and_status_1(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    assert main(["health"]) == UNWELL == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert str(settings.data_dir) in line
