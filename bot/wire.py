"""The only translation between Telegram's objects and ours.

Updates come as the plain data that Telegram sent; calls go out as plain data too, so that both can
lie in a queue. python-telegram-bot's classes read and write them.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatType, MessageAttachmentType, UpdateType

from bot.conversation import commands, moderation
from bot.conversation.incoming import Incoming, Kind
from bot.conversation.replies import Acknowledge, Edit, Keyboard, Menu, Reply, Say, SendFile
from bot.wording.rich import Text

Plain = dict[str, Any]

ALLOWED = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
)
"""The kinds of updates that the bot asks Telegram for."""
_TOO_LARGE = 2**63
FILES = ("document", "photo")
"""Arguments that hold a file: its name, and its content in base64."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to Telegram: the method by its Python name, and its arguments as plain data."""

    method: str
    chat: int
    arguments: Plain


def chat_of(update: Plain) -> int:
    """The chat that an update belongs to, for its lane; 0 for one that has none."""
    for key in (*ALLOWED, "my_chat_member", "channel_post", "edited_channel_post"):
        body = update.get(key)
        if isinstance(body, dict):
            message = body.get("message", body) if key == UpdateType.CALLBACK_QUERY else body
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict) and _is_id(chat.get("id")):
                return int(chat["id"])
    return 0


def _is_id(value: object) -> bool:
    """Whether this is a number that a database can keep; of what is none, nobody can be told."""
    return type(value) is int and abs(value) < _TOO_LARGE


def fleeting(update: Plain) -> bool:
    """Whether the person waits for the answer at this moment only: after that Telegram takes none,
    and they have gone on."""
    return UpdateType.CALLBACK_QUERY in update or UpdateType.INLINE_QUERY in update


def incoming(update: Plain, username: str) -> Incoming:
    """What a person did, from an update as Telegram sent it; `username` is the bot's, without @."""
    read = Update.de_json(update, None)
    if read.callback_query and read.callback_query.message:
        return _pressed(read.callback_query, read.callback_query.message, username)
    message = read.message or read.edited_message
    if message is None or message.chat.type == ChatType.CHANNEL:
        return Incoming(Kind.IGNORED, chat=0)
    return _message(message, username, edited=read.message is None)


def calls(replies: tuple[Reply, ...], chat: int) -> list[Call]:
    """The calls that make Telegram show these replies."""
    return [_call(reply, chat) for reply in replies]


def typed(arguments: Plain) -> Plain:
    """The arguments of a call as python-telegram-bot's objects."""
    result = dict(arguments)
    for key in ("entities", "caption_entities"):
        if key in result:
            result[key] = MessageEntity.de_list(result[key], None)
    if "scope" in result:
        result["scope"] = BotCommandScope.de_json(result["scope"], None)
    if "commands" in result:
        result["commands"] = BotCommand.de_list(result["commands"], None)
    for key in FILES:
        if key in result:
            content = base64.b64decode(result[key]["content"])
            result[key] = InputFile(content, filename=result[key]["name"])
    if result.get("reply_markup"):
        result["reply_markup"] = InlineKeyboardMarkup.de_json(result["reply_markup"], None)
    if "reply_parameters" in result:
        result["reply_parameters"] = ReplyParameters.de_json(result["reply_parameters"], None)
    if "link_preview_options" in result:
        options = result["link_preview_options"]
        result["link_preview_options"] = LinkPreviewOptions.de_json(options, None)
    return result


def _pressed(query: CallbackQuery, under: MaybeInaccessibleMessage, username: str) -> Incoming:
    """A pressed button; of a message that was deleted since, Telegram tells only where it was."""
    shown = under if isinstance(under, Message) else None
    return Incoming(
        Kind.BUTTON,
        chat=under.chat.id,
        person=query.from_user.id,
        message=under.message_id,
        data=query.data or "",
        callback=query.id,
        replied=_replied(shown, username) if shown else "",
        quoted=_quoted(shown) if shown else "",
        private=under.chat.type == ChatType.PRIVATE,
    )


def _replied(message: Message, username: str) -> str:
    """The text that a message replies to, without the command before it."""
    original = message.reply_to_message
    if original is None:
        return ""
    text = original.text or original.caption or ""
    return _command(original, text, username)[1]


def _quoted(message: Message) -> str:
    quotes = message.parse_entities([MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE])
    return next(iter(quotes.values()), "")


