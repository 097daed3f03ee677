"""What people can do, and that all of it conforms to the published description."""

import json
from typing import Any

import pytest
import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer
from .spec import load
from .validation import Validator

KINDS = (
    "photo",
    "document",
    "video",
    "audio",
    "voice",
    "animation",
    "video_note",
    "sticker",
    "location",
    "live_location",
    "venue",
    "contact",
    "dice",
    "story",
    "poll",
)


def check_updates(server: BotApiServer) -> list[telegram.Update]:
    """Check all pending updates against the description, and read them with the library."""
    validator = Validator(load())
    bodies: list[dict[str, Any]] = [
        json.loads(update.encoded) for update in server.bot.queue.take(0, 1000)
    ]
    for body in bodies:
        validator.object("Update", body)
    return [telegram.Update.de_json(body, None) for body in bodies]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_message_conforms(server: BotApiServer, ana: Person, kind: str) -> None:
    message = ana.sends_kind(kind)
    (update,) = check_updates(server)
    assert message.keys() & {kind, "location"}
    assert update.message is not None
    assert update.message.chat.id == ana.id


@pytest.mark.parametrize("origin", ["user", "hidden_user", "chat", "channel"])
async def test_every_kind_of_forward_conforms(
    server: BotApiServer, ana: Person, origin: str
) -> None:
    ana.forwards("look at this", origin=origin, name="Marta")
    (update,) = check_updates(server)
    assert update.message is not None
    assert update.message.forward_origin is not None
    assert update.message.forward_origin.type == origin


async def test_a_forward_may_carry_a_file(server: BotApiServer, ana: Person) -> None:
    message = ana.forwards("the menu", kind="photo")
    check_updates(server)
    assert (message.text, message["forward_origin"]["type"]) == ("the menu", "user")


async def test_an_edit_by_a_person_arrives_as_such(server: BotApiServer, ana: Person) -> None:
    message = ana.sends("milk")
    ana.edits(message, "milk #shopping")
    photo = ana.sends_photo("one")
    ana.edits(photo, "two")
    updates = check_updates(server)
    assert [update.update_id - updates[0].update_id for update in updates] == [0, 1, 2, 3]
    edited, captioned = updates[1].edited_message, updates[3].edited_message
    assert updates[0].message is not None
    assert updates[0].message.text == "milk"
    assert edited is not None
    assert (edited.text, edited.entities[0].type) == ("milk #shopping", "hashtag")
    assert edited.edit_date is not None
    assert captioned is not None
    assert captioned.caption == "two"


async def test_blocking_and_groups_and_presses_conform(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Go", callback_data="go")
    )
    await bot.send_message(ana.id, "well?", reply_markup=markup)
    ana.presses(ana.messages[-1], "Go")
    ana.blocks_bot()
    ana.unblocks_bot()
    server.bot.queue.allow(["message", "chat_member", "my_chat_member", "callback_query"])
    group = server.group("Family", members=[ana], bots=[], kind="group")
    group.adds_bot(by=ana)
    group.promotes_bot(by=ana)
    luis = server.person("Luis")
    group.adds(luis)
    group.removes(luis, by=ana)
    group.migrates(by=ana)
    group.demotes_bot(by=ana)
    group.removes_bot(by=ana)
    kinds = [
        next(kind for kind in update.to_dict() if kind != "update_id")
        for update in check_updates(server)
    ]
    assert kinds.count("callback_query") == 1
    assert kinds.count("my_chat_member") == 6
    assert kinds.count("chat_member") == 2
    assert kinds.count("message") == 5


async def test_a_command_gets_its_entity(server: BotApiServer, ana: Person) -> None:
    message = ana.sends("/remind@loopback_bot me")
    assert message.entities == [{"type": "bot_command", "offset": 0, "length": 20}]
    check_updates(server)


async def test_a_reply_by_a_person_names_what_it_replies_to(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    await bot.send_message(ana.id, "when?")
    ana.sends("at nine", reply_to=ana.messages[-1])
    (update,) = check_updates(server)
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "when?"


async def test_waiting_for_a_reply_returns_each_one_once(bot: telegram.Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "one")
    await bot.send_message(ana.id, "two")
    assert (await ana.reply()).text == "one"
    assert (await ana.reply()).text == "two"
    with pytest.raises(TimeoutError, match="a message for Ana"):
        await ana.reply(timeout=0.05)


async def test_waiting_for_an_edit_tells_of_each_one(bot: telegram.Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "one")
    message = await ana.reply()
    await bot.edit_message_text("two", ana.id, message.id)
    assert (await ana.edit_of(message)).text == "two"
    with pytest.raises(TimeoutError, match="an edit of message"):
        await ana.edit_of(message, timeout=0.05)


async def test_a_reply_in_a_group_can_be_waited_for(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    group = server.group("Family", members=[ana])
    await bot.send_message(group.id, "hello all")
    assert (await group.reply()).text == "hello all"


async def test_who_has_blocked_the_bot_or_is_not_in_the_group_cannot_write_there(
    server: BotApiServer, ana: Person
) -> None:
    group = server.group("Family")
    with pytest.raises(ValueError, match="not in the group"):
        group.message(ana, "hello")
    ana.blocks_bot()
    with pytest.raises(ValueError, match="blocked"):
        ana.sends("hello")


async def test_what_the_server_answers_conforms(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    group = server.group("Family", members=[ana], bot_status="administrator")
    here = {"chat_id": group.id}
    said = await api.result("sendMessage", text="<b>x</b>", parse_mode="HTML", **here)
    document = await api.result("sendDocument", document="https://example.com/a.pdf", **here)
    answers = {
        "User": await api.result("getMe"),
        "Message": said,
        "WebhookInfo": await api.result("getWebhookInfo"),
        "ChatFullInfo": await api.result("getChat", **here),
        "File": await api.result("getFile", file_id=document["document"]["file_id"]),
        "BotName": await api.result("getMyName"),
        "MenuButton": await api.result("getChatMenuButton"),
        "UserProfilePhotos": await api.result("getUserProfilePhotos", user_id=ana.id),
    }
    validator = Validator(load())
    for name, answer in answers.items():
        validator.object(name, answer)
    for member in await api.result("getChatAdministrators", **here):
        validator.object("ChatMember", member)
    validator.object("Message", document)
