"""Checking calls against the published description."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer


async def test_an_unknown_method_is_not_found_and_recorded(server: BotApiServer, api: Api) -> None:
    assert await api.refusal("sendMesage") == "404 Not Found: method not found"
    (violation,) = server.violations
    assert (violation.method, violation.problem) == ("sendMesage", "unknown method")


@pytest.mark.parametrize(
    ("method", "parameters", "reason", "problem"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty", "missing parameter 'chat_id'"),
        ("sendMessage", {"chat_id": 1}, "message text is empty", "missing parameter 'text'"),
        (
            "setMyCommands",
            {},
            'parameter "commands" is required',
            "missing parameter 'commands'",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_to_message_id": 1},
            'unexpected parameter "reply_to_message_id"',
            "unknown parameter 'reply_to_message_id'",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": 5},
            'field "text" must be of type String',
            "text: expected String, got int 5",
        ),
        (
            "deleteMessage",
            {"chat_id": 1, "message_id": "x"},
            'field "message_id" must be of type Number',
            "message_id: expected Integer, got str 'x'",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
            "reply_markup: not JSON",
        ),
        (
            "sendMessage",
            {
                "chat_id": 1,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]},
            },
            "can't parse inline keyboard button: Can't find field \"text\"",
            "reply_markup.inline_keyboard[0][0]: missing field 'text' of InlineKeyboardButton",
        ),
        (
            "sendMessage",
            {
                "chat_id": 1,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "colour": "red"}]]},
            },
            'can\'t parse inline keyboard button: unexpected field "colour"',
            "reply_markup.inline_keyboard[0][0]: unknown field 'colour' of InlineKeyboardButton",
        ),
        (
            "setMyCommands",
            {"commands": "start"},
            "can't parse commands JSON object",
            "commands: not JSON",
        ),
        (
            "setMyCommands",
            {"commands": {}},
            "expected an Array of BotCommand",
            "commands: expected an array",
        ),
    ],
)
async def test_a_call_that_breaks_the_description_is_refused_and_recorded(
    server: BotApiServer,
    api: Api,
    method: str,
    parameters: dict[str, Any],
    reason: str,
    problem: str,
) -> None:
    assert await api.refusal(method, **parameters) == f"400 Bad Request: {reason}"
    (violation,) = server.violations
    assert (violation.method, violation.problem) == (method, problem)


async def test_numbers_written_as_strings_are_taken_as_telegram_takes_them(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    await api.result("sendMessage", chat_id=str(ana.id), text="x", disable_notification="true")
    assert server.violations == []


async def test_refusals_that_follow_from_the_state_are_no_violations(
    server: BotApiServer, api: Api
) -> None:
    await api.refusal("sendMessage", chat_id=1, text="x")
    assert server.violations == []


async def test_an_album_may_mix_photos_and_videos(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    photo, video = await bot.send_media_group(
        ana.id,
        [telegram.InputMediaPhoto(b"jpeg"), telegram.InputMediaVideo(b"mp4", caption="two")],
    )
    assert photo.photo
    assert video.video is not None
    assert photo.media_group_id == video.media_group_id
    assert server.violations == []


async def test_a_method_without_a_made_up_answer_says_so(api: Api) -> None:
    refusal = await api.refusal("getMyStarBalance")
    assert refusal == "501 Not Implemented: the loopback server has no getMyStarBalance"


async def test_a_body_that_is_not_json_is_refused(api: Api) -> None:
    response = await api.client.post(
        api.url("getMe"), content=b"{", headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400


async def test_parameters_are_logged_with_their_types(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    await bot.send_message(ana.id, "x", reply_markup=telegram.ForceReply())
    (record,) = server.calls("sendMessage")
    assert record.parameters["chat_id"] == ana.id
    assert record.parameters["reply_markup"]["force_reply"] is True
    assert (record.status, record.ok, record.bot_id) == (200, True, server.bot.id)


async def test_a_broken_form_is_refused(api: Api) -> None:
    response = await api.client.post(
        api.url("getMe"), content=b"x", headers={"Content-Type": "multipart/form-data"}
    )
    assert response.json()["description"] == "Bad Request: can't parse request body as form"


async def test_a_request_that_breaks_off_is_logged_without_an_answer(
    server: BotApiServer,
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.url).port)
    path = urlsplit(f"{server.base_url}{server.token}/sendMessage").path
    writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{{".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    record = await server.wait_for(lambda: server.requests and server.requests[0])
    assert record
    assert (record.method, record.status) == ("sendMessage", 0)