def _message(message: Message, username: str, *, edited: bool) -> Incoming:
    private = message.chat.type == ChatType.PRIVATE
    text = message.text or message.caption or ""
    command, rest, named = _command(message, text, username)
    mentioned = not private and _mentions(message, username)
    if message.reply_to_message and ((command and not rest) or mentioned):
        # "/check" or "@bot is this true?" in reply to a message is about that message.
        replied = message.reply_to_message.text or message.reply_to_message.caption
        rest, text = (replied or rest, text) if command else (rest, replied or text)
    if not text and _is_service(message):
        return Incoming(Kind.IGNORED, chat=message.chat.id)
    return Incoming(
        kind=Kind.TEXT if text else Kind.UNREADABLE,
        chat=message.chat.id,
        person=message.from_user.id if message.from_user and not message.sender_chat else 0,
        message=message.message_id,
        text=rest if command else text,
        command=command,
        media=_media(message),
        edited=edited,
        forwarded=message.forward_origin is not None,
        private=private,
        addressed=private or mentioned or bool(command and named),
    )


def _command(message: Message, text: str, username: str) -> tuple[str, str, bool]:
    """(command, the rest of the text, whether it is meant for this bot)."""
    entities = message.entities or message.caption_entities or ()
    first = next(
        (e for e in entities if e.type == MessageEntity.BOT_COMMAND and not e.offset), None
    )
    if first is None:
        return "", text, False
    word, _, rest = text.partition(text[first.length : first.length + 1] or " ")
    name, _, to = word[1:].partition("@")
    if to and to.lower() != username.lower():
        return "", text, False
    return name.lower(), rest.strip(), True


def _mentions(message: Message, username: str) -> bool:
    entities = {
        **message.parse_entities([MessageEntity.MENTION]),
        **message.parse_caption_entities([MessageEntity.MENTION]),
    }
    return any(name.lower() == f"@{username.lower()}" for name in entities.values())


def _media(message: Message) -> str:
    attachment = message.effective_attachment
    for kind in MessageAttachmentType:
        if getattr(message, kind.value, None):
            return str(kind.value)
    return "other" if attachment else ""


def _is_service(message: Message) -> bool:
    """Whether the message only tells that something happened in a group."""
    return message.effective_attachment is None and message.chat.type != ChatType.PRIVATE


def _call(reply: Reply, chat: int) -> Call:
    match reply:
        case Say():
            arguments = {"chat_id": chat, **_text(reply.text, reply.buttons), **_to(reply.to)}
            return Call("send_message", chat, arguments)
        case SendFile():
            return _file(reply, chat)
        case Menu():
            return _menu(reply, chat)
        case Edit():
            arguments = {"chat_id": chat, "message_id": reply.message}
            return Call(
                "edit_message_text", chat, {**arguments, **_text(reply.text, reply.buttons)}
            )
        case Acknowledge():
            arguments = {"callback_query_id": reply.callback}
            if reply.notice:
                arguments["text"] = reply.notice
            return Call("answer_callback_query", chat, arguments)


def _to(message: int) -> Plain:
    if not message:
        return {}
    return {"reply_parameters": {"message_id": message, "allow_sending_without_reply": True}}


def _file(reply: SendFile, chat: int) -> Call:
    kind = "photo" if reply.picture else "document"
    content = base64.b64encode(reply.content).decode("ascii")
    said = _text(reply.text, reply.buttons)
    arguments: Plain = {
        "chat_id": chat,
        kind: {"name": reply.name, "content": content},
        "caption": said["text"],
        "caption_entities": said["entities"],
        **_to(reply.to),
    }
    if "reply_markup" in said:
        arguments["reply_markup"] = said["reply_markup"]
    return Call(f"send_{kind}", chat, arguments)


def _menu(menu: Menu, chat: int) -> Call:
    scope = BotCommandScopeChat(chat).to_dict()
    if not menu.member:
        return Call("delete_my_commands", chat, {"scope": scope})
    shown = {**commands.COMMANDS, **moderation.COMMANDS}
    listed = [BotCommand(*item).to_dict() for item in shown.items()]
    return Call("set_my_commands", chat, {"commands": listed, "scope": scope})


def _text(text: Text, buttons: Keyboard) -> Plain:
    arguments: Plain = {
        "text": text.plain,
        "entities": [
            MessageEntity(e.style, e.offset, e.length, url=e.url or None).to_dict()
            for e in text.entities
        ],
        "link_preview_options": LinkPreviewOptions(is_disabled=True).to_dict(),
    }
    if buttons:
        rows = [
            [InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in buttons
        ]
        arguments["reply_markup"] = InlineKeyboardMarkup(rows).to_dict()
    return arguments
