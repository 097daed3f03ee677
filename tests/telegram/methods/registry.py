"""Which function carries out which method."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..calls import Call
from ..errors import ApiError
from ..spec import MethodType

Handler = Callable[[Call], Any]
METHODS: dict[str, Handler] = {}


class Encoded(NamedTuple):
    """A result that is JSON already."""

    text: str


class Described(NamedTuple):
    """A result with the remark that Telegram adds to it."""

    result: Any
    description: str


def method(*names: str) -> Callable[[Handler], Handler]:
    """Register a function for one or more methods."""

    def register(handler: Handler) -> Handler:
        for name in names:
            METHODS[name.lower()] = handler
        return handler

    return register


def generic(kind: MethodType) -> Handler:
    """Return a handler for a method without one of its own.

    A method that only answers True is accepted once its chat is found; one that has to return
    something else is refused, so that nobody takes an invented answer for Telegram's.
    """

    def handle(call: Call) -> Any:
        if call.get("chat_id") is not None:
            call.chat()
        if kind.returns != ("Boolean",):
            raise ApiError(501, f"Not Implemented: the loopback server has no {kind.name}")
        return True

    return handle
