"""What a person did, in our words: the input of every conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What arrived."""

    TEXT = "text"
    BUTTON = "button"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that a person did in one chat.

    person: who did it, 0 when nobody can be named (an anonymous admin, a channel);
    text: the message or caption; command: "start" for "/start x", whose rest is in `text`;
    media: what an unreadable message is ("voice"); data and callback: of a pressed button;
    replied: the message that the pressed one replies to; quoted: what stands in the quote of the
    pressed one;
    addressed: private chat, or the bot was named or asked in a group.
    """

    kind: Kind
    chat: int
    person: int = 0
    message: int = 0
    text: str = ""
    command: str = ""
    media: str = ""
    data: str = ""
    callback: str = ""
    replied: str = ""
    quoted: str = ""
    edited: bool = False
    forwarded: bool = False
    private: bool = True
    addressed: bool = True
