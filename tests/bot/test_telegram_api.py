"""Telegram through real HTTP: calls arrive as published, and errors are told apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot import wire
from bot.conversation.replies import Acknowledge, Button, Edit, Reply, Say
from bot.errors import Busy, Gone, Moved, Refused, TransportError, Unchanged
from bot.telegram_api import TelegramApi, Webhook
from bot.wording.rich import Text, Writer
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
BUTTONS = ((Button("One", "a:1:c1"),),)
STYLED = Writer().bold("🧂 salt").add(" of ").link("grain", "https://example.org/a").text()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[tuple[BotApiServer, TelegramApi]]:
    async with BotApiServer() as server, TelegramApi(server.token, server.url) as api:
        yield server, api


@pytest.fixture
def server(shared: tuple[BotApiServer, TelegramApi]) -> BotApiServer:
    """A server that has forgotten all earlier tests."""
    shared[0].reset()
    return shared[0]


@pytest.fixture
def api(server: BotApiServer, shared: tuple[BotApiServer, TelegramApi]) -> TelegramApi:
    return shared[1]


async def make(api: TelegramApi, chat: int, *replies: Reply) -> None:
    for call in wire.calls(replies, chat):
        await api.call(call.method, call.arguments)


async def refusal(api: TelegramApi, chat: int, reply: Reply) -> TransportError:
    with pytest.raises(TransportError) as caught:
        await make(api, chat, reply)
    return caught.value


# Starting


async def test_the_bot_learns_its_name(api: TelegramApi, server: BotApiServer) -> None:
    assert api.username == server.bot.username


async def test_an_unknown_token_is_refused_with_the_way_out(server: BotApiServer) -> None:
    token = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    with pytest.raises(Refused, match="TELEGRAM_BOT_TOKEN") as caught:
        async with TelegramApi(token, server.url):
            pass
    assert token not in str(caught.value)


async def test_the_menu_of_commands_is_set(api: TelegramApi, server: BotApiServer) -> None:
    await api.show_commands({"help": "How to use me"})
    (held,) = server.bot.commands.values()
    assert held == [{"command": "help", "description": "How to use me"}]
    assert server.violations == []


async def test_a_fault_while_setting_the_menu_is_one_of_ours(
    api: TelegramApi, server: BotApiServer
) -> None:
    server.fail("setMyCommands", 500)
    with pytest.raises(TransportError):
        await api.show_commands({"help": "How to use me"})


# Updates


async def test_updates_come_raw_and_stay_until_confirmed(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.sends("hello")
    server.inject({"teleported": {"to": "Mars"}})
    first = await api.updates(None, 100, 0)
    assert first == await api.updates(None, 100, 0)
    assert first[0]["message"]["text"] == "hello"
    assert first[1]["teleported"] == {"to": "Mars"}
    assert await api.updates(first[-1]["update_id"] + 1, 100, 0) == []
    assert server.pending == 0
    assert server.violations == []


async def test_no_more_updates_come_than_asked_for(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    for number in range(5):
        ana.sends(str(number))
    assert len(await api.updates(None, 2, 0)) == 2


async def test_a_held_poll_ends_with_the_next_update(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    polling = asyncio.create_task(api.updates(None, 100, 25))
    await server.wait_for(lambda: server.bot.poll.held)
    ana.sends("hello")
    (update,) = await asyncio.wait_for(polling, 5)
    assert update["message"]["text"] == "hello"


async def test_only_kinds_that_are_asked_for_are_sent(
    api: TelegramApi, server: BotApiServer
) -> None:
    await api.updates(None, 100, 0)
    assert server.bot.queue.allowed == sorted(str(kind.value) for kind in wire.ALLOWED)


async def test_a_second_poller_is_told_that_it_is_not_alone(
    api: TelegramApi, server: BotApiServer
) -> None:
    polling = asyncio.create_task(api.updates(None, 100, 25))
    await server.wait_for(lambda: server.bot.poll.held)
    async with TelegramApi(server.token, server.url) as other:
        await other.updates(None, 100, 0)
    with pytest.raises(Refused, match="another program"):
        await polling


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 500}, TransportError),
        ({"status": 502}, TransportError),
        ({"kind": "drop"}, TransportError),
        ({"status": 401}, Refused),
    ],
)
async def test_a_failed_poll_is_sorted_and_names_no_token(
    api: TelegramApi, server: BotApiServer, fault: dict[str, Any], error: type[TransportError]
) -> None:
    server.fail("getUpdates", **fault)
    with pytest.raises(TransportError) as caught:
        await api.updates(None, 100, 0)
    assert type(caught.value) is error
    assert server.token not in str(caught.value)
    assert server.url not in str(caught.value)


# Calls


async def test_a_message_arrives_as_it_was_meant(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    question = ana.sends("NMN?")
    await make(api, ana.id, Say(STYLED, to=question.id, buttons=BUTTONS))
    (arrived,) = ana.replies
    assert arrived.text == "🧂 salt of grain"
    assert arrived["reply_to_message"]["message_id"] == question.id
    assert arrived["link_preview_options"] == {"is_disabled": True}
    assert arrived.labels == ["One"]
    assert arrived.entities == [
        {"type": "bold", "offset": 0, "length": 7},
        {"type": "text_link", "offset": 11, "length": 5, "url": "https://example.org/a"},
    ]
    assert server.violations == []


async def test_an_answer_arrives_although_its_question_was_deleted(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.chat().delete(ana.sends("NMN?").id)
    await make(api, ana.id, Say(STYLED, to=1))
    assert ana.replies[0].text == STYLED.plain


async def test_a_message_is_edited_in_place_and_its_press_acknowledged(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.sends("NMN?")
    await make(api, ana.id, Say(STYLED, buttons=BUTTONS))
    shown = await ana.reply()
    press = ana.presses(shown, "One")
    await make(api, ana.id, Acknowledge(press.id), Edit(shown.id, Text("Details")))
    assert press.answer is not None
    assert (shown.text, shown.buttons, shown.entities) == ("Details", [], [])
    assert server.violations == []


@pytest.mark.parametrize("seconds", [1, 35])
async def test_being_too_fast_tells_how_long_to_wait(
    api: TelegramApi, server: BotApiServer, ana: Person, seconds: int
) -> None:
    ana.sends("hello")
    server.fail("sendMessage", 429, retry_after=seconds)
    error = await refusal(api, ana.id, Say(STYLED))
    assert isinstance(error, Busy)
    assert error.seconds == seconds


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 502}, {"kind": "drop"}])
async def test_a_fault_of_the_network_is_worth_a_retry_and_names_no_token(
    api: TelegramApi, server: BotApiServer, ana: Person, fault: dict[str, Any]
) -> None:
    ana.sends("hello")
    server.fail("sendMessage", **fault)
    error = await refusal(api, ana.id, Say(STYLED))
    assert type(error) is TransportError
    assert server.token not in str(error)
    await make(api, ana.id, Say(STYLED))
    assert len(ana.replies) == 1


async def test_a_server_that_is_away_is_worth_a_retry() -> None:
    server = BotApiServer()
    async with server:
        api = TelegramApi(server.token, server.url)
        await api.bot.initialize()
    assert type(await refusal(api, 7, Say(STYLED))) is TransportError
    await api.bot.shutdown()


async def test_who_blocked_the_bot_is_gone(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.sends("hello")
    ana.blocks_bot()
    assert isinstance(await refusal(api, ana.id, Say(STYLED)), Gone)


async def test_a_group_that_put_the_bot_out_is_gone(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    group = server.group("Family", [ana])
    group.removes_bot(by=ana)
    assert isinstance(await refusal(api, group.id, Say(STYLED)), Gone)


async def test_a_chat_that_never_was_is_gone(api: TelegramApi) -> None:
    assert isinstance(await refusal(api, 404, Say(STYLED)), Gone)


async def test_an_edit_that_changes_nothing_is_told_apart(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.sends("hello")
    await make(api, ana.id, Say(STYLED, buttons=BUTTONS))
    shown = await ana.reply()
    error = await refusal(api, ana.id, Edit(shown.id, STYLED, BUTTONS))
    assert isinstance(error, Unchanged)


async def test_an_edit_of_a_deleted_message_has_nothing_left_to_do(
    api: TelegramApi, ana: Person
) -> None:
    ana.sends("hello")
    assert isinstance(await refusal(api, ana.id, Edit(99, STYLED)), Unchanged)


async def test_a_press_too_old_to_be_acknowledged_has_nothing_left_to_do(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.sends("hello")
    await make(api, ana.id, Say(STYLED, buttons=BUTTONS))
    press = ana.presses(await ana.reply(), "One")
    server.clock.advance(61)
    assert isinstance(await refusal(api, ana.id, Acknowledge(press.id)), Unchanged)


async def test_a_call_that_can_never_succeed_is_refused(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    ana.sends("hello")
    assert type(await refusal(api, ana.id, Say(Text("x" * 5_000)))) is Refused


async def test_of_a_group_that_moved_the_new_id_is_told(
    api: TelegramApi, server: BotApiServer, ana: Person
) -> None:
    group = server.group("Family", [ana], kind="group")
    moved = group.migrates(by=ana)
    error = await refusal(api, group.id, Say(STYLED))
    assert isinstance(error, Moved)
    assert error.chat == moved.id


# Webhooks


async def test_a_webhook_is_set_shown_and_removed_and_what_waits_stays(
    api: TelegramApi, server: BotApiServer
) -> None:
    server.person("Ana").sends("waits")
    assert (await api.webhook()).address == ""
    await api.set_webhook("https://bot.example.org/telegram", "a-secret")
    found = await api.webhook()
    assert (found.address, found.waiting) == ("https://bot.example.org/telegram", 1)
    (call,) = server.calls("setWebhook")
    assert call.parameters["secret_token"] == "a-secret"
    assert set(call.parameters["allowed_updates"]) == {str(kind.value) for kind in wire.ALLOWED}
    with pytest.raises(Refused, match="python -m bot webhook delete"):
        await api.updates(None, 10, 0)
    await api.delete_webhook()
    assert await api.webhook() == Webhook("", 1, "")
    assert len(await api.updates(None, 10, 0)) == 1
