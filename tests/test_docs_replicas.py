"""docs/replicas: the compose file and the proxy's file fit each other and the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.settings import ROWS, Settings, read, require_token

FOLDER = Path(__file__).parents[1] / "docs" / "replicas"
GIVEN = {
    "TELEGRAM_BOT_TOKEN": "123456789:" + "A" * 35,
    "SECRET_KEY": "0f" * 32,
    "BOT_DOMAIN": "bot.example.org",
    "POSTGRES_PASSWORD": "secret",
}


def filled(text: str) -> str:
    """A value of the compose file with what .env gives; an unknown name raises KeyError."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda match: GIVEN[match[1]], text)


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    loaded = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, Any]] = loaded["services"]
    return found


@pytest.fixture(scope="module")
def bots(services: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: service for name, service in services.items() if "build" in service}


@pytest.fixture(scope="module")
def settings(bots: dict[str, dict[str, Any]]) -> list[Settings]:
    return [
        read({name: filled(value) for name, value in bot["environment"].items()})
        for bot in bots.values()
    ]


@pytest.fixture(scope="module")
def proxy() -> str:
    return (FOLDER / "Caddyfile").read_text(encoding="utf-8")


def test_every_variable_of_a_bot_is_a_setting(bots: dict[str, dict[str, Any]]) -> None:
    known = {row.name for row in ROWS}
    assert len(bots) >= 2
    assert [set(bot["environment"]) - known for bot in bots.values()] == [set()] * len(bots)


def test_the_bots_take_the_settings_and_share_one_database(settings: list[Settings]) -> None:
    assert {one.database_url for one in settings} == {
        "postgresql+psycopg://grain:secret@database/grain"
    }
    assert {one.key for one in settings} == {bytes.fromhex(GIVEN["SECRET_KEY"])}
    assert [require_token(one) for one in settings] == [GIVEN["TELEGRAM_BOT_TOKEN"]] * len(settings)


def test_the_database_is_the_one_that_the_bots_ask_for(
    services: dict[str, dict[str, Any]], settings: list[Settings]
) -> None:
    asked = urlsplit(settings[0].database_url)
    given = services[str(asked.hostname)]["environment"]
    assert (asked.username, asked.path) == (given["POSTGRES_USER"], f"/{given['POSTGRES_DB']}")
    assert asked.password == filled(given["POSTGRES_PASSWORD"])


def test_no_two_bots_share_a_folder(bots: dict[str, dict[str, Any]]) -> None:
    for bot in bots.values():
        folder = bot["environment"]["DATA_DIR"]
        assert any(place.startswith(f"{folder}:") for place in bot["tmpfs"])
        assert not bot.get("volumes")


def test_the_proxy_passes_the_webhook_of_every_bot_and_nothing_else(
    bots: dict[str, dict[str, Any]], settings: list[Settings], proxy: str
) -> None:
    (one,) = {urlsplit(each.webhook_url) for each in settings}
    assert (one.scheme, one.hostname) == ("https", GIVEN["BOT_DOMAIN"])
    assert re.findall(r"handle (/\S*)", proxy) == [one.path]
    (upstreams,) = re.findall(r"reverse_proxy (.*) \{", proxy)
    ports = {each.listen[1] for each in settings if each.listen}
    assert sorted(upstreams.split()) == sorted(f"{name}:{port}" for name in bots for port in ports)


def test_only_the_proxy_can_be_reached_from_outside(services: dict[str, dict[str, Any]]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_the_proxy_itself_understands_its_file() -> None:
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("not tried: Caddy is not installed")
    told = subprocess.run(
        [caddy, "validate", "--adapter", "caddyfile", "--config", FOLDER / "Caddyfile"],
        env={"BOT_DOMAIN": "http://127.0.0.1:9", "HOME": "/nonexistent"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
