"""A whole bot, written with the library's usual means and unaware of being tested."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from .conftest import plain_request
from .people import Person
from .server import BotApiServer

Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def start(update: Update, context: Context) -> None:
    markup = InlineKeyboardMarkup.from_row(
        [InlineKeyboardButton(label, callback_data=f"said:{label}") for label in ("Yes", "No")]
    )
    assert update.message is not None
    await update.message.reply_html("<b>Shall we?</b>", reply_markup=markup)


async def echo(update: Update, context: Context) -> None:
    assert update.message is not None
    assert update.message.text is not None
    await update.message.reply_text(update.message.text.upper(), do_quote=True)


async def press(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Noted")
    await query.edit_message_text(f"You {query.data}")


@pytest.fixture
async def application(server: BotApiServer) -> AsyncIterator[AnyApplication]:
    built: AnyApplication = (
        ApplicationBuilder()
        .token(server.token)
        .base_url(server.base_url)
        .base_file_url(server.base_file_url)
        .request(plain_request())
        .get_updates_request(plain_request())
        .build()
    )
    built.add_handler(CommandHandler("start", start))
    built.add_handler(MessageHandler(filters.TEXT, echo))
    built.add_handler(CallbackQueryHandler(press))
    async with built:
        await built.start()
        assert built.updater is not None
        await built.updater.start_polling()
        yield built
        await built.updater.stop()
        await built.stop()


async def test_a_conversation_goes_its_way(
    server: BotApiServer, application: AnyApplication
) -> None:
    ana = server.person("Ana")
    ana.sends("/start")
    question = await ana.reply()
    assert (question.text, question.labels) == ("Shall we?", ["Yes", "No"])
    assert question.entities == [{"type": "bold", "offset": 0, "length": 9}]
    answer = ana.presses(question, "Yes")
    assert (await answer.answered())["text"] == "Noted"
    edited = await ana.edit_of(question)
    assert (edited.text, edited.buttons) == ("You said:Yes", [])
    assert server.violations == []


async def test_a_busy_server_is_asked_again_for_updates(
    server: BotApiServer, application: AnyApplication
) -> None:
    ana = server.person("Ana")
    server.fail("getUpdates", kind="drop")
    ana.sends("hello")
    reply = await ana.reply()
    assert reply.text == "HELLO"
    assert reply["reply_to_message"]["text"] == "hello"


async def test_stopping_confirms_what_was_read(
    server: BotApiServer, application: AnyApplication
) -> None:
    ana = server.person("Ana")
    ana.sends("hello")
    await ana.reply()
    assert application.updater is not None
    await application.updater.stop()
    assert server.pending == 0
    await application.updater.start_polling()


async def test_two_copies_of_a_bot_come_into_conflict(
    server: BotApiServer, application: AnyApplication, bot: telegram.Bot
) -> None:
    await server.wait_for(lambda: server.bot.poll.held)
    await bot.get_updates()
    await server.wait_for(lambda: any(r.status == 409 for r in server.calls("getUpdates")))


async def test_two_hundred_people_at_once_are_all_answered(
    server: BotApiServer, application: AnyApplication
) -> None:
    people: list[Person] = [server.person(f"P{number}") for number in range(200)]
    for person in people:
        person.sends(f"i am {person.id}")
    await server.wait_for(lambda: server.accepted("sendMessage") == 200, timeout=15)
    assert [p.replies[0].text for p in people] == [f"I AM {p.id}" for p in people]
