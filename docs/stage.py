"""The whole bot with people to talk to it, for pictures: all rooms are real, only the wire is not
Telegram's."""

from __future__ import annotations

import base64
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import app, clock, settings
from bot.delivery import pacing
from bot.folder import secret_key
from bot.intake import limits
from docs import drawing
from knowledge import tried_messages

Plain = dict[str, Any]


@dataclass
class Person:
    """Somebody who talks to the bot. `shown` are the messages in their chat, newest last."""

    stage: Stage
    id: int
    name: str
    shown: list[Plain] = field(default_factory=list)

    async def sends(self, text: str, *, forwarded: bool = False) -> Person:
        """Write or forward a message, and wait until it is answered."""
        message: Plain = {**self._message(), "text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if forwarded:
            name = "Family group"
            date = message["date"]
            message["forward_origin"] = {
                "type": "hidden_user", "sender_user_name": name, "date": date,
            }  # fmt: skip
        self.shown.append(message)
        await self.stage.tells({"message": message})
        return self

    async def presses(self, label: str) -> Person:
        """Press the newest button of this label, or of one that begins like it."""
        for message in reversed(self.shown):
            for button in _buttons(message):
                if button["text"].startswith(label):
                    query = {
                        "id": str(next(self.stage.numbers)), "from": self._user(),
                        "chat_instance": "1", "data": button["callback_data"],
                        "message": message,
                    }  # fmt: skip
                    await self.stage.tells({"callback_query": query})
                    return self
        raise LookupError(f"{self.name} sees no button {label!r}")

    @property
    def last(self) -> str:
        """What was shown last."""
        return str(self.shown[-1].get("text", self.shown[-1].get("caption", "")))

    def draw(self, target: Path, count: int = 1) -> None:
        """A picture of the last messages."""
        parts = []
        for message in self.shown[-count:]:
            text = message.get("text") or message.get("caption") or ""
            if message["from"]["is_bot"]:
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                labels = [[button["text"] for button in row] for row in rows]
                marks = message.get("entities") or message.get("caption_entities") or ()
                picture = message.get("photo", {}).get("content", "")
                parts.append(drawing.shown(text, marks, labels, picture))
            else:
                origin = message.get("forward_origin", {}).get("sender_user_name", "")
                parts.append(drawing.said(text, origin))
        drawing.draw(parts, target)

    def _user(self) -> Plain:
        return {"id": self.id, "is_bot": False, "first_name": self.name}

    def _message(self) -> Plain:
        return {
            "message_id": next(self.stage.numbers),
            "date": int(time.time()),
            "chat": {"id": self.id, "type": "private", "first_name": self.name},
            "from": self._user(),
        }


class Stage:
    """Carries calls to the people whom it knows."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1000)
        self.people: dict[int, Person] = {}
        self.files: list[bytes] = []
        self.bot: app.App | None = None
        self.behind_ms = 0

    def now(self) -> int:
        """The time that it is here: scenes can begin days ago."""
        return clock.now() - self.behind_ms

    def person(self, id_: int, name: str) -> Person:
        """Somebody with a chat."""
        self.people[id_] = Person(self, id_, name)
        return self.people[id_]

    async def tells(self, update: Plain) -> None:
        """Let the bot have an update, and wait for what it says."""
        assert self.bot is not None
        await self.bot.accept([{"update_id": next(self.numbers), **update}])
        await self.settled()

    async def settled(self) -> None:
        """Wait until everything that was to be said is said."""
        assert self.bot is not None
        await self.bot.settled()

    async def call(self, method: str, arguments: Plain) -> None:
        """What the bot shows."""
        person = self.people.get(int(arguments.get("chat_id", 0)))
        if person is None or method.endswith(("callback_query", "commands")):
            return
        for kind in ("document", "photo"):
            if kind in arguments:
                self.files.append(base64.b64decode(arguments[kind]["content"]))
        if method == "edit_message_text":
            number = arguments["message_id"]
            message = next(m for m in person.shown if m["message_id"] == number)
            message.pop("reply_markup", None)
            message.update(arguments)
            person.shown.remove(message)
        else:
            replied = arguments.get("reply_parameters", {}).get("message_id")
            message = {
                "message_id": next(self.numbers), "date": int(time.time()),
                "chat": {"id": person.id, "type": "private", "first_name": person.name},
                "from": {"id": 1, "is_bot": True, "first_name": "Grain of Salt"}, **arguments,
            }  # fmt: skip
            original = next((m for m in person.shown if m["message_id"] == replied), None)
            if original:
                message["reply_to_message"] = original
        person.shown.append(message)


@asynccontextmanager
async def playing(folder: Path, owner: int) -> AsyncIterator[Stage]:
    """A bot of its own that the person of this id leads. Drafts are tried on a few messages."""
    stage = Stage()
    read = settings.read({"DATA_DIR": str(folder), "OWNERS": str(owner)})
    line = app.Line(stage, "grain_of_salt_bot", pacing.NONE, limits.NONE)
    async with app.opened(read) as (database, base):
        held = app.Secrets(secret_key(folder), read.owners)
        around = app.Surroundings(stage.now, lambda: tried_messages()[:40])
        bot = app.App(database, base, held, line, around)
        await bot.start()
        stage.bot = bot
        try:
            yield stage
        finally:
            await bot.stop()


def _buttons(message: Plain) -> list[Plain]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
