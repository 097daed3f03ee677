"""What every conversation is given besides its state, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.conversation.replies import Reply
from bot.conversation.state import ChatState
from bot.wording.answer import Answer
from knowledge import Snapshot


@dataclass(frozen=True, slots=True)
class Context:
    """The base as it is now, and today's date."""

    base: Snapshot
    today: date


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of a conversation's step. `answered` is what a new message was answered with."""

    state: ChatState
    replies: tuple[Reply, ...] = ()
    answered: Answer | None = None
