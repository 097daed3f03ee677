"""Everything the server knows: bots, people, chats, files, faults and the log."""

import itertools
from dataclasses import dataclass

from .bots import Bot, token_for, user_of
from .chats import Chat, Member
from .clock import Clock
from .errors import Json
from .faults import Faults
from .files import FileStore
from .messages import Message
from .request_log import RequestLog
from .signal import Signal
from .updates import Poll, UpdateQueue
from .webhook import Webhook

# Messages about a group itself, which every bot in it hears.
_SERVICE = {
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
}


@dataclass(frozen=True)
class Options:
    """What a test may choose about a server."""

    webhook_backoff: float = 0.05
    webhook_timeout: float = 10.0
    query_lifetime: float = 60.0
    delete_lifetime: float = 48 * 3600.0


class World:
    """The state behind the API; touch it only on the server's loop."""

    def __init__(self, options: Options) -> None:
        """Start empty."""
        self.options = options
        self.clock = Clock()
        self.signal = Signal()
        self.log = RequestLog()
        self.faults = Faults()
        self.files = FileStore()
        self.bots: dict[str, Bot] = {}
        self.people: dict[int, Json] = {}
        self.groups: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}
        self.numbers = itertools.count(1)
        self._bot_by_id: dict[int, Bot] = {}

    # Bots

    def add_bot(self, token: str | None, username: str, first_name: str, flags: Json) -> Bot:
        """Let a token be valid."""
        token = token or token_for(next(self.numbers))
        queue = UpdateQueue()
        options = self.options
        webhook = Webhook(queue, self.clock, options.webhook_backoff, options.webhook_timeout)
        webhook.on_change = self.signal.changed
        user = user_of(token, username, first_name)
        bot = Bot(token, user, {"can_join_groups": True, **flags}, webhook, queue, Poll(queue))
        self.bots[token] = bot
        self._bot_by_id[bot.id] = bot
        return bot

    def bot(self, identifier: int | None = None) -> Bot:
        """Return the bot with this id, or the first one."""
        if identifier is None:
            return next(iter(self.bots.values()))
        return self._bot_by_id[identifier]

    # Chats

    def private(self, bot: Bot, user_id: int) -> Chat:
        """Return the private chat of a person with a bot; it starts with the first message."""
        key = (bot.id, user_id)
        if key not in self.privates:
            user = self.people[user_id]
            names = ("first_name", "last_name", "username")
            fields = {name: user[name] for name in names if name in user}
            self.privates[key] = Chat(user_id, "private", fields, started=False)
        return self.privates[key]

    def chat(self, bot: Bot, chat_id: int | str) -> Chat | None:
        """Return the chat a bot means by an id or @username, or None."""
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@").lower()
            if not chat_id.startswith("@") or not name:
                return None
            chats = self.groups.values()
            return next((c for c in chats if c.fields.get("username", "").lower() == name), None)
        if chat_id in self.people:
            return self.private(bot, chat_id)
        return self.groups.get(chat_id)

    def user(self, user_id: int) -> Json | None:
        """Return a User by id: a person or a bot."""
        if user_id in self.people:
            return self.people[user_id]
        bot = self._bot_by_id.get(user_id)
        return None if bot is None else bot.user

    # Events

    def hear(self, bot: Bot | None, chat: Chat, sender: Json | None, content: Json) -> Message:
        """Store what a person said and tell the bots that may hear it."""
        message = chat.add(content, self.clock.unix(), sender, None)
        kind = "channel_post" if chat.kind == "channel" else "message"
        self.tell(bot, chat, kind, message, message)
        return message

    def tell(
        self, bot: Bot | None, chat: Chat, kind: str, body: Json, about: Message | None = None
    ) -> None:
        """Queue an update for the bot of a private chat, or for all bots in a group."""
        for listener in self._listeners(bot, chat, about):
            listener.queue.push(kind, body)
        self.signal.changed()

    def _listeners(self, bot: Bot | None, chat: Chat, about: Message | None) -> list[Bot]:
        if chat.private:
            return [] if bot is None else [bot]
        present = [
            self._bot_by_id[m.user["id"]]
            for m in chat.members.values()
            if m.present and m.user["id"] in self._bot_by_id
        ]
        return [b for b in present if about is None or self._hears(b, chat, about)]

    def _hears(self, bot: Bot, chat: Chat, message: Message) -> bool:
        """Apply privacy mode: in groups a bot hears only what is meant for it."""
        member: Member = chat.members[bot.id]
        if bot.flags.get("can_read_all_group_messages") or member.rules or chat.kind == "channel":
            return True
        text = message.text
        if message.keys() & _SERVICE:
            return True
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        if replied == bot.id or f"@{bot.username}".lower() in text.lower():
            return True
        return text.startswith("/") and bot.addressed(text) is not False

    def reset(self) -> None:
        """Forget everything but the tokens."""
        for bot in self.bots.values():
            bot.queue.clear()
            bot.queries.clear()
            bot.commands.clear()
            bot.texts.clear()
        self.people.clear()
        self.groups.clear()
        self.privates.clear()
        self.files.clear()
        self.faults.clear()
        self.log.clear()
        self.clock.reset()
        self.signal.changed()
