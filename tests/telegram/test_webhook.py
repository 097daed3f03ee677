"""Pushing updates."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .conftest import Api
from .people import Person
from .runner import Runner
from .server import BotApiServer


class Receiver:
    """A bot's side of a webhook, which refuses as often as it is told to."""

    def __init__(self) -> None:
        self.runner = Runner()
        self.url = f"http://127.0.0.1:{self.runner.port}/hook"
        self.bodies: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.refusals: list[int] = []
        self.answers: list[dict[str, Any]] = []

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]

    async def hook(self, request: Request) -> Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        body = await request.json()
        if self.refusals:
            return Response(status_code=self.refusals.pop(0))
        self.bodies.append(body)
        return JSONResponse(self.answers.pop(0) if self.answers else {})

    async def start(self) -> None:
        await self.runner.start(Starlette(routes=[Route("/hook", self.hook, methods=["POST"])]))


@pytest.fixture
async def receiver(server: BotApiServer) -> AsyncIterator[Receiver]:
    running = Receiver()
    await running.start()
    yield running
    await running.runner.stop()


async def test_updates_are_pushed_in_order(
    server: BotApiServer, bot: telegram.Bot, ana: Person, receiver: Receiver
) -> None:
    ana.sends("before")
    await bot.set_webhook(receiver.url)
    ana.sends("after")
    await server.wait_for(lambda: server.pending == 0)
    assert receiver.texts == ["before", "after"]


async def test_the_secret_token_comes_in_its_header(
    server: BotApiServer, bot: telegram.Bot, ana: Person, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url, secret_token="sesame_1")
    ana.sends("hello")
    await server.wait_for(lambda: server.pending == 0)
    assert receiver.secrets == ["sesame_1"]


async def test_a_refused_update_is_repeated_until_accepted_and_none_overtakes_it(
    server: BotApiServer, bot: telegram.Bot, ana: Person, receiver: Receiver
) -> None:
    receiver.refusals = [500, 403, 302]
    await bot.set_webhook(receiver.url)
    ana.sends("one")
    ana.sends("two")
    await server.wait_for(lambda: server.pending == 0)
    assert receiver.texts == ["one", "two"]
    assert len(receiver.secrets) == 5
    assert server.bot.webhook.last_error["last_error_message"].startswith("Wrong response")


async def test_updates_wait_for_a_bot_that_is_not_there_yet(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    absent = Receiver()
    await bot.set_webhook(absent.url)
    ana.sends("patience")
    await server.wait_for(lambda: server.bot.webhook.attempts > 1)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message == "Connection refused"
    await absent.start()
    await server.wait_for(lambda: server.pending == 0)
    assert absent.texts == ["patience"]
    await absent.runner.stop()


async def test_polling_is_refused_while_a_webhook_is_set(
    bot: telegram.Bot, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    with pytest.raises(telegram.error.Conflict) as refusal:
        await bot.get_updates()
    assert str(refusal.value) == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_setting_a_webhook_ends_a_waiting_poll(
    server: BotApiServer, api: Api, receiver: Receiver
) -> None:
    poll = asyncio.create_task(api.refusal("getUpdates", timeout=10))
    await server.wait_for(lambda: server.bot.poll.held)
    await api.result("setWebhook", url=receiver.url)
    assert await poll == "409 Conflict: terminated by setWebhook request"


async def test_the_webhook_info_tells_what_was_set(bot: telegram.Bot) -> None:
    empty = await bot.get_webhook_info()
    assert (empty.url, empty.has_custom_certificate) == ("", False)
    await bot.set_webhook(
        "https://bot.example/hook", allowed_updates=["message"], max_connections=3
    )
    info = await bot.get_webhook_info()
    assert info.url == "https://bot.example/hook"
    assert info.allowed_updates == ("message",)
    assert info.max_connections == 3


async def test_an_address_elsewhere_is_kept_but_never_dialled(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    await bot.set_webhook("https://bot.example/hook")
    ana.sends("stays here")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert server.bot.webhook.attempts == 0


async def test_pending_updates_can_be_dropped(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    ana.sends("dropped")
    await bot.delete_webhook(drop_pending_updates=True)
    assert server.pending == 0


async def test_plain_http_is_only_for_this_machine(api: Api) -> None:
    refusal = await api.refusal("setWebhook", url="http://bot.example/hook")
    assert refusal == "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


async def test_a_secret_with_odd_characters_is_refused(api: Api) -> None:
    refusal = await api.refusal("setWebhook", url="https://bot.example/", secret_token="a b")
    assert refusal == "400 Bad Request: secret token contains unallowed characters"


async def test_a_method_in_the_answer_to_an_update_is_carried_out(
    bot: telegram.Bot, ana: Person, receiver: Receiver
) -> None:
    receiver.answers = [{"method": "sendMessage", "chat_id": ana.id, "text": "by the way"}]
    await bot.set_webhook(receiver.url)
    ana.sends("hello")
    assert (await ana.reply()).text == "by the way"
