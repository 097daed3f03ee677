"""/corrections: whether the chat is told when an answer that it got has changed."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.acts import ForgetTold
from bot.conversation.context import Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Say
from bot.conversation.state import ChatState
from bot.wording.catalogue import say
from bot.wording.rich import Text


def choose(state: ChatState, incoming: Incoming) -> Turn:
    """Switch corrections on or off, or say how it is. Off forgets what the chat was told."""
    match incoming.text.strip().casefold():
        case "on":
            return _said(replace(state, corrections=True), incoming, "on")
        case "off":
            turn = _said(replace(state, corrections=False), incoming, "off")
            return replace(turn, acts=(ForgetTold(),))
        case _:
            return _said(state, incoming, "are_on" if state.corrections else "are_off")


def _said(state: ChatState, incoming: Incoming, key: str) -> Turn:
    return Turn(state, (Say(Text(say("corrections", key)), to=incoming.message),))
