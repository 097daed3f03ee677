"""Sending messages."""

import json
import time
from typing import Any

import pytest
import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer


async def test_a_sent_message_is_stored_and_returned(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "hello")
    assert sent.text == "hello"
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert abs(sent.date.timestamp() - time.time()) < 5
    stored = server.chat(ana.id).messages[-1]
    assert (stored.id, stored.text) == (sent.message_id, "hello")


async def test_message_ids_count_in_each_chat(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    luis = server.person("Luis")
    luis.sends("/start")
    ids = [(await bot.send_message(person.id, "x")).message_id for person in (ana, luis, ana)]
    assert ids == [2, 2, 3]


@pytest.mark.parametrize("encoding", ["json", "urlencoded", "multipart", "query"])
async def test_parameters_may_come_in_any_encoding(api: Api, ana: Person, encoding: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    form = {"chat_id": str(ana.id), "text": "hi", "reply_markup": json.dumps(markup)}
    forms: dict[str, dict[str, Any]] = {
        "json": {"json": {"chat_id": ana.id, "text": "hi", "reply_markup": markup}},
        "urlencoded": {"data": form},
        "multipart": {"files": {name: (None, value) for name, value in form.items()}},
        "query": {"params": form},
    }
    response = await api.client.post(api.url("sendMessage"), **forms[encoding])
    result = response.json()["result"]
    assert (result["text"], result["reply_markup"]) == ("hi", markup)
    assert api.server.violations == []


async def test_an_empty_text_is_refused(api: Api, ana: Person) -> None:
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text="")
    assert refusal == "400 Bad Request: message text is empty"


async def test_a_text_of_blanks_is_refused(api: Api, ana: Person) -> None:
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text=" \n ")
    assert refusal == "400 Bad Request: text must be non-empty"


async def test_blanks_around_a_text_are_cut_off(api: Api, ana: Person) -> None:
    result = await api.result("sendMessage", chat_id=ana.id, text="\n  hello \n")
    assert result["text"] == "hello"


async def test_the_longest_text_has_4096_characters_after_parsing(api: Api, ana: Person) -> None:
    longest = "<b>" + "ñ" * 4096 + "</b>"
    sent = await api.result("sendMessage", chat_id=ana.id, text=longest, parse_mode="HTML")
    assert len(sent["text"]) == 4096
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text="x" * 4097)
    assert refusal == "400 Bad Request: message is too long"


