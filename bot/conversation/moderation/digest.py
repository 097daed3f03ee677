"""/digest: once a day, at an hour of their choice, a member hears what waits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.conversation.acts import WantDigest
from bot.conversation.context import Turn
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Say
from bot.wording.catalogue import say
from bot.wording.rich import Text

_WHEN = re.compile(r"([01]?\d|2[0-3])(?::00)?(?: *(?:utc)? *([+-])(\d{1,2})(?::([0-5]\d))?)?")
_FARTHEST = timedelta(hours=14)


def choose(step: Step) -> Turn:
    """The hour of the digest, or none any more."""
    wanted = " ".join(step.about).casefold()
    if wanted == "off":
        return _said(step, say("digest", "off"), WantDigest(None))
    match = _WHEN.fullmatch(wanted)
    offset = _offset(match) if match else None
    if match is None or offset is None:
        return _said(step, say("digest", "how"))
    now = datetime.fromtimestamp(step.view.now_ms / 1000, UTC)
    local = (now + offset).replace(hour=int(match[1]), minute=0, second=0, microsecond=0)
    first = local - offset
    if first <= now:
        first += timedelta(days=1)
    text = say("digest", "on", hour=f"{first:%H:%M}")
    return _said(step, text, WantDigest(int(first.timestamp() * 1000)))


def _offset(match: re.Match[str]) -> timedelta | None:
    """How far their clock is ahead of UTC; None for one that no country has."""
    if match[2] is None:
        return timedelta()
    away = timedelta(hours=int(match[3]), minutes=int(match[4] or 0))
    if away > _FARTHEST:
        return None
    return -away if match[2] == "-" else away


def _said(step: Step, text: str, *acts: WantDigest) -> Turn:
    return Turn(step.state, (Say(Text(text), step.incoming.message),), acts)


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {"digest": "What waits, once a day"}
COMMANDS: Handlers = {"digest": choose}
BUTTONS: Handlers = {}
STEPS: Handlers = {}
