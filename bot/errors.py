"""Every error of the bot's rooms, as a tree.

BotError
├── Unwell              the running bot does not do its work (in health.py)
├── SettingsError       a setting is missing or malformed; one line that names it
├── LaneLost            another process owns the lane of this chat now
├── SealBroken          what lies in a queue cannot be read any more
└── TransportError      a call to Telegram (or the terminal) failed
    ├── Refused         it will never succeed: wrong token, another poller, bad request
    │   └── Gone        the person blocked the bot, or the chat is no more
    ├── Moved           the group became a supergroup with another id
    ├── Unchanged       an edit that changes nothing: as good as done
    └── Busy            try again after `seconds`
"""

from __future__ import annotations


class BotError(Exception):
    """Anything that the bot's rooms refuse to do; its text says what, where and the way out."""


class SettingsError(BotError):
    """A setting is missing or malformed."""


class LaneLost(BotError):  # noqa: N818 - reads as what happened
    """Another process works for this chat now; what was begun must come to nothing."""


class SealBroken(BotError):  # noqa: N818 - reads as what happened
    """What lies in a queue cannot be read: the key that sealed it is gone."""


class TransportError(BotError):
    """A call failed; without a closer kind it is a fault of the network and worth a retry."""


class Refused(TransportError):  # noqa: N818 - reads as what happened
    """The call will never succeed as it is."""


class Gone(Refused):
    """Nobody is there any more: blocked, deleted, or thrown out of the group."""


class Unchanged(TransportError):  # noqa: N818 - reads as what happened
    """The message already reads like that."""


class Moved(TransportError):  # noqa: N818 - reads as what happened
    """The group became a supergroup: its chat is another one now."""

    def __init__(self, chat: int) -> None:
        super().__init__("the group became a supergroup")
        self.chat = chat


class Busy(TransportError):  # noqa: N818 - reads as what happened
    """Asked to wait for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:g} s")
        self.seconds = seconds
