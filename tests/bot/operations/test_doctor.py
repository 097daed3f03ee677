"""The doctor: every fault is found and comes with a way to mend it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import settings
from bot.__main__ import DONE, UNWELL, main
from bot.health import Pulse
from bot.intake import inbox
from bot.intake.inbox import ATTEMPTS, Entry
from bot.operations import doctor
from bot.operations.doctor import Check
from bot.telegram_api import TelegramApi
from knowledge import Act, Database, stored_base, stored_history
from tests.bot.intake.arrivals import put, said
from tests.durability.replica import free_port
from tests.make import content
from tests.telegram.server import BotApiServer


@pytest.fixture
def given(server: BotApiServer, tmp_path: Path) -> dict[str, str]:
    """The settings of a bot that is well."""
    return {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_BASE_URL": server.url,
        "DATA_DIR": str(tmp_path),
    }


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a bot that is well."""
    monkeypatch.setattr(doctor, "_library", lambda: Check("library", "keeps every rule"))
    database = await Database.open(settings.read({"DATA_DIR": str(tmp_path)}).database)
    await stored_base.apply(database, content())
    await put(database, [said(1)])
    await database.close()
    Pulse(tmp_path).beat()
    return tmp_path


async def examined(given: dict[str, str]) -> dict[str, Check]:
    return {seen.subject: seen async for seen in doctor.examine(settings.read(given))}


async def bad(given: dict[str, str]) -> dict[str, Check]:
    return {name: seen for name, seen in (await examined(given)).items() if seen.remedy}


async def test_of_a_bot_that_is_well_nothing_is_wrong(
    given: dict[str, str], folder: Path, server: BotApiServer
) -> None:
    found = await examined(given)
    assert {name for name, seen in found.items() if seen.remedy} == set()
    assert list(found) == [
        "versions", "library", "disk", "database", "queues", "trail", "retention", "bot", "clock",
        "token",
        "webhook",
    ]  # fmt: skip
    assert found["token"].found == f"@{server.bot.username}"
    assert "python-telegram-bot 2" in found["versions"].found
    assert not (folder / ".doctor").exists()


async def test_a_trail_that_was_edited_by_hand_is_found(
    given: dict[str, str], folder: Path
) -> None:
    database = await Database.open(settings.read(given).database)
    act = Act("a" * 64, "Somebody could come to harm.", 1)
    async with database.write() as connection:
        await stored_history.unpublish(database, connection, content().claims[0].id, act)
    found = await examined(given)
    assert found["trail"].found.startswith("1 changes, the last has the digest ")
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP TRIGGER changes_not_edited")
        await connection.exec_driver_sql("UPDATE changes SET why = 'No reason.'")
    await database.close()
    seen = (await bad(given))["trail"]
    assert seen.found.startswith("change 1 is not as it was written")
    assert "backup" in seen.remedy


async def test_a_wrong_token_is_found_and_not_repeated(given: dict[str, str], folder: Path) -> None:
    assert folder
    given["TELEGRAM_BOT_TOKEN"] = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    (seen,) = (await bad(given)).values()
    assert "@BotFather" in seen.found
    assert "AAAA" not in seen.found


@pytest.mark.parametrize("token", ["", "hunter2"])
async def test_a_token_that_is_none_is_found(
    given: dict[str, str], folder: Path, token: str
) -> None:
    assert folder
    given["TELEGRAM_BOT_TOKEN"] = token
    (seen,) = (await bad(given)).values()
    assert seen.found.startswith("TELEGRAM_BOT_TOKEN is ")
    assert seen.remedy


async def test_a_server_that_cannot_be_reached_is_found(
    given: dict[str, str], folder: Path
) -> None:
    assert folder
    given["TELEGRAM_API_BASE_URL"] = "http://127.0.0.1:1"
    found = await bad(given)
    assert set(found) == {"clock", "token"}
    assert all("TELEGRAM_API_BASE_URL" in seen.remedy for seen in found.values())


async def test_a_webhook_that_keeps_a_polling_bot_from_its_updates_is_found(
    given: dict[str, str], folder: Path, server: BotApiServer
) -> None:
    assert folder
    async with TelegramApi(server.token, server.url) as api:
        await api.set_webhook("https://elsewhere.example/x", "secret")
    (seen,) = (await bad(given)).values()
    assert seen.found.startswith("https://elsewhere.example/x; ")
    assert "python -m bot webhook delete" in seen.remedy


async def test_a_bot_that_should_be_pushed_to_and_is_not_is_found(
    given: dict[str, str], folder: Path
) -> None:
    assert folder
    given |= {
        "WEBHOOK_URL": "https://bot.example.org/x",
        "HTTP_LISTEN": f"127.0.0.1:{free_port()}",
    }
    found = await bad(given)
    assert set(found) == {"webhook", "service"}
    assert "https://bot.example.org/x" in found["webhook"].remedy
    assert "no answer" in found["service"].found


async def test_an_empty_folder_is_found_and_left_as_it_is(
    given: dict[str, str], folder: Path
) -> None:
    given["DATA_DIR"] = str(folder / "other")
    assert set(await bad(given)) == {"disk", "database", "bot"}
    assert not (folder / "other").exists()


async def test_a_bot_that_fetches_nothing_is_found(given: dict[str, str], folder: Path) -> None:
    (folder / "alive").unlink()
    assert set(await bad(given)) == {"bot"}


async def test_a_full_disk_is_found(
    given: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder
    monkeypatch.setattr(doctor, "_ROOM", 1 << 60)
    assert "make room" in (await bad(given))["disk"].remedy


async def test_a_clock_that_is_wrong_is_found(
    given: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder
    monkeypatch.setattr(doctor, "_SKEW", -1.0)
    seen = (await bad(given))["clock"]
    assert "NTP" in seen.remedy
    assert seen.found[0] in "+-"


async def test_what_was_put_aside_is_found(given: dict[str, str], folder: Path) -> None:
    assert folder
    database = await Database.open(settings.read(given).database)
    async with database.write() as connection:
        await inbox.failed(connection, Entry(1, 7, "", ATTEMPTS - 1, 0), "ValueError")
    await database.close()
    (seen,) = (await bad(given)).values()
    assert seen.found.endswith("1 put aside")
    assert "queue list" in seen.remedy


async def test_a_damaged_or_foreign_file_is_found(given: dict[str, str], folder: Path) -> None:
    (folder / "grain-of-salt.sqlite3").write_bytes(b"something else " * 1000)
    found = await bad(given)
    assert {"database", "bot"} <= set(found)


async def test_the_command_prints_a_line_a_check_and_ends_with_the_status(
    given: dict[str, str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert await asyncio.to_thread(main, ["doctor"]) == DONE
    said = capsys.readouterr().out
    assert [line[:4] for line in said.splitlines()] == ["ok  "] * 11
    (folder / "alive").unlink()
    assert await asyncio.to_thread(main, ["doctor"]) == UNWELL
    said = capsys.readouterr().out
    assert "BAD bot       no sign of life" in said
    assert "-> start it with `python -m bot run`" in said
