"""What people read who have sent more than can be read: when to try again, and where help is."""

from __future__ import annotations

import math

from bot.wording import emergency
from bot.wording.catalogue import say
from bot.wording.rich import Text, joined
from knowledge import Helplines

_MINUTE = 60


def rest(seconds: float, country: Helplines | None, *, private: bool) -> Text:
    """Why the next messages stay unanswered, and for how long."""
    said = say("waiting", "rest" if private else "rest_of_group", time=in_words(seconds))
    return joined([Text(said), emergency.at_once(country)])


def blocked(*, may_appeal: bool) -> Text:
    """That somebody is not answered for a day, and what to do about it."""
    said = say("waiting", "blocked")
    way_out = say("waiting", "appeal" if may_appeal else "no_appeal")
    return joined([Text(said), Text(way_out), emergency.at_once(None)])


def in_words(seconds: float) -> str:
    """A time as people say it, never too short."""
    if seconds <= _MINUTE:
        return say("waiting", "seconds", number=max(2, math.ceil(seconds)))
    return say("waiting", "minutes", number=math.ceil(seconds / _MINUTE))
