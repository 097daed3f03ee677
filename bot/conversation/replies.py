"""What the bot intends to say: the output of every conversation. Nothing here sends."""

from __future__ import annotations

from dataclasses import dataclass

from bot.wording.rich import Text


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `data` comes back when it is pressed (64 bytes at most)."""

    label: str
    data: str


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A new message, as an answer to the message `to` (0: to none)."""

    text: Text
    to: int = 0
    buttons: Keyboard = ()


@dataclass(frozen=True, slots=True)
class SendFile:
    """A file of this name with a text under it; shown as a picture when `picture`."""

    name: str
    content: bytes
    text: Text
    to: int = 0
    buttons: Keyboard = ()
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A message of the bot's shown anew."""

    message: int
    text: Text
    buttons: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Ends the waiting of a pressed button; `notice` is shown for a moment."""

    callback: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of commands in this chat: with those of a member of the team, or everybody's."""

    member: bool


Reply = Say | SendFile | Edit | Acknowledge | Menu