async def test_callback_data_of_more_than_64_bytes_is_refused(api: Api, ana: Person) -> None:
    def markup(data: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": "Go", "callback_data": data}]]}

    await api.result("sendMessage", chat_id=ana.id, text="x", reply_markup=markup("ñ" * 32))
    refusal = await api.refusal(
        "sendMessage", chat_id=ana.id, text="x", reply_markup=markup("ñ" * 32 + "x")
    )
    assert refusal == "400 Bad Request: BUTTON_DATA_INVALID"


async def test_an_inline_button_without_an_action_is_refused(api: Api, ana: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Go"}]]}
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)
    assert refusal == (
        "400 Bad Request: can't parse inline keyboard button: "
        "Text buttons are unallowed in the inline keyboard"
    )


async def test_more_than_a_hundred_buttons_are_too_many(api: Api, ana: Person) -> None:
    row = [{"text": "Go", "callback_data": "go"}] * 101
    refusal = await api.refusal(
        "sendMessage", chat_id=ana.id, text="x", reply_markup={"inline_keyboard": [row]}
    )
    assert refusal == "400 Bad Request: reply markup is too long"


async def test_an_unknown_chat_is_not_found(api: Api) -> None:
    for chat_id in (12345, -100123, "@nobody_here", "nonsense"):
        refusal = await api.refusal("sendMessage", chat_id=chat_id, text="x")
        assert refusal == "400 Bad Request: chat not found"


async def test_a_reply_carries_the_message_it_replies_to(bot: telegram.Bot, ana: Person) -> None:
    question = ana.sends("when?")
    sent = await bot.send_message(
        ana.id, "now", reply_parameters=telegram.ReplyParameters(question.id)
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "when?"


async def test_a_reply_to_an_unknown_message_is_refused_unless_it_may_stand_alone(
    bot: telegram.Bot, ana: Person
) -> None:
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.send_message(ana.id, "x", reply_parameters=telegram.ReplyParameters(999))
    assert str(refusal.value) == "Message to be replied not found"
    alone = telegram.ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(ana.id, "x", reply_parameters=alone)).reply_to_message is None


async def test_a_person_who_never_wrote_cannot_be_written_to(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    stranger = server.person("Eva")
    with pytest.raises(telegram.error.Forbidden) as refusal:
        await bot.send_message(stranger.id, "hello")
    assert str(refusal.value) == "Forbidden: bot can't initiate conversation with a user"


async def test_a_person_who_blocked_the_bot_cannot_be_written_to(
    bot: telegram.Bot, ana: Person
) -> None:
    ana.blocks_bot()
    with pytest.raises(telegram.error.Forbidden) as refusal:
        await bot.send_message(ana.id, "hello")
    assert str(refusal.value) == "Forbidden: bot was blocked by the user"
    ana.unblocks_bot()
    await bot.send_message(ana.id, "hello again")


async def test_typing_is_noted_and_an_unknown_action_refused(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    await api.result("sendChatAction", chat_id=ana.id, action="typing")
    assert server.chat(ana.id).actions == ["typing"]
    refusal = await api.refusal("sendChatAction", chat_id=ana.id, action="dancing")
    assert refusal == "400 Bad Request: wrong parameter action in request"


async def test_a_reply_keyboard_stays_with_the_chat_and_out_of_the_message(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    keyboard = telegram.ReplyKeyboardMarkup([["Yes", "No"]])
    await bot.send_message(ana.id, "well?", reply_markup=keyboard)
    message = server.chat(ana.id).messages[-1]
    assert "reply_markup" not in message
    assert message.labels == ["Yes", "No"]
    assert server.chat(ana.id).reply_keyboard is not None
    await bot.send_message(ana.id, "ok", reply_markup=telegram.ReplyKeyboardRemove())
    assert server.chat(ana.id).reply_keyboard is None


async def test_locations_contacts_polls_and_dice_can_be_sent(
    bot: telegram.Bot, ana: Person
) -> None:
    assert (await bot.send_location(ana.id, 40.4, -3.7)).location is not None
    assert (await bot.send_venue(ana.id, 40.4, -3.7, "Home", "Street 1")).venue is not None
    assert (await bot.send_contact(ana.id, "+34600", "Luis")).contact is not None
    assert (await bot.send_dice(ana.id)).dice is not None
    poll = await bot.send_poll(ana.id, "When?", ["Today", "Tomorrow"])
    assert poll.poll is not None
    assert (await bot.stop_poll(ana.id, poll.message_id)).is_closed


async def test_messages_are_forwarded_and_copied(bot: telegram.Bot, ana: Person) -> None:
    note = ana.sends("remember")
    forwarded = await bot.forward_message(ana.id, ana.id, note.id)
    assert forwarded.text == "remember"
    assert isinstance(forwarded.forward_origin, telegram.MessageOriginUser)
    copied = await bot.copy_message(ana.id, ana.id, note.id)
    assert ana.messages[-1].id == copied.message_id
    assert "forward_origin" not in ana.messages[-1]


async def test_a_deleted_message_is_gone(bot: telegram.Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "oops")
    assert await bot.delete_message(ana.id, sent.message_id)
    assert [message.text for message in ana.messages] == ["/start"]
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.delete_message(ana.id, sent.message_id)
    assert str(refusal.value) == "Message to delete not found"


async def test_a_message_older_than_two_days_cannot_be_deleted(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "old")
    server.clock.advance(49 * 3600)
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.delete_message(ana.id, sent.message_id)
    assert str(refusal.value) == "Message can't be deleted for everyone"


async def test_a_text_that_is_not_unicode_is_refused(api: Api, ana: Person) -> None:
    response = await api.client.post(
        api.url("sendMessage"),
        content=f'{{"chat_id": {ana.id}, "text": "\\ud800"}}',
        headers={"Content-Type": "application/json"},
    )
    assert response.json()["description"] == "Bad Request: strings must be encoded in UTF-8"
