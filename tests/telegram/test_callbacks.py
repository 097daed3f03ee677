"""Pressing buttons."""

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from .conftest import Api
from .people import Person
from .server import BotApiServer

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Go", callback_data="go:1")],
        [InlineKeyboardButton("Site", url="https://example.com")],
    ]
)


async def test_a_press_arrives_with_its_data_and_message(bot: telegram.Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "well?", reply_markup=KEYBOARD)
    ana.presses(ana.messages[-1], "Go")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.data == "go:1"
    assert query.from_user.id == ana.id
    assert isinstance(query.message, telegram.Message)
    assert query.message.text == "well?"


async def test_a_press_arrives_with_the_message_that_the_pressed_one_replies_to(
    bot: telegram.Bot, ana: Person
) -> None:
    question = ana.sends("what is it?")
    asked = telegram.ReplyParameters(question.id)
    await bot.send_message(ana.id, "well?", reply_markup=KEYBOARD, reply_parameters=asked)
    ana.presses(ana.messages[-1], "Go")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert isinstance(query.message, telegram.Message)
    assert query.message.reply_to_message is not None
    assert query.message.reply_to_message.text == "what is it?"


async def test_a_press_is_answered_once(api: Api, bot: telegram.Bot, ana: Person) -> None:
    await bot.send_message(ana.id, "well?", reply_markup=KEYBOARD)
    press = ana.presses(ana.messages[-1], "go:1")
    await bot.answer_callback_query(press.id, "done", show_alert=True)
    assert await press.answered() == {"text": "done", "show_alert": True}
    assert await api.refusal("answerCallbackQuery", callback_query_id=press.id) == TOO_OLD


async def test_a_press_cannot_be_answered_too_late(
    server: BotApiServer, api: Api, bot: telegram.Bot, ana: Person
) -> None:
    await bot.send_message(ana.id, "well?", reply_markup=KEYBOARD)
    press = ana.presses(ana.messages[-1], "Go")
    server.clock.advance(61)
    assert await api.refusal("answerCallbackQuery", callback_query_id=press.id) == TOO_OLD
    assert press.answer is None


async def test_an_unknown_query_cannot_be_answered(api: Api) -> None:
    assert await api.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_button_that_is_not_there_cannot_be_pressed_unless_the_keyboard_is_stale(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    await bot.send_message(ana.id, "well?", reply_markup=KEYBOARD)
    message = ana.messages[-1]
    with pytest.raises(LookupError, match="no button 'Stop'"):
        ana.presses(message, "Stop")
    with pytest.raises(LookupError, match="sends no callback query"):
        ana.presses(message, "Site")
    ana.presses(message, "from:an:older:keyboard", stale=True)
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "from:an:older:keyboard"


async def test_a_press_on_a_deleted_message_names_only_its_place(
    bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "well?", reply_markup=KEYBOARD)
    message = ana.messages[-1]
    await bot.delete_message(ana.id, sent.message_id)
    ana.presses(message, "Go")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible


async def test_a_tap_on_the_reply_keyboard_sends_its_label(bot: telegram.Bot, ana: Person) -> None:
    keyboard = telegram.ReplyKeyboardMarkup([["Yes", "No"]])
    await bot.send_message(ana.id, "well?", reply_markup=keyboard)
    assert ana.taps("Yes").text == "Yes"
    with pytest.raises(LookupError, match="no button 'Maybe'"):
        ana.taps("Maybe")
