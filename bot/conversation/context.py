"""What every conversation is given besides its state, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.conversation.replies import Reply
from bot.conversation.state import ChatState
from knowledge import Snapshot


@dataclass(frozen=True, slots=True)
class Context:
    """The base as it is now, today's date, and whether the person is blocked."""

    base: Snapshot
    today: date
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of a conversation's step."""

    state: ChatState
    replies: tuple[Reply, ...] = ()
