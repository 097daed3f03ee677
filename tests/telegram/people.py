"""People, who write to the bot, press its buttons and read its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import contents, entities
from .bots import Bot, CallbackQuery
from .calls import replied
from .chats import Chat, Member
from .driver import DEFAULT_TIMEOUT, Driver
from .errors import Json
from .messages import Message, with_text

if TYPE_CHECKING:
    from .groups import Group


class Press:
    """A press of a button, and the bot's answer to it once it comes."""

    def __init__(self, driver: Driver, query: CallbackQuery) -> None:
        """Keep the query."""
        self._driver = driver
        self._query = query
        self.id = query.id

    @property
    def answer(self) -> Json | None:
        """What the bot answered (`text`, `show_alert`, `url`), or None as yet."""
        return self._query.answer

    async def answered(self, timeout: float = DEFAULT_TIMEOUT) -> Json:
        """Wait for the answer and return it."""
        query = self._query
        await self._driver.wait_for(
            lambda: query.answer is not None, timeout, f"the answer to press {self.id}"
        )
        return query.answer or {}


class Person:
    """One person with an account."""

    def __init__(self, driver: Driver, user: Json) -> None:
        """Keep the User object; it may be changed, as people rename themselves."""
        self._driver = driver
        self.user = user
        self._read: dict[int, int] = {}
        self._seen: dict[tuple[int, int], int] = {}

    @property
    def id(self) -> int:
        """The user id, which is also the id of the private chat."""
        return int(self.user["id"])

    @property
    def messages(self) -> list[Message]:
        """All messages in the private chat with the first bot."""
        return self.chat().messages

    @property
    def replies(self) -> list[Message]:
        """The bot's messages in the private chat."""
        return [message for message in self.messages if message.from_bot]

    def chat(self, bot: Bot | None = None) -> Chat:
        """Return the private chat with a bot."""
        driver = self._driver
        return driver.do(lambda: driver.world.private(driver.bot(bot), self.id))

    def sends(
        self,
        text: str,
        *,
        reply_to: Message | None = None,
        group: Group | None = None,
        bot: Bot | None = None,
        **fields: Any,
    ) -> Message:
        """Write a text; further message fields may be given by name."""
        content = with_text("text", text, entities.automatic(text))
        return self._say({**content, **fields}, reply_to, group, bot)

    def sends_photo(
        self,
        caption: str = "",
        *,
        content: bytes | None = None,
        reply_to: Message | None = None,
        group: Group | None = None,
        bot: Bot | None = None,
    ) -> Message:
        """Send a photo."""
        return self.sends_kind(
            "photo", caption=caption, content=content, reply_to=reply_to, group=group, bot=bot
        )

    def sends_kind(
        self,
        kind: str,
        *,
        caption: str = "",
        content: bytes | None = None,
        name: str = "",
        reply_to: Message | None = None,
        group: Group | None = None,
        bot: Bot | None = None,
        **fields: Any,
    ) -> Message:
        """Send a voice, sticker, video, document, location, contact, poll and so on."""

        def build() -> Json:
            world = self._driver.world
            sample = contents.sample(world.files, kind, next(world.numbers), content, name)
            return {**sample, **with_text("caption", caption, entities.automatic(caption))}

        body = self._driver.do(build)
        return self._say({**body, **fields}, reply_to, group, bot)

    def forwards(
        self,
        text: str = "",
        *,
        origin: str = "user",
        name: str = "Someone Else",
        kind: str = "",
        date: int | None = None,
        group: Group | None = None,
        bot: Bot | None = None,
    ) -> Message:
        """Forward what a user, a hidden user, a chat or a channel wrote before."""
        body = self._driver.do(lambda: self._origin(origin, name, date))
        if kind:
            return self.sends_kind(kind, caption=text, group=group, bot=bot, forward_origin=body)
        return self.sends(text, group=group, bot=bot, forward_origin=body)

    def edits(self, message: Message, text: str) -> Message:
        """Change the text or caption of a message of one's own."""

        def edit() -> Message:
            world = self._driver.world
            field = "text" if "text" in message else "caption"
            content = with_text(field, text, entities.automatic(text))
            removed = ("entities", "caption_entities")
            message.replace({**content, "edit_date": world.clock.unix()}, removed)
            bot, chat = self._where(message)
            kind = "edited_channel_post" if chat.kind == "channel" else "edited_message"
            world.tell(bot, chat, kind, message, message)
            return message

        return self._driver.do(edit)

    def presses(self, message: Message, button: str, *, stale: bool = False) -> Press:
        """Press the inline button with this label or data.

        With `stale` the text is taken for the callback data itself, as when an app still shows a
        keyboard that the bot has replaced.
        """

        def press() -> Press:
            world = self._driver.world
            data = button if stale else message.button(button).get("callback_data")
            if data is None:
                raise LookupError(f"the button {button!r} sends no callback query")
            bot = world.bot(int(message["from"]["id"]))
            query = CallbackQuery(
                str(4_000_000_000_000 + next(world.numbers)), world.clock.now(), self.id
            )
            bot.queries[query.id] = query
            body = {
                "id": query.id,
                "from": self.user,
                "message": _shown(message),
                "chat_instance": str(-5_000_000_000_000 - message.chat_id),
                "data": data,
            }
            bot.queue.push("callback_query", body)
            world.signal.changed()
            return Press(self._driver, query)

        return self._driver.do(press)

    def taps(self, label: str, *, bot: Bot | None = None) -> Message:
        """Tap a button of the reply keyboard, which sends its label."""
        keyboard = self.chat(bot).reply_keyboard or {"keyboard": []}
        shown = [b if isinstance(b, str) else b["text"] for r in keyboard["keyboard"] for b in r]
        if label not in shown:
            raise LookupError(f"no button {label!r} on the reply keyboard; there are {shown}")
        return self.sends(label, bot=bot)

    def blocks_bot(self, bot: Bot | None = None) -> None:
        """Block the bot: it may write no more, and learns so."""
        self._driver.do(lambda: self._set_blocked(True, bot))

    def unblocks_bot(self, bot: Bot | None = None) -> None:
        """Let the bot write again."""
        self._driver.do(lambda: self._set_blocked(False, bot))

    async def reply(self, timeout: float = DEFAULT_TIMEOUT, *, bot: Bot | None = None) -> Message:
        """Wait for the bot's next message in the private chat that was not returned before."""
        chat = self.chat(bot)
        return await self.next_in(chat, timeout)

    async def next_in(self, chat: Chat, timeout: float = DEFAULT_TIMEOUT) -> Message:
        """Wait for a bot's next message in a chat."""
        key = id(chat)

        def unread() -> Message | None:
            news = chat.since(self._read.get(key, 0))
            return next((message for message in news if message.from_bot), None)

        wanted = f"a message for {self.user['first_name']} in chat {chat.id}"
        message = await self._driver.wait_for(unread, timeout, wanted)
        assert message is not None
        self._read[key] = message.id
        return message

    async def edit_of(self, message: Message, timeout: float = DEFAULT_TIMEOUT) -> Message:
        """Wait until the bot has edited a message once more than this method has told of."""
        key = (message.chat_id, message.id)
        seen = self._seen.get(key, 0)
        await self._driver.wait_for(
            lambda: len(message.versions) > seen, timeout, f"an edit of message {message.id}"
        )
        self._seen[key] = len(message.versions)
        return message

    def _say(
        self, content: Json, reply_to: Message | None, group: Group | None, bot: Bot | None
    ) -> Message:
        def say() -> Message:
            world = self._driver.world
            reply = {"reply_to_message": replied(reply_to)} if reply_to is not None else {}
            if group is not None:
                member = group.chat.members.get(self.id)
                if member is None or not member.present:
                    raise ValueError(f"{self.user['first_name']} is not in the group")
                return world.hear(None, group.chat, self.user, {**reply, **content})
            listener = self._driver.bot(bot)
            chat = world.private(listener, self.id)
            if chat.blocked:
                raise ValueError("whoever has blocked the bot has to unblock it first")
            chat.started = True
            return world.hear(listener, chat, self.user, {**reply, **content})

        return self._driver.do(say)

    def _where(self, message: Message) -> tuple[Bot | None, Chat]:
        world = self._driver.world
        if message.chat_id in world.groups:
            return None, world.groups[message.chat_id]
        for bot in world.bots.values():
            chat = world.private(bot, self.id)
            if chat.find(message.id) is message:
                return bot, chat
        raise LookupError(f"{self.user['first_name']} has no message {message.id}")

    def _set_blocked(self, blocked: bool, bot: Bot | None) -> None:
        world, listener = self._driver.world, self._driver.bot(bot)
        chat = world.private(listener, self.id)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        was, now = ("member", "kicked") if blocked else ("kicked", "member")
        body = {
            "chat": chat.body(),
            "from": self.user,
            "date": world.clock.unix(),
            "old_chat_member": Member(listener.user, was).body(),
            "new_chat_member": Member(listener.user, now).body(),
        }
        listener.queue.push("my_chat_member", body)
        world.signal.changed()

    def _origin(self, kind: str, name: str, date: int | None) -> Json:
        world = self._driver.world
        body: Json = {"type": kind, "date": date or world.clock.unix() - 3600}
        number = next(world.numbers)
        if kind == "user":
            user = {"id": 600_000_000 + number, "is_bot": False, "first_name": name}
            return {**body, "sender_user": user}
        if kind == "hidden_user":
            return {**body, "sender_user_name": name}
        chat = {"id": -1_009_000_000_000 - number, "title": name}
        if kind == "chat":
            return {**body, "sender_chat": {**chat, "type": "supergroup"}}
        if kind == "channel":
            return {**body, "chat": {**chat, "type": "channel"}, "message_id": number}
        raise ValueError(f"no origin {kind!r}; there are user, hidden_user, chat, channel")


def _shown(message: Message) -> Json:
    """Return the message of a press, with the one that it replies to; of a deleted one Telegram
    tells only where it was."""
    if message.deleted:
        return {"chat": message["chat"], "message_id": message.id, "date": 0}
    return message.snapshot()
