"""Editing messages."""

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from .conftest import Api
from .people import Person
from .server import BotApiServer

NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


async def test_an_edit_replaces_the_text_and_takes_the_keyboard_away(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "one", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("two", ana.id, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.text == "two"
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    stored = server.chat(ana.id).messages[-1]
    assert stored.text == "two"
    assert [version["text"] for version in stored.versions] == ["one"]


async def test_an_edit_with_the_same_content_is_refused(bot: telegram.Bot, ana: Person) -> None:
    sent = await bot.send_message(ana.id, "<b>one</b>", "HTML", reply_markup=KEYBOARD)
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.edit_message_text(
            "<b>one</b>", ana.id, sent.message_id, parse_mode="HTML", reply_markup=KEYBOARD
        )
    assert str(refusal.value) == NOT_MODIFIED


async def test_the_same_text_with_another_keyboard_is_a_change(
    bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "one", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("one", ana.id, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.reply_markup is None


async def test_an_unknown_message_cannot_be_edited(bot: telegram.Bot, ana: Person) -> None:
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.edit_message_text("x", ana.id, 999)
    assert str(refusal.value) == "Message to edit not found"


async def test_a_message_of_someone_else_cannot_be_edited(bot: telegram.Bot, ana: Person) -> None:
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.edit_message_text("x", ana.id, ana.sends("mine").id)
    assert str(refusal.value) == "Message can't be edited"


async def test_a_keyboard_can_be_replaced_and_removed(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    sent = await bot.send_message(ana.id, "one")
    await bot.edit_message_reply_markup(ana.id, sent.message_id, reply_markup=KEYBOARD)
    message = server.chat(ana.id).messages[-1]
    assert message.labels == ["Go"]
    await bot.edit_message_reply_markup(ana.id, sent.message_id)
    assert message.labels == []
    with pytest.raises(telegram.error.BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(ana.id, sent.message_id)


async def test_a_caption_can_be_edited_but_only_where_there_is_a_file(
    bot: telegram.Bot, ana: Person
) -> None:
    photo = await bot.send_photo(ana.id, b"jpeg", caption="one")
    edited = await bot.edit_message_caption(ana.id, photo.message_id, caption="two")
    assert isinstance(edited, telegram.Message)
    assert edited.caption == "two"
    text = await bot.send_message(ana.id, "text")
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.edit_message_caption(ana.id, text.message_id, caption="two")
    assert str(refusal.value) == "There is no caption in the message to edit"
    with pytest.raises(telegram.error.BadRequest) as refusal:
        await bot.edit_message_text("two", ana.id, photo.message_id)
    assert str(refusal.value) == "There is no text in the message to edit"


async def test_a_file_can_be_replaced(bot: telegram.Bot, ana: Person) -> None:
    photo = await bot.send_photo(ana.id, b"jpeg", caption="one")
    media = telegram.InputMediaDocument(b"pdf", filename="a.pdf", caption="two")
    edited = await bot.edit_message_media(media, ana.id, photo.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.document is not None
    assert edited.document.file_name == "a.pdf"
    assert (edited.caption, edited.photo) == ("two", ())


async def test_an_edit_for_a_blocked_bot_is_refused(api: Api, ana: Person) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="one")
    ana.blocks_bot()
    refusal = await api.refusal(
        "editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="two"
    )
    assert refusal == "403 Forbidden: bot was blocked by the user"
