"""The wire: Telegram's objects in, ours out, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
import telegram

from bot import wire
from bot.conversation.incoming import Incoming, Kind
from bot.conversation.replies import Acknowledge, Button, Edit, Reply, Say, SendFile
from bot.wording.rich import Text, Writer
from tests.telegram.entities import automatic

Plain = dict[str, Any]
BOT = "loopback_bot"
ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP = {"id": -100, "type": "supergroup", "title": "Family"}
CHANNEL = {"id": -200, "type": "channel", "title": "News"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


def message(chat: Plain = PRIVATE, **fields: Any) -> Plain:
    return {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": ANA, **fields}


def said(text: str, chat: Plain = PRIVATE, **fields: Any) -> Plain:
    """A message with the entities that Telegram finds in it."""
    return message(chat, text=text, entities=automatic(text), **fields)


def captioned(text: str, chat: Plain = PRIVATE, **fields: Any) -> Plain:
    """A photo with a caption and the entities that Telegram finds there."""
    return message(chat, photo=PHOTO, caption=text, caption_entities=automatic(text), **fields)


def read(body: Plain, kind: str = "message") -> Incoming:
    return wire.incoming({"update_id": 1, kind: body}, BOT)


def pressed(shown: Plain | None, **fields: Any) -> Plain:
    about = {"message": shown} if shown else {"inline_message_id": "x"}
    query = {"id": "99", "from": ANA, "chat_instance": "1", **about, **fields}
    return {"update_id": 1, "callback_query": query}


# Which chat


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": message()}, 7),
        ({"edited_message": message(GROUP)}, -100),
        (pressed(message(GROUP), data="x"), -100),
        ({"my_chat_member": {"chat": PRIVATE}}, 7),
        ({"channel_post": message(CHANNEL)}, -200),
        ({"poll": {"id": "1"}}, 0),
        (pressed(None, data="x"), 0),
        ({"message": None}, 0),
        ({"message": "?"}, 0),
        ({"message": {"chat": {"id": "7"}}}, 0),
        ({"teleported": message()}, 0),
        ({}, 0),
    ],
)
def test_the_chat_of_any_update_is_found_or_none(update: Plain, chat: int) -> None:
    assert wire.chat_of({"update_id": 1, **update}) == chat


# What a person did


def test_a_text_is_read_as_it_was_written() -> None:
    text = "\u202eNMN\x00 beats\ndepression 🧂 "
    assert read(said(text)) == Incoming(Kind.TEXT, chat=7, person=7, message=5, text=text)


@pytest.mark.parametrize(
    "origin",
    [
        {"type": "user", "sender_user": ANA},
        {"type": "hidden_user", "sender_user_name": "Somebody"},
        {"type": "chat", "sender_chat": GROUP},
        {"type": "channel", "chat": CHANNEL, "message_id": 3},
    ],
    ids=lambda origin: str(origin["type"]),
)
def test_a_forward_of_any_origin_is_known_as_one(origin: Plain) -> None:
    found = read(said("NMN", forward_origin={"date": 1_700_000_000, **origin}))
    assert (found.text, found.forwarded) == ("NMN", True)


def test_an_edited_message_is_known_as_one() -> None:
    found = read(said("NMN", edit_date=1_700_000_001), "edited_message")
    assert (found.text, found.edited) == ("NMN", True)


VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 1}
DOCUMENT = {"file_id": "f", "file_unique_id": "u"}
VIDEO = {**VOICE, "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"photo": PHOTO}, "photo"),
        ({"voice": VOICE}, "voice"),
        ({"document": DOCUMENT}, "document"),
        ({"animation": VIDEO, "document": DOCUMENT}, "animation"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        ({"teleport": {"to": "Mars"}}, ""),
        ({}, ""),
    ],
)
def test_a_message_without_words_is_unreadable_and_its_kind_is_told(
    content: Plain, media: str
) -> None:
    found = read(message(**content))
    assert (found.kind, found.media, found.text) == (Kind.UNREADABLE, media, "")
    assert found.addressed


@pytest.mark.parametrize("content", [{"photo": PHOTO}, {"voice": VOICE}, {"document": DOCUMENT}])
def test_a_caption_is_the_text(content: Plain) -> None:
    found = read(message(**content, caption="NMN beats depression"))
    assert (found.kind, found.text) == (Kind.TEXT, "NMN beats depression")


def test_an_empty_caption_is_none() -> None:
    assert read(message(photo=PHOTO, caption="")).kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/start", "start", ""),
        ("/START", "start", ""),
        ("/check NMN beats depression", "check", "NMN beats depression"),
        ("/check\nNMN beats\n\ndepression", "check", "NMN beats\n\ndepression"),
        ("/check@loopback_bot NMN", "check", "NMN"),
        ("/check@Loopback_Bot NMN", "check", "NMN"),
        ("/check@other_bot NMN", "", "/check@other_bot NMN"),
    ],
)
def test_a_command_is_told_from_its_rest(text: str, command: str, rest: str) -> None:
    for body in (said(text), captioned(text)):
        found = read(body)
        assert (found.command, found.text) == (command, rest)


def test_a_slash_that_telegram_takes_for_no_command_is_text() -> None:
    found = read(message(text="/ 5 mg a day"))
    assert (found.command, found.text) == ("", "/ 5 mg a day")


@pytest.mark.parametrize("content", [{"text": "NMN"}, {"photo": PHOTO, "caption": "NMN"}])
def test_a_bare_command_in_reply_is_about_the_message_replied_to(content: Plain) -> None:
    found = read(said("/check", GROUP, reply_to_message=message(GROUP, **content)))
    assert (found.command, found.text, found.message) == ("check", "NMN", 5)


@pytest.mark.parametrize("content", [{"text": "NMN"}, {"photo": PHOTO, "caption": "NMN"}])
def test_a_mention_in_reply_is_about_the_message_replied_to(content: Plain) -> None:
    replied = message(GROUP, **content)
    found = read(said("@loopback_bot is this true?", GROUP, reply_to_message=replied))
    assert (found.command, found.text, found.message) == ("", "NMN", 5)
    assert found.addressed


def test_in_private_a_reply_is_about_its_own_words() -> None:
    replied = message(text="NMN")
    found = read(said("@loopback_bot garlic?", reply_to_message=replied))
    assert found.text == "@loopback_bot garlic?"


@pytest.mark.parametrize(
    ("text", "addressed"),
    [
        ("NMN beats depression", False),
        ("/check NMN", True),
        ("/check@loopback_bot NMN", True),
        ("/check@other_bot NMN", False),
        ("what about this, @loopback_bot?", True),
        ("@LOOPBACK_BOT NMN?", True),
        ("loopback_bot", False),
        ("@loopback_bot_fans, who comes?", False),
        ("ask@loopback_bot.example", False),
    ],
)
def test_in_a_group_only_what_is_meant_for_the_bot_is_addressed_to_it(
    text: str, addressed: bool
) -> None:
    for body in (said(text, GROUP), captioned(text, GROUP), said(f"🧂 {text}", GROUP)):
        found = read(body)
        assert found.addressed is (addressed and not found.text.startswith("🧂 /"))
        assert not found.private
    assert read(said(text)).addressed


def test_a_photo_in_a_group_is_not_addressed_to_the_bot() -> None:
    assert not read(message(GROUP, photo=PHOTO)).addressed


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(GROUP, new_chat_title="Friends")},
        {"message": message(GROUP, left_chat_member=ANA)},
        {"channel_post": message(CHANNEL, text="NMN")},
        {"message": message(CHANNEL, text="NMN")},
        {"teleported": {"to": "Mars"}},
        {"my_chat_member": None},
        pressed(None, data="x"),
        {},
    ],
    ids=lambda update: str(next(iter(update), "empty")),
)
def test_what_asks_for_no_answer_is_ignored(update: Plain) -> None:
    assert wire.incoming({"update_id": 1, **update}, BOT).kind is Kind.IGNORED


def test_a_pressed_button_brings_its_data_and_its_message() -> None:
    found = wire.incoming(pressed(message(text="…"), data="a:1:s0"), BOT)
    assert found == Incoming(Kind.BUTTON, chat=7, person=7, message=5, data="a:1:s0", callback="99")


def test_a_button_without_data_or_on_a_message_long_gone_is_still_one() -> None:
    gone = {"message_id": 5, "date": 0, "chat": PRIVATE}
    found = wire.incoming(pressed(gone), BOT)
    assert (found.kind, found.message, found.data) == (Kind.BUTTON, 5, "")


def test_who_did_it_is_known_unless_they_speak_for_a_chat() -> None:
    group: Plain = {"chat": GROUP, "text": "/check"}
    assert read(message(**group)).person == 7
    assert read(message(**group, sender_chat=GROUP)).person == 0


# What is sent


STYLED = Writer().bold("🧂 salt").add(" of ").link("grain", "https://example.org/").text()
BUTTONS = ((Button("One", "a:1:c1"), Button("Two", "a:1:c2")), (Button("All", "a:1:l0"),))
REPLIES: tuple[Reply, ...] = (
    Say(STYLED, to=5, buttons=BUTTONS),
    Say(Text("plain")),
    Edit(6, STYLED, BUTTONS),
    Acknowledge("99", "Too old."),
    Acknowledge("99"),
    SendFile("yours.json", b"{}", STYLED, to=5, buttons=BUTTONS),
    SendFile("week.png", b"\x89PNG", Text("This week"), picture=True),
)


def test_replies_become_calls_of_plain_data() -> None:
    calls = wire.calls(REPLIES, 7)
    assert [(call.method, call.chat) for call in calls] == [
        ("send_message", 7),
        ("send_message", 7),
        ("edit_message_text", 7),
        ("answer_callback_query", 7),
        ("answer_callback_query", 7),
        ("send_document", 7),
        ("send_photo", 7),
    ]
    for call in calls:
        assert json.loads(json.dumps(call.arguments)) == call.arguments


def test_a_message_is_sent_as_a_reply_with_entities_and_without_preview() -> None:
    first, second, *_ = wire.calls(REPLIES, 7)
    assert first.arguments["text"] == "🧂 salt of grain"
    assert first.arguments["reply_parameters"]["message_id"] == 5
    assert first.arguments["reply_parameters"]["allow_sending_without_reply"] is True
    assert [(e["type"], e["offset"], e["length"]) for e in first.arguments["entities"]] == [
        ("bold", 0, 7),
        ("text_link", 11, 5),
    ]
    rows = first.arguments["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["One", "Two"], ["All"]]
    assert "parse_mode" not in first.arguments
    assert first.arguments["link_preview_options"]["is_disabled"] is True
    assert "reply_parameters" not in second.arguments
    assert "reply_markup" not in second.arguments


def test_an_edit_names_its_message_and_shows_no_preview_either() -> None:
    edit = wire.calls(REPLIES, 7)[2].arguments
    assert (edit["chat_id"], edit["message_id"]) == (7, 6)
    assert edit["link_preview_options"]["is_disabled"] is True


def test_a_press_is_acknowledged_with_or_without_a_notice() -> None:
    with_notice, without = (call.arguments for call in wire.calls(REPLIES, 7)[3:5])
    assert with_notice == {"callback_query_id": "99", "text": "Too old."}
    assert without == {"callback_query_id": "99"}


def test_a_file_is_sent_with_its_words_under_it() -> None:
    document, photo = (wire.typed(call.arguments) for call in wire.calls(REPLIES, 7)[5:])
    assert (document["document"].filename, document["document"].input_file_content) == (
        "yours.json",
        b"{}",
    )
    assert document["caption"] == "🧂 salt of grain"
    assert document["reply_parameters"].message_id == 5
    assert len(document["reply_markup"].inline_keyboard) == 2
    assert photo["photo"].input_file_content == b"\x89PNG"
    assert "reply_parameters" not in photo


@pytest.mark.parametrize("call", wire.calls(REPLIES, 7), ids=lambda call: str(call.method))
def test_plain_arguments_become_the_objects_they_stand_for(call: wire.Call) -> None:
    typed = wire.typed(call.arguments)
    assert typed.keys() == call.arguments.keys()
    kinds: dict[str, type[telegram.TelegramObject]] = {
        "reply_markup": telegram.InlineKeyboardMarkup,
        "reply_parameters": telegram.ReplyParameters,
        "link_preview_options": telegram.LinkPreviewOptions,
    }
    for name, value in typed.items():
        if name in kinds:
            assert isinstance(value, kinds[name])
            assert value.to_dict() == call.arguments[name]
        elif name in wire.FILES:
            assert isinstance(value, telegram.InputFile)
            assert value.filename == call.arguments[name]["name"]
        elif name.endswith("entities"):
            assert [entity.to_dict() for entity in value] == call.arguments[name]
        else:
            assert value == call.arguments[name]


def test_only_updates_that_the_bot_understands_are_asked_for() -> None:
    assert {str(kind) for kind in wire.ALLOWED} >= {"message", "edited_message", "callback_query"}


# What a pressed button stood under


def test_a_press_tells_what_the_message_replies_to_without_its_command() -> None:
    asked = said("/check garlic cures colds")
    read_back = wire.incoming(pressed(said("no", reply_to_message=asked), data="x"), BOT)
    assert read_back.replied == "garlic cures colds"
    captions = captioned("garlic?")
    read_back = wire.incoming(pressed(said("no", reply_to_message=captions), data="x"), BOT)
    assert read_back.replied == "garlic?"


def test_a_press_tells_what_stands_in_the_quote() -> None:
    quote = {"type": "blockquote", "offset": 3, "length": 5}
    shown = message(PRIVATE, text="\U0001f9c2 garlic cures", entities=[quote])
    assert wire.incoming(pressed(shown, data="x"), BOT).quoted == "garli"
    plain = wire.incoming(pressed(said("no quote"), data="x"), BOT)
    assert (plain.quoted, plain.replied) == ("", "")
