"""Messages over the limit: a cry for help is answered all the same, the rest is told to wait."""

from __future__ import annotations

from bot.conversation import triage
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming, Kind
from bot.conversation.replies import Acknowledge, Say
from bot.conversation.state import ChatState
from bot.wording import waiting
from bot.wording.catalogue import say
from knowledge import Urgency, assess

_CRY = 500
"""Characters of a cry for help at most."""
_CRIES = (Urgency.CRISIS, Urgency.POISONING)


def may_cry(incoming: Incoming) -> bool:
    """Whether this may be a cry for help, by its form: short, and a person's own words."""
    own = incoming.kind is Kind.TEXT and not incoming.command and not incoming.forwarded
    return own and len(incoming.text) <= _CRY


def hear(state: ChatState, incoming: Incoming, context: Context, wait: float) -> Turn:
    """Answer a cry for help; tell anybody else to wait so many seconds, 0 for no word."""
    if may_cry(incoming):
        found = assess(incoming.text, context.base)
        if found.urgent in _CRIES or found.concern:
            return triage.check(state, incoming, context)
    if incoming.kind is Kind.BUTTON:
        notice = say("waiting", "button", time=waiting.in_words(wait)) if wait else ""
        return Turn(state, (Acknowledge(incoming.callback, notice),))
    if not wait:
        return Turn(state)
    country = context.base.vocabulary.helplines.get(state.country)
    said = waiting.rest(wait, country, private=incoming.private)
    return Turn(state, (Say(said, to=incoming.message),))
