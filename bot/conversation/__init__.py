"""Pure conversations: (state, incoming) -> (state, replies). One file each; none sends."""

from __future__ import annotations

from bot.conversation import (
    browse,
    commands,
    feedback,
    keyboards,
    privacy,
    requesting,
    triage,
    unreadable,
)
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming, Kind
from bot.conversation.limited import hear, may_cry
from bot.conversation.state import ChatState

__all__ = ["ChatState", "Context", "Incoming", "Kind", "Turn", "hear", "may_cry", "respond"]

_BUTTONS = {
    keyboards.REQUEST: requesting.pressed,
    keyboards.FEEDBACK: feedback.pressed,
    keyboards.DETAILS: browse.details,
    privacy.PREFIX.rstrip(":"): privacy.pressed,
}
"""Who answers to a button, by the beginning of its data; to all others `browse` does."""


def respond(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """The new state of the chat and all replies to one thing that a person did."""
    if incoming.kind is Kind.IGNORED:
        return Turn(state)
    if incoming.kind is Kind.BUTTON:
        return _BUTTONS.get(incoming.data.partition(":")[0], browse.pressed)(
            state, incoming, context
        )
    if not incoming.addressed:
        return Turn(state)
    if incoming.command:
        return commands.obey(state, incoming, context)
    if incoming.kind is Kind.UNREADABLE:
        return unreadable.explain(state, incoming)
    return triage.check(state, incoming, context)
