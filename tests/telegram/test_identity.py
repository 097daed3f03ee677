"""Tokens, getMe and addresses."""

import pytest
import telegram

from .conftest import Api, plain_request
from .server import BotApiServer


async def test_get_me_tells_all_fields_of_the_bot(server: BotApiServer, api: Api) -> None:
    me = await api.result("getMe")
    assert me["is_bot"] is True
    assert me["id"] == int(server.token.split(":")[0])
    assert me["username"] == "loopback_bot"
    assert me["can_join_groups"] is True
    assert me["can_read_all_group_messages"] is False
    assert me["supports_inline_queries"] is False


async def test_methods_may_be_asked_for_with_get_and_in_any_case(api: Api) -> None:
    response = await api.client.get(api.url("GETME"))
    assert response.json()["result"]["is_bot"] is True


async def test_a_wrong_token_is_unauthorized(api: Api) -> None:
    response = await api.client.post(api.url("getMe", "123456:wrong-token"))
    assert response.status_code == 401
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_malformed_token_is_not_found(api: Api) -> None:
    response = await api.client.post(api.url("getMe", "nonsense"))
    assert response.status_code == 404
    assert response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_another_path_is_not_found(server: BotApiServer, api: Api) -> None:
    assert (await api.client.get(f"{server.url}/elsewhere")).status_code == 404


async def test_the_library_takes_a_wrong_token_for_an_invalid_one(server: BotApiServer) -> None:
    async with plain_request() as request:
        bot = telegram.Bot("123456:wrong-token", base_url=server.base_url, request=request)
        with pytest.raises(telegram.error.InvalidToken):
            await bot.get_me()


async def test_an_added_token_is_a_bot_of_its_own(server: BotApiServer, api: Api) -> None:
    second = server.add_token(username="other_bot", can_read_all_group_messages=True)
    response = await api.client.post(api.url("getMe", second.token))
    me = response.json()["result"]
    assert me["username"] == "other_bot"
    assert me["can_read_all_group_messages"] is True
    assert me["id"] != server.bot.id


async def test_commands_are_kept_by_scope_and_language(bot: telegram.Bot) -> None:
    await bot.set_my_commands([("start", "Begin"), ("help", "Help")])
    await bot.set_my_commands([("ayuda", "Ayuda")], language_code="es")
    scope = telegram.BotCommandScopeAllGroupChats()
    await bot.set_my_commands([("family", "Our family")], scope=scope)
    assert [c.command for c in await bot.get_my_commands()] == ["start", "help"]
    assert [c.command for c in await bot.get_my_commands(language_code="es")] == ["ayuda"]
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["family"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


async def test_a_command_with_odd_characters_is_refused(api: Api) -> None:
    commands = [{"command": "¿qué", "description": "What"}]
    refusal = await api.refusal("setMyCommands", commands=commands)
    assert refusal == "400 Bad Request: BOT_COMMAND_INVALID"


async def test_descriptions_are_kept_by_language(bot: telegram.Bot) -> None:
    await bot.set_my_description("Remembers things.")
    await bot.set_my_description("Recuerda cosas.", language_code="es")
    assert (await bot.get_my_description()).description == "Remembers things."
    assert (await bot.get_my_description("es")).description == "Recuerda cosas."
    assert (await bot.get_my_description("fr")).description == "Remembers things."
    assert (await bot.get_my_name()).name == "Loopback"


async def test_the_menu_button_is_kept(bot: telegram.Bot) -> None:
    await bot.set_chat_menu_button(menu_button=telegram.MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
