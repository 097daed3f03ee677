"""What every conversation is given besides its state, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.conversation.acts import Act
from bot.conversation.replies import Reply
from bot.conversation.state import ChatState
from bot.wording.answer import Answer
from knowledge import Snapshot


@dataclass(frozen=True, slots=True)
class Context:
    """The base as it is now, the moment, when the person last sent something to the reviewers (only
    looked up where that matters), and whether they are blocked."""

    base: Snapshot
    today: date
    now_ms: int = 0
    sent_ms: tuple[int, ...] = ()
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of a conversation's step: what is remembered, said and done, all or nothing. What
    the acts have to say follows the replies; `answered` is what a new message was answered with."""

    state: ChatState
    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()
    answered: Answer | None = None
