"""Kinds of messages that hold no text: told what to send instead, never left without an answer."""

from __future__ import annotations

from bot.conversation.context import Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Say
from bot.conversation.state import ChatState
from bot.wording.catalogue import say
from bot.wording.rich import Text

_WORDED = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
    "sticker": "sticker",
}


def explain(state: ChatState, incoming: Incoming) -> Turn:
    """What to send instead of this kind of message; its edits stay unanswered."""
    if incoming.edited:
        # A live location moves every few seconds; it was answered when it came.
        return Turn(state)
    key = _WORDED.get(incoming.media, "other")
    return Turn(state, (Say(Text(say("unreadable", key)), to=incoming.message),))
