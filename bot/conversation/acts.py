"""What a conversation wants to be done besides replies, in the transaction of its state."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TellData:
    """Send everything that is kept of this chat as a file, as an answer to the message `to`."""

    to: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything that is kept of this chat, and say so in place of the message."""

    message: int


Act = TellData | Forget
