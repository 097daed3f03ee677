"""One call of a method: its parameters and what most methods need of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from . import entities, html_markup, markdown_markup, markups
from .bots import Bot
from .chats import Chat
from .errors import Json, bad_request
from .messages import Message, with_text
from .parameters import Upload
from .world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
_PARSERS: dict[str, Callable[[str], tuple[str, list[Json]]]] = {
    "html": html_markup.parse,
    "markdownv2": markdown_markup.parse,
    "markdown": markdown_markup.parse_legacy,
}


@dataclass
class Call:
    """A call that passed the check of its parameters."""

    world: World
    bot: Bot
    parameters: Json
    files: dict[str, Upload]
    disconnected: Callable[[], Awaitable[None]]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter."""
        return self.parameters.get(name, default)

    def chat(self, *, write: bool = False, name: str = "chat_id") -> Chat:
        """Return the chat the call is about, if the bot has access to it."""
        given = self.get(name)
        if given is None or given == "":
            raise bad_request("chat_id is empty")
        chat = self.world.chat(self.bot, given)
        if chat is None:
            raise bad_request("chat not found")
        chat.check_access(self.bot.id, write=write)
        return chat

    def message(self, chat: Chat, noun: str) -> Message:
        """Return the message the call is about; `noun` names it in the refusal."""
        identifier = self.get("message_id")
        if identifier is None:
            raise bad_request("message identifier is not specified")
        message = chat.find(identifier)
        if message is None:
            raise bad_request(f"{noun} not found")
        return message

    def own_message(self, chat: Chat) -> Message:
        """Return the message to edit, which has to be the bot's own."""
        message = self.message(chat, "message to edit")
        # A post in a channel has no author; the bot may edit it as an administrator.
        author = message.get("from", {}).get("id")
        if author != self.bot.id and chat.kind != "channel":
            raise bad_request("message can't be edited")
        return message

    def text(self) -> Json:
        """Return the fields `text` and `entities` of a text message."""
        given = self.get("text")
        if not given:
            raise bad_request("message text is empty")
        text, found = self._formatted(given, self.get("entities"), allow_empty=False)
        if len(text) > MAX_TEXT:
            raise bad_request("message is too long")
        return with_text("text", text, found)

    def caption(self) -> Json:
        """Return the fields `caption` and `caption_entities` of a media message."""
        return self.caption_of(self.parameters)

    def caption_of(self, fields: Json) -> Json:
        """Return the caption fields among `fields`, which may be an item of an album."""
        text, found = self._formatted(
            fields.get("caption") or "",
            fields.get("caption_entities"),
            allow_empty=True,
            mode=fields.get("parse_mode"),
        )
        if len(text) > MAX_CAPTION:
            raise bad_request("message caption is too long")
        return with_text("caption", text, found)

    def _formatted(
        self, text: str, given: list[Json] | None, *, allow_empty: bool, mode: str | None = None
    ) -> tuple[str, list[Json]]:
        mode = (mode or self.get("parse_mode") or "").lower()
        found = list(given or [])
        if text and mode and mode != "none":
            if mode not in _PARSERS:
                raise bad_request("unsupported parse_mode")
            # Where both are given Telegram heeds the parse_mode.
            text, found = _PARSERS[mode](text)
        text, found = entities.finished(text, found, allow_empty=allow_empty)
        return text, [self._with_user(entity) for entity in found]

    def _with_user(self, entity: Json) -> Json:
        if entity["type"] != "text_mention":
            return entity
        user = self.world.user(entity.get("user", {}).get("id", 0))
        return entity if user is None else {**entity, "user": user}

    def markup(self) -> Json | None:
        """Return the checked keyboard of the call."""
        return markups.checked(self.get("reply_markup"))

    def reply(self, chat: Chat) -> Json:
        """Return the field `reply_to_message`, if the call replies to one."""
        given = self.get("reply_parameters")
        if not given:
            return {}
        there = chat
        if given.get("chat_id") is not None and given["chat_id"] != chat.id:
            other = self.world.chat(self.bot, given["chat_id"])
            if other is None:
                raise bad_request("chat not found")
            there = other
        message = there.find(given["message_id"])
        if message is None:
            if given.get("allow_sending_without_reply"):
                return {}
            raise bad_request("message to be replied not found")
        return {"reply_to_message": replied(message)} if there is chat else {}


def replied(message: Message) -> Json:
    """Return a message as it stands inside a reply to it, without its own reply."""
    body = message.snapshot()
    body.pop("reply_to_message", None)
    return body
