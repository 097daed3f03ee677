"""Very many people who send nearly the same message to the reviewers."""

from __future__ import annotations

import asyncio

from bot.wording.catalogue import say
from tests.bot.scenes.after.world import World, opens, press
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

_AT_ONCE = 50
_GREETINGS = ("", "Look!", "Hi all,", "Is it so?", "My aunt writes:", "Forwarded:", "!!!")
_ENDS = ("", "🙏", "Share this.", "True?", "...", "❤️❤️")


def worded(number: int) -> str:
    """The same claim, hardly ever worded twice alike."""
    greeting, end = _GREETINGS[number % 7], _ENDS[number % 6]
    return f"{greeting} NMN drops cure dark spots on the moon side of the knee {end}".strip()


async def flood(server: BotApiServer, world: World, count: int) -> list[Person]:
    """So many people send it, many at a time."""
    people = [server.person(f"P{number}") for number in range(count)]

    async def send(number: int) -> None:
        person = people[number]
        person.forwards(worded(number))
        answer = await person.reply()
        preview = await opens(person, answer, say("requesting", "button"))
        assert (await press(person, preview, say("requesting", "send"))).text == say(
            "requesting", "sent"
        )

    for at in range(0, count, _AT_ONCE):
        await asyncio.gather(*(send(number) for number in range(at, min(count, at + _AT_ONCE))))
    await world.app.settled()
    return people
