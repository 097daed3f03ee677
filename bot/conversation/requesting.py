"""Sending a message to the reviewers: asked first, with a preview of exactly what would be kept.

The message is kept nowhere until then. It is read from the press itself: Telegram sends the message
with the button, and the one that it answers. Only in private chats: a group would read the preview,
and whoever presses there need not have written the message.
"""

from __future__ import annotations

import math
import re

from bot.conversation.acts import AskReviewers, TakeBack
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.keyboards import LEAVE, REQUEST, SEND, TAKE_BACK
from bot.conversation.replies import Acknowledge, Button, Edit, Say
from bot.conversation.state import ChatState
from bot.wording import emergency
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer, units
from knowledge import Assessment, Urgency, assess, scrubbed

A_DAY = 20
"""Messages that one person can send to the reviewers in a day."""
DAY_MS = 24 * 3600 * 1000
_LONGEST = 3_000
"""UTF-16 units that are kept of a message: what fits into the preview."""
_HOUR_MS = 3600 * 1000
_DATA = re.compile(r"r:(?:([pyn]):([0-9a-f]{1,8})|(w):([0-9]{1,18}))")


def pressed(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """One press on the way of a message to the reviewers, or back."""
    match = _DATA.fullmatch(incoming.data)
    if match is None:
        return _notice(state, incoming, say("notice", "unknown"))
    if not incoming.private:
        return _notice(state, incoming, say("requesting", "in_private"))
    match match[1] or match[3]:
        case "p":
            return _preview(state, incoming, context, match[2])
        case "y":
            return _send(state, incoming, context)
        case "n":
            return _edited(state, incoming, say("requesting", "left"))
        case _:
            # Whether it was still waiting is known only when it is done.
            acts = (TakeBack(int(match[4])),)
            return Turn(state, (Acknowledge(incoming.callback),), acts)


def sends(incoming: Incoming) -> bool:
    """Whether this press would send something, so that it matters how much was sent before."""
    return incoming.data.startswith(f"{REQUEST}:{SEND}:")


def sent(message: int, case: int) -> Edit:
    """In place of the preview: what happens next, and the way back."""
    button = Button(say("requesting", "take_back"), f"{REQUEST}:{TAKE_BACK}:{case}")
    return Edit(message, Text(say("requesting", "sent")), ((button,),))


def taken_back(message: int, *, done: bool) -> Edit:
    """In place of the confirmation: what it came to."""
    return Edit(message, Text(say("requesting", "taken_back" if done else "nothing_waits")))


def _preview(state: ChatState, incoming: Incoming, context: Context, answer: str) -> Turn:
    to = int(answer, 16)
    if not incoming.replied:
        return _said(state, incoming, Text(say("requesting", "gone")))
    assessment = assess(incoming.replied, context.base)
    if stop := _in_danger(assessment, state, context):
        return _said(state, incoming, stop)
    kept = _fitting(scrubbed(incoming.replied).text)
    if not any(char.isalnum() for char in kept):
        return _said(state, incoming, Text(say("requesting", "empty")))
    writer = Writer().bold(say("requesting", "title")).line().line()
    writer.line(say("requesting", "consent")).line()
    text = writer.line(say("requesting", "preview")).quote(kept).text()
    buttons = (
        (
            Button(say("requesting", "send"), f"{REQUEST}:{SEND}:{answer}"),
            Button(say("requesting", "leave"), f"{REQUEST}:{LEAVE}:{answer}"),
        ),
    )
    return Turn(state, (Acknowledge(incoming.callback), Say(text, to, buttons)))


def _send(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    text = incoming.quoted
    if not text:
        return _notice(state, incoming, say("notice", "old"))
    assessment = assess(text, context.base)
    if stop := _in_danger(assessment, state, context):
        return Turn(state, (Acknowledge(incoming.callback), Edit(incoming.message, stop)))
    lately = [at for at in context.sent_ms if at > context.now_ms - DAY_MS]
    if len(lately) >= A_DAY:
        # The preview stays, so that it can be sent when there is room again.
        hours = math.ceil((sorted(lately)[-A_DAY] + DAY_MS - context.now_ms) / _HOUR_MS)
        return _notice(state, incoming, say("requesting", "enough", hours=max(1, hours)))
    return Turn(state, (Acknowledge(incoming.callback),), (AskReviewers(text, assessment),))


def _in_danger(assessment: Assessment, state: ChatState, context: Context) -> Text | None:
    """What somebody reads who may be in danger: help, and no review."""
    helplines = context.base.vocabulary.helplines.get(state.country)
    if assessment.urgent in (Urgency.CRISIS, Urgency.POISONING):
        return emergency.alone(assessment.urgent, assessment.language, helplines)
    if assessment.concern:
        return emergency.on_top(assessment.concern, helplines)
    return None


def _fitting(text: str) -> str:
    """As much of a text as fits into the preview."""
    text = text.strip()
    if units(text) <= _LONGEST:
        return text
    raw = text.encode("utf-16-le", "surrogatepass")[: (_LONGEST - 2) * 2]
    return raw.decode("utf-16-le", "ignore").rstrip() + " …"


def _said(state: ChatState, incoming: Incoming, text: Text) -> Turn:
    return Turn(state, (Acknowledge(incoming.callback), Say(text, incoming.message)))


def _edited(state: ChatState, incoming: Incoming, text: str) -> Turn:
    edit = Edit(incoming.message, Text(text))
    return Turn(state, (Acknowledge(incoming.callback), edit))


def _notice(state: ChatState, incoming: Incoming, text: str) -> Turn:
    return Turn(state, (Acknowledge(incoming.callback, text),))
