"""Methods that change or delete messages."""

from typing import Any

from ..calls import Call
from ..chats import Chat
from ..errors import NOT_MODIFIED, Json, bad_request
from ..messages import Message
from .media import media_content
from .registry import method

_MEDIA = ("photo", "document", "video", "audio", "voice", "animation", "paid_media")
_CAPTION = ("caption", "caption_entities")


@method("editMessageText")
def edit_text(call: Call) -> Any:
    """Replace a text and its keyboard."""
    if call.get("text") is None and call.get("rich_message") is None:
        raise bad_request("message text is empty")
    content = call.text()
    options = call.get("link_preview_options")
    if options:
        content["link_preview_options"] = options
    if _inline(call):
        return True
    chat = call.chat(write=True)
    message = call.own_message(chat)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edited(call, message, content, ("text", "entities", "link_preview_options"))


@method("editMessageCaption")
def edit_caption(call: Call) -> Any:
    """Replace a caption and the keyboard."""
    content = call.caption()
    if _inline(call):
        return True
    message = call.own_message(call.chat(write=True))
    if not message.keys() & set(_MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _edited(call, message, content, _CAPTION)


@method("editMessageMedia")
def edit_media(call: Call) -> Any:
    """Replace a file, its caption and the keyboard."""
    item = call.get("media")
    message = call.own_message(call.chat(write=True))
    content = media_content(call, item["type"], item["media"]) | call.caption_of(item)
    return _edited(call, message, content, (*_MEDIA, *_CAPTION, "text", "entities"))


@method("editMessageReplyMarkup")
def edit_reply_markup(call: Call) -> Any:
    """Replace or remove the keyboard."""
    if _inline(call):
        return True
    return _edited(call, call.own_message(call.chat(write=True)), {}, ())


@method("stopPoll")
def stop_poll(call: Call) -> Any:
    """Close a poll."""
    message = call.own_message(call.chat(write=True))
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    message.replace({"poll": {**message["poll"], "is_closed": True}}, ("reply_markup",))
    return message["poll"]


@method("deleteMessage")
def delete_message(call: Call) -> Any:
    """Delete a message."""
    chat = call.chat(write=True)
    message = call.message(chat, "message to delete")
    _check_deletable(call, chat, message)
    chat.delete(message.id)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> Any:
    """Delete messages; those not found are skipped."""
    chat = call.chat(write=True)
    found = [message for n in call.get("message_ids") if (message := chat.find(n))]
    for message in found:
        _check_deletable(call, chat, message)
    for message in found:
        chat.delete(message.id)
    return True


def _inline(call: Call) -> bool:
    """Tell whether the call is about a message sent through inline mode, which is not kept."""
    return call.get("chat_id") is None and call.get("inline_message_id") is not None


def _edited(call: Call, message: Message, content: Json, replaced: tuple[str, ...]) -> Message:
    # An edit without a keyboard takes the old one away.
    markup = call.markup()
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    wanted = {**content, **({"reply_markup": markup} if markup else {})}
    names = (*replaced, "reply_markup")
    if {name: message[name] for name in names if name in message} == wanted:
        raise bad_request(NOT_MODIFIED)
    removed = tuple(name for name in names if name not in wanted)
    message.replace({**wanted, "edit_date": call.world.clock.unix()}, removed)
    message.markup = markup
    return message


def _check_deletable(call: Call, chat: Chat, message: Message) -> None:
    age = call.world.clock.now() - message["date"]
    if age > call.world.options.delete_lifetime:
        raise bad_request("message can't be deleted for everyone")
    own = message.get("from", {}).get("id") == call.bot.id
    if not own and not chat.private:
        member = chat.members[call.bot.id]
        if not member.rules:
            raise bad_request("message can't be deleted")
