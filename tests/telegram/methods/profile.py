"""Methods about the bot itself: who it is, its commands and its texts."""

import json
import re
from typing import Any

from ..calls import Call
from ..errors import ApiError, Json, bad_request
from .registry import method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_TEXTS = {
    "name": ("Name", 64),
    "description": ("Description", 512),
    "short_description": ("ShortDescription", 120),
}


@method("getMe")
def get_me(call: Call) -> Any:
    """Tell who the bot is."""
    return call.bot.me()


@method("logOut", "close")
def log_out(call: Call) -> Any:
    """Refuse, as the public server refuses it to a bot that has just started."""
    raise ApiError(429, "Too Many Requests: retry after 600", {"retry_after": 600})


@method("setMyCommands")
def set_my_commands(call: Call) -> Any:
    """Keep a list of commands for a scope and language."""
    commands = call.get("commands")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(command) for command in commands]
    call.bot.commands[_place(call)] = kept
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> Any:
    """Return the commands set for exactly this scope and language."""
    return call.bot.commands.get(_place(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> Any:
    """Forget the commands of a scope and language."""
    call.bot.commands.pop(_place(call), None)
    return True


def _command(command: Json) -> Json:
    name = command["command"].removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {**command, "command": name}


def _place(call: Call) -> str:
    scope = call.get("scope", {"type": "default"})
    return json.dumps([scope, call.get("language_code", "")], sort_keys=True)


def _register(key: str, name: str, longest: int) -> None:
    @method(f"setMy{name}")
    def set_text(call: Call) -> Any:
        value = call.get(key, "")
        if len(value) > longest:
            raise bad_request(f"bot {key.replace('_', ' ')} is too long")
        call.bot.texts[key, call.get("language_code", "")] = value
        return True

    @method(f"getMy{name}")
    def get_text(call: Call) -> Any:
        texts, language = call.bot.texts, call.get("language_code", "")
        unset = str(call.bot.user["first_name"]) if key == "name" else ""
        return {key: texts.get((key, language)) or texts.get((key, "")) or unset}


for _key, (_name, _longest) in _TEXTS.items():
    _register(_key, _name, _longest)


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> Any:
    """Keep the menu button of a chat, or the usual one."""
    place = f"menu {call.get('chat_id', '')}"
    call.bot.settings[place] = call.get("menu_button", {"type": "default"})
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Any:
    """Return the menu button of a chat, or the usual one."""
    settings = call.bot.settings
    unset = settings.get("menu ", {"type": "default"})
    return settings.get(f"menu {call.get('chat_id', '')}", unset)


@method("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> Any:
    """Return no photos, if the user is known."""
    if call.world.user(call.get("user_id")) is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
