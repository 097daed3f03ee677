"""The bots that this server knows, each with its token and its queue."""

import re
import zlib
from dataclasses import dataclass, field

from .errors import Json
from .updates import Poll, UpdateQueue
from .webhook import Webhook

WELL_FORMED = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{3,}")
_FLAGS = (
    "can_join_groups",
    "can_read_all_group_messages",
    "supports_inline_queries",
    "supports_guest_queries",
    "can_connect_to_business",
    "has_main_web_app",
    "has_topics_enabled",
    "allows_users_to_create_topics",
    "can_manage_bots",
)


@dataclass
class CallbackQuery:
    """A press of a button that waits for its answer."""

    id: str
    asked: float
    user_id: int
    answer: Json | None = None


@dataclass
class Bot:
    """One bot: its token, its user, its updates and its settings."""

    token: str
    user: Json
    flags: Json
    webhook: Webhook
    queue: UpdateQueue
    poll: Poll
    queries: dict[str, CallbackQuery] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    settings: dict[str, Json] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The bot's user id, which starts its token."""
        return int(self.user["id"])

    @property
    def username(self) -> str:
        """The bot's username without @."""
        return str(self.user["username"])

    def me(self) -> Json:
        """Return the answer to getMe."""
        return {**self.user, **{name: bool(self.flags.get(name)) for name in _FLAGS}}

    def addressed(self, text: str) -> bool | None:
        """Tell whether a command is for this bot; None if it names no bot or is no command."""
        match = re.match(r"/\w+@(\w+)", text)
        return None if match is None else match.group(1).lower() == self.username.lower()


def user_of(token: str, username: str, first_name: str) -> Json:
    """Return the User object of the bot that a token belongs to."""
    identifier = int(token.split(":", 1)[0])
    return {"id": identifier, "is_bot": True, "first_name": first_name, "username": username}


def token_for(number: int) -> str:
    """Return a token of the usual form; the same number always gives the same one."""
    identifier = 7_000_000_000 + number
    secret = f"AA{zlib.crc32(str(number).encode()):08x}-loopback-not-a-real-token"[:35]
    return f"{identifier}:{secret:_<35}"
