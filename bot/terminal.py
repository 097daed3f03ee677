"""The whole bot in a terminal: the same rooms as on Telegram, only the wire differs."""

from __future__ import annotations

import base64
import itertools
import shutil
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot import app, wire
from bot.delivery import pacing
from bot.errors import Unchanged
from bot.intake import limits
from bot.settings import Settings

_CHAT = {"id": 1, "type": "private", "first_name": "You"}
_SENDER = {"id": 1, "is_bot": False, "first_name": "You", "language_code": "en"}
_HELP = (
    "Paste a message and press Enter. A number presses that button. "
    "/file PATH forwards a file's text, /quit leaves."
)


class TerminalWire:
    """Shows calls as a person would see them and turns typed lines into updates."""

    def __init__(self) -> None:
        self._ids = itertools.count(int(time.time() * 1000))
        self._messages = itertools.count(1)
        self._buttons: list[dict[str, Any]] = []
        self._shown = 0
        self._texts: dict[int, str] = {}

    async def call(self, method: str, arguments: dict[str, Any]) -> None:
        """Show one call. Raises Unchanged like Telegram does."""
        if method.endswith("my_commands"):
            return
        if method == "answer_callback_query":
            if notice := arguments.get("text"):
                _write(f"\n  ({notice})\n")
            return
        arguments = _worded(arguments)
        id_ = arguments.get("message_id") or next(self._messages)
        if self._texts.get(id_) == arguments["text"]:
            raise Unchanged("the message already reads like that")
        self._texts[id_] = arguments["text"]
        self._shown = id_
        self._show(arguments)

    def update(self, line: str) -> dict[str, Any] | str:
        """The update that a typed line makes, or what is wrong with it."""
        if line.isascii() and line.isdigit():
            number = int(line)
            if not 1 <= number <= len(self._buttons):
                return f"There is no button {number} now."
            return self._pressed(self._buttons[number - 1])
        if line.startswith("/file"):
            path = Path(line.removeprefix("/file").strip()).expanduser()
            try:
                return self._message(path.read_text(encoding="utf-8"), forwarded=True)
            except (OSError, UnicodeDecodeError) as error:
                return f"{path}: {getattr(error, 'strerror', None) or 'is not UTF-8 text'}"
        return self._message(line)

    def _message(self, text: str, *, forwarded: bool = False) -> dict[str, Any]:
        now = int(time.time())
        message: dict[str, Any] = {
            "message_id": next(self._messages),
            "date": now,
            "chat": _CHAT,
            "from": _SENDER,
            "text": text,
        }
        if forwarded:
            origin = {"type": "hidden_user", "date": now, "sender_user_name": "Somebody"}
            message["forward_origin"] = origin
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"update_id": next(self._ids), "message": message}

    def _pressed(self, button: dict[str, Any]) -> dict[str, Any]:
        id_ = next(self._ids)
        shown = {"message_id": self._shown, "date": int(time.time()), "chat": _CHAT, "text": "…"}
        query = {
            "id": str(id_),
            "from": _SENDER,
            "chat_instance": "1",
            "data": button["callback_data"],
            "message": shown,
        }
        return {"update_id": id_, "callback_query": query}

    def _show(self, arguments: dict[str, Any]) -> None:
        text = _with_links(arguments["text"], arguments.get("entities", ()))
        _write("\n" + "\n".join(map(_wrapped, text.split("\n"))) + "\n")
        rows = arguments.get("reply_markup", {}).get("inline_keyboard", [])
        self._buttons = [button for row in rows for button in row]
        for number, button in enumerate(self._buttons, 1):
            _write(f"  [{number}] {button['text']}")
        _write("")


async def chat(settings: Settings) -> None:
    """A chat with the bot until the person leaves."""
    wire = TerminalWire()
    alone = app.Line(wire, "grain_of_salt", pacing.NONE, limits.NONE)
    async with app.running(settings, alone) as bot:
        _write(f"Grain of Salt. {_HELP}")
        await bot.accept([_first(wire)])
        await bot.settled()
        async for line in _lines():
            if line in ("/quit", "/exit"):
                return
            update = wire.update(line)
            if isinstance(update, str):
                _write(f"\n  ({update})\n")
                continue
            await bot.accept([update])
            await bot.settled()


def _first(wire: TerminalWire) -> dict[str, Any]:
    update = wire.update("/start")
    assert isinstance(update, dict)  # noqa: S101 - "/start" is no number and no file
    return update


async def _lines() -> AsyncIterator[str]:
    """What the person types; a pasted block is one message."""
    if not sys.stdin.isatty():
        for line in sys.stdin.buffer:
            if text := line.decode("utf-8", "replace").strip():
                _write(f"> {text}")
                yield text
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    session: PromptSession[str] = PromptSession(key_bindings=_paste_keys())
    while True:
        try:
            with patch_stdout():
                text = (await session.prompt_async("> ")).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if text:
            yield text


def _paste_keys() -> Any:
    """Enter sends, but a line break that arrives in the middle of a paste stays a line break."""
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        if event.app.key_processor.input_queue:
            event.current_buffer.insert_text("\n")
        else:
            event.current_buffer.validate_and_handle()

    return keys


def _worded(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments with their text; a file is named, and shown where it is text itself."""
    file = next((arguments[kind] for kind in wire.FILES if kind in arguments), None)
    if file is None:
        return arguments
    content = base64.b64decode(file["content"])
    try:
        inside = content.decode("utf-8")
    except UnicodeDecodeError:
        inside = f"({len(content):,} bytes, not shown here)"
    text = f"{arguments['caption']}\n\n{file['name']}:\n{inside}"
    return {**arguments, "text": text, "entities": arguments["caption_entities"]}


def _with_links(text: str, entities: Any) -> str:
    """The text with each link's address behind it, since a terminal shows no links."""
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda e: -int(e["offset"])):
        if entity["type"] == "text_link":
            end = (entity["offset"] + entity["length"]) * 2
            shown = raw[entity["offset"] * 2 : end].decode("utf-16-le", "surrogatepass")
            if shown != entity["url"]:
                raw = raw[:end] + f" <{entity['url']}>".encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le", "surrogatepass")


def _wrapped(line: str) -> str:
    """A line as the terminal shows it whole: indented, broken between words."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    return textwrap.fill(
        line,
        width,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _write(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()
