"""Members of the team in scenes: they join as people do, through the chat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.wording.catalogue import say
from tests.telegram.messages import Message
from tests.telegram.people import Person

_START = re.compile(r"https://t\.me/\w+\?start=(\S+)")


async def press(person: Person, message: Message, button: str) -> Message:
    """Press a button that works; the message as it reads then."""
    pressed = person.presses(message, button)
    assert "text" not in await pressed.answered()
    return await person.edit_of(message)


async def answers(person: Person, texts: Sequence[str]) -> Message:
    """Say one thing after the other, each after the reply to the one before; the last reply."""
    for text in texts:
        person.sends(text)
        last = await person.reply()
    return last


async def becomes_owner(person: Person, name: str) -> Message:
    """An owner by the settings comes in."""
    return await answers(person, ["/team", name, "none"])


async def link_of(owner: Person, role: str) -> str:
    """What somebody has to send to follow a new link for this role."""
    owner.sends("/invite")
    # They hear of others meanwhile.
    while (asked := await owner.reply()).text != say("team", "which_role"):
        pass
    shown = await press(owner, asked, say("role", role))
    match = _START.search(shown.text)
    assert match
    return f"/start {match[1]}"


async def joins(
    person: Person, link: str, name: str, interests: str = "none", profession: str = ""
) -> Message:
    """Somebody follows a link and says who they are."""
    asked = await answers(person, [link, name, interests])
    return await press(person, asked, say("profession", profession)) if profession else asked
