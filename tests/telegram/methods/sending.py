"""Methods that send messages other than files."""

from typing import Any

from ..calls import Call
from ..chats import Chat
from ..errors import Json, bad_request
from ..messages import Message
from .registry import method


def deliver(call: Call, content: Json, chat: Chat | None = None) -> Message:
    """Store a message from the bot, with the reply and keyboard of the call."""
    chat = chat or call.chat(write=True)
    reply = call.reply(chat)
    markup = call.markup()
    content = {**reply, **content}
    if call.get("protect_content"):
        content["has_protected_content"] = True
    message = chat.add(content, call.world.clock.unix(), call.bot.user, markup)
    if markup is not None and "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup is not None and markup.get("remove_keyboard"):
        chat.reply_keyboard = None
    return message


@method("sendMessage")
def send_message(call: Call) -> Any:
    """Send a text."""
    content = call.text()
    options = call.get("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return deliver(call, content)


@method("sendLocation")
def send_location(call: Call) -> Any:
    """Send a point on the map."""
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period")
    return deliver(call, {"location": _picked(call.parameters, names)})


@method("sendVenue")
def send_venue(call: Call) -> Any:
    """Send a place with a name."""
    location = _picked(call.parameters, ("latitude", "longitude"))
    names = _picked(call.parameters, ("title", "address", "foursquare_id", "google_place_id"))
    return deliver(call, {"venue": {"location": location, **names}, "location": location})


@method("sendContact")
def send_contact(call: Call) -> Any:
    """Send a phone number."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(call, {"contact": _picked(call.parameters, names)})


@method("sendDice")
def send_dice(call: Call) -> Any:
    """Send a die; it always shows 4."""
    return deliver(call, {"dice": {"emoji": call.get("emoji", "🎲"), "value": 4}})


@method("sendPoll")
def send_poll(call: Call) -> Any:
    """Send a poll."""
    given = call.get("options")
    texts = [o if isinstance(o, str) else o["text"] for o in given]
    if not call.get("question"):
        raise bad_request("poll question must be non-empty")
    if not texts:
        raise bad_request("poll must have at least 1 option")
    poll: Json = {
        "id": str(9_000_000_000 + next(call.world.numbers)),
        "question": call.get("question"),
        "options": [
            {"persistent_id": str(n), "text": text, "voter_count": 0}
            for n, text in enumerate(texts)
        ],
        "total_voter_count": 0,
        "is_closed": bool(call.get("is_closed")),
        "is_anonymous": call.get("is_anonymous", True),
        "type": call.get("type", "regular"),
        "allows_multiple_answers": bool(call.get("allows_multiple_answers")),
        "allows_revoting": call.get("allows_revoting", True),
        "members_only": bool(call.get("members_only")),
    }
    return deliver(call, {"poll": poll})


@method("forwardMessage")
def forward_one(call: Call) -> Any:
    """Forward a message."""
    return _forwarded(call, call.get("message_id"))


@method("forwardMessages")
def forward_many(call: Call) -> Any:
    """Forward messages; those not found are skipped."""
    source = call.chat(name="from_chat_id")
    found = [n for n in call.get("message_ids") if source.find(n)]
    return [{"message_id": _forwarded(call, n).id} for n in found]


@method("copyMessage")
def copy_one(call: Call) -> Any:
    """Copy a message without naming its author."""
    return {"message_id": _copied(call, call.get("message_id")).id}


@method("copyMessages")
def copy_many(call: Call) -> Any:
    """Copy messages; those not found are skipped."""
    source = call.chat(name="from_chat_id")
    found = [n for n in call.get("message_ids") if source.find(n)]
    return [{"message_id": _copied(call, n).id} for n in found]


@method("sendChatAction")
def send_chat_action(call: Call) -> Any:
    """Note that the bot is, for instance, typing."""
    if call.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.chat(write=True).actions.append(call.get("action"))
    return True


_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_ENVELOPE = {"message_id", "from", "sender_chat", "chat", "date", "edit_date", "reply_to_message"}


def _forwarded(call: Call, message_id: int) -> Message:
    message = _source(call, message_id, "message to forward")
    author = message.get("from")
    origin: Json = {"type": "user", "sender_user": author, "date": message["date"]}
    if author is None:
        origin = {"type": "channel", "chat": message["chat"], "message_id": message.id}
        origin["date"] = message["date"]
    content = {"forward_origin": origin, **_content(message)}
    content.pop("reply_markup", None)
    return deliver(call, content)


def _copied(call: Call, message_id: int) -> Message:
    content = _content(_source(call, message_id, "message to copy"))
    for name in ("reply_markup", "forward_origin"):
        content.pop(name, None)
    if call.get("caption") is not None:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= call.caption()
    return deliver(call, content)


def _source(call: Call, message_id: int, noun: str) -> Message:
    message = call.chat(name="from_chat_id").find(message_id)
    if message is None:
        raise bad_request(f"{noun} not found")
    return message


def _content(message: Message) -> Json:
    return {k: v for k, v in message.snapshot().items() if k not in _ENVELOPE}


def _picked(parameters: Json, names: tuple[str, ...]) -> Json:
    return {name: parameters[name] for name in names if name in parameters}
