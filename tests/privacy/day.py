"""A day: people ask, edit, press, despair, get no answer, and want to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.app import App
from bot.wording.catalogue import say
from tests.telegram.groups import Group
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

CLAIM = "NMN beats depression. Garlic lowers blood pressure. Turmeric cures cancer."
CRISIS = "I want to kill myself"
FIRST_ID = 6_812_345_671


@dataclass
class Day:
    """What happened: everything that must not be found afterwards."""

    server: BotApiServer
    app: App
    words: list[str] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    def person(self, name: str) -> Person:
        """Somebody new, with names and an id that stand nowhere else."""
        number = len(self.ids)
        first, last, user = f"{name}quill{number}", f"Feather{number}zin", f"{name}_plume{number}"
        self.words += [first, last, user]
        self.ids.append(FIRST_ID + 7919 * number)
        return self.server.person(first, user_id=self.ids[-1], last_name=last, username=user)

    def wrote(self, text: str = CLAIM) -> str:
        """A text with a word that stands nowhere else."""
        self.words.append(word := f"xylo{len(self.words)}phonist")
        return f"{word} says: {text} {word}"

    async def one_round(self) -> None:
        """Everything once, with people of its own."""
        ana, eva = self.person("Ana"), self.person("Eva")
        await self._asks(ana)
        await self._despairs(ana)
        await self._in_a_group(ana, eva)
        await self._fails(self.person("Luis"), self.person("Noor"))
        await self._is_forgotten(eva)

    async def _asks(self, ana: Person) -> None:
        sent = ana.sends(self.wrote())
        answer = await ana.reply()
        await ana.presses(answer, say("button", "sources")).answered()
        await ana.edit_of(answer)
        ana.edits(sent, self.wrote("Magnesium helps you sleep."))
        await ana.reply()
        ana.forwards(self.wrote(), name=self.wrote("Somebody"))
        await ana.reply()
        ana.sends_photo(self.wrote())
        await ana.reply()
        for kind in ("voice", "document", "location", "contact"):
            ana.sends_kind(kind)
            await ana.reply()
        for command in ("/country India", "/privacy", "/mydata", "/unknown"):
            ana.sends(command)
            await ana.reply()

    async def _despairs(self, ana: Person) -> None:
        ana.sends(self.wrote(CRISIS))
        assert say("urgent", "crisis_now") in (await ana.reply()).text

    async def _in_a_group(self, ana: Person, eva: Person) -> None:
        self.words.append(title := f"Familyquill{len(self.words)}")
        group: Group = self.server.group(title, [ana, eva])
        self.ids.append(group.id)
        claim = group.message(eva, self.wrote())
        for command in ("/check", "/privacy", "/mydata", "/forget"):
            group.message(ana, f"{command}@loopback_bot", reply_to=claim)
            await group.reply()

    async def _fails(self, luis: Person, noor: Person) -> None:
        """A message that cannot be handled, and a reply that cannot be delivered."""
        luis.sends("/start")
        await luis.reply()
        broken = {"chat": {**luis.chat().body(), "title": self.wrote()}}
        self.server.inject({"update_id": 300_000_000 + len(self.words), "message": broken})
        assert (await luis.reply()).text == say("unreadable", "failed")
        self.server.fail("sendMessage", status=400, chat_id=noor.id)
        noor.sends(self.wrote())
        await self.server.wait_for(lambda: self._refused(noor))

    def _refused(self, noor: Person) -> bool:
        calls: list[Any] = list(self.server.calls("sendMessage"))
        return any(str(call.parameters.get("chat_id")) == str(noor.id) for call in calls)

    async def _is_forgotten(self, eva: Person) -> None:
        eva.sends(self.wrote())
        await eva.reply()
        eva.sends("/forget")
        asked = await eva.reply()
        await eva.presses(asked, say("privacy", "yes")).answered()
        assert say("privacy", "done") in (await eva.edit_of(asked)).text
        stale = eva.presses(asked, asked_data(asked), stale=True)
        assert (await stale.answered())["text"] == say("privacy", "old")


def asked_data(message: Any) -> str:
    """The data of the button that erased everything, as it was shown first."""
    rows = message.versions[0]["reply_markup"]["inline_keyboard"]
    return str(rows[0][0]["callback_data"])
