"""The terminal: the same bot, driven by typed lines."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Unchanged
from bot.terminal import TerminalWire
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.stage import PROJECT, environment

CLAIMS = "Turmeric cures cancer. Garlic lowers blood pressure. NMN beats depression."
FOUND = ("turmeric-cancer", "garlic-blood-pressure", "nmn-depression")


def shown(text: str, *labels: str, **more: Any) -> dict[str, Any]:
    buttons = [[{"text": label, "callback_data": f"data {label}"}] for label in labels]
    return {"chat_id": 1, "text": text, "reply_markup": {"inline_keyboard": buttons}, **more}


def update_of(wire: TerminalWire, line: str) -> dict[str, Any]:
    update = wire.update(line)
    assert isinstance(update, dict)
    return update


# The wire alone


def test_a_typed_line_is_a_private_message() -> None:
    message = update_of(TerminalWire(), "NMN beats depression")["message"]
    assert message["text"] == "NMN beats depression"
    assert message["chat"]["type"] == "private"
    assert "forward_origin" not in message


def test_every_update_has_an_id_of_its_own_and_a_higher_one() -> None:
    wire = TerminalWire()
    ids = [update_of(wire, line)["update_id"] for line in ("a", "b", "/start")]
    assert ids == sorted(set(ids))


def test_a_command_has_its_entity() -> None:
    message = update_of(TerminalWire(), "/check NMN")["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_file_that_the_bot_sends_is_named_and_shown_if_it_is_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for content in (b'{"country": "ES"}', b"\x89PNG\xff"):
        file = {"name": "yours.json", "content": base64.b64encode(content).decode()}
        arguments = {"chat_id": 1, "document": file, "caption": "Yours:", "caption_entities": []}
        await TerminalWire().call("send_document", arguments)
    shown = capsys.readouterr().out
    assert "Yours:" in shown
    assert "yours.json:" in shown
    assert '{"country": "ES"}' in shown
    assert "(5 bytes, not shown here)" in shown


def test_a_file_is_a_forwarded_message(tmp_path: Path) -> None:
    file = tmp_path / "forward.txt"
    file.write_text("NMN 🧂\nbeats depression", encoding="utf-8")
    message = update_of(TerminalWire(), f"/file {file}")["message"]
    assert message["text"] == "NMN 🧂\nbeats depression"
    assert message["forward_origin"]["type"] == "hidden_user"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "forward.txt"
    if content is not None:
        file.write_bytes(content)
    said = TerminalWire().update(f"/file {file}")
    assert isinstance(said, str)
    assert str(file) in said


async def test_a_number_presses_the_button_shown_last(capsys: pytest.CaptureFixture[str]) -> None:
    wire = TerminalWire()
    await wire.call("send_message", shown("Which?", "One", "Two"))
    said = capsys.readouterr().out
    assert "[1] One" in said
    assert "[2] Two" in said
    query = update_of(wire, "2")["callback_query"]
    assert query["data"] == "data Two"
    await wire.call("edit_message_text", shown("Two!", message_id=query["message"]["message_id"]))
    assert "Two!" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["0", "3", "99999999999"])
async def test_a_number_without_a_button_is_told_so(line: str) -> None:
    wire = TerminalWire()
    await wire.call("send_message", shown("Which?", "One", "Two"))
    said = wire.update(line)
    assert isinstance(said, str)
    assert line in said


def test_a_digit_that_is_no_number_is_a_message() -> None:
    assert update_of(TerminalWire(), "²")["message"]["text"] == "²"


async def test_showing_the_same_again_is_refused_as_telegram_does() -> None:
    wire = TerminalWire()
    await wire.call("edit_message_text", shown("Same", message_id=5))
    with pytest.raises(Unchanged):
        await wire.call("edit_message_text", shown("Same", message_id=5))


async def test_a_notice_is_shown_and_a_bare_acknowledgement_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wire = TerminalWire()
    await wire.call("answer_callback_query", {"callback_query_id": "1"})
    assert capsys.readouterr().out == ""
    await wire.call("answer_callback_query", {"callback_query_id": "1", "text": "Too old."})
    assert "(Too old.)" in capsys.readouterr().out


async def test_the_address_of_a_link_stands_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    links = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 4, "url": "https://a.example/"},
        {"type": "text_link", "offset": 8, "length": 1, "url": "https://b.example/"},
    ]
    await TerminalWire().call("send_message", shown("🧂 salt x", entities=links))
    assert "🧂 salt <https://a.example/> x <https://b.example/>" in capsys.readouterr().out


# The whole bot


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[bytes]:
    """One chat, from the first line to /quit."""
    folder = tmp_path_factory.mktemp("terminal")
    file = folder / "forward.txt"
    file.write_text("Biotin makes\nhair grow", encoding="utf-8")
    lines = [CLAIMS, "3", "4", "77", f"/file {file}", "/file /no/such/file", "🧂🧂", "/dance"]
    typed = [*(line.encode() for line in lines), b"\xff\xfe not text", b"/quit", b"NMN, too late"]
    settings = environment(folder)
    del settings["DATA_DIR"]
    return subprocess.run(
        [sys.executable, "-m", "bot", "try"], cwd=PROJECT, env=settings, timeout=150, check=False,
        input=b"\n".join(typed), capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def parts(session: subprocess.CompletedProcess[bytes]) -> list[str]:
    """What was shown before the first line and after each line, however it was wrapped."""
    return [" ".join(part.split()) for part in session.stdout.decode("utf-8").split("\n> ")]


def test_a_chat_ends_with_quit_and_status_0(
    session: subprocess.CompletedProcess[bytes], parts: list[str]
) -> None:
    assert session.returncode == 0
    assert parts[10:] == ["/quit"]


def test_the_bot_greets_and_says_how_to_use_the_terminal(parts: list[str]) -> None:
    assert "/file" in parts[0]
    assert "/quit" in parts[0]
    assert say("start", "hello") in parts[0]


def test_a_line_is_answered_with_numbered_buttons(parts: list[str], base: Snapshot) -> None:
    assert parts[1].startswith(CLAIMS)
    for id_ in FOUND:
        assert base.claims[id_].headline in parts[1]
    assert "[3]" in parts[1]


def test_a_number_shows_the_details_and_the_way_back(parts: list[str], base: Snapshot) -> None:
    (shown,) = [id_ for id_ in FOUND if base.claims[id_].headline in parts[2]]
    assert base.claims[shown].sources[0].url in parts[2]
    assert f"[4] {say('button', 'summary')}" in parts[2]
    assert parts[3].removeprefix("4 ") == parts[1].removeprefix(f"{CLAIMS} ")


def test_a_wrong_number_is_told_so(parts: list[str]) -> None:
    assert "77" in parts[4].removeprefix("77")


def test_a_file_is_answered_as_a_forward(parts: list[str], base: Snapshot) -> None:
    assert base.claims["biotin-hair-growth"].headline in parts[5]


def test_a_missing_file_is_named(parts: list[str]) -> None:
    assert "/no/such/file: " in parts[6]


def test_lines_without_words_and_unknown_commands_get_an_answer(parts: list[str]) -> None:
    assert say("unreadable", "empty") in parts[7]
    assert say("command", "unknown") in parts[8]


def test_bytes_that_are_no_text_get_an_answer(parts: list[str]) -> None:
    assert say("nothing", "no_claim") in parts[9]


def test_nothing_but_the_chat_is_shown(session: subprocess.CompletedProcess[bytes]) -> None:
    assert session.stderr.decode("utf-8") == ""
