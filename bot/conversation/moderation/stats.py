"""/stats: a week in a picture and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.context import Turn
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Say, SendFile
from bot.wording import blocks, seen
from bot.wording.catalogue import say
from bot.wording.rich import Text

COMMAND = "stats"


def stats(step: Step) -> Turn:
    """The picture of eight weeks, then the last seven days in words."""
    week = step.view.week
    if week is None:
        return Turn(step.state, (Say(Text(say("seen", "nothing")), step.incoming.message),))
    title = say("picture", "title", day=blocks.day(week.seen.last))
    picture = SendFile("weeks.png", week.picture, Text(title), picture=True)
    return Turn(step.state, (picture, Say(seen.stats(week.seen, step.view.base))))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {COMMAND: "The week in numbers"}
COMMANDS: Handlers = {COMMAND: stats}
BUTTONS: Handlers = {}
STEPS: Handlers = {}
