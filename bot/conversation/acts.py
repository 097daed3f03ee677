"""What a conversation wants done besides saying something. Nothing here acts: who commits a turn
carries its acts out in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.replies import Reply
from knowledge import Invite, Member


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody joins the team; the invitation of this digest is used up ("" for none)."""

    member: Member
    invitation: str


@dataclass(frozen=True, slots=True)
class Ask:
    """An invitation is made."""

    invitation: Invite


@dataclass(frozen=True, slots=True)
class PutOut:
    """Somebody leaves the team at once."""

    person: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Something is said to another member of the team, in their own chat."""

    person: str
    reply: Reply


Act = LetIn | Ask | PutOut | Tell
