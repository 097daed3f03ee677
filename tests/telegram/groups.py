"""Groups and channels, in which people and bots meet."""

from typing import Any

from .bots import Bot
from .chats import Chat, Member
from .driver import DEFAULT_TIMEOUT, Driver
from .errors import Json
from .messages import Message
from .people import Person


class Group:
    """A group, supergroup or channel."""

    def __init__(self, driver: Driver, chat: Chat) -> None:
        """Keep the chat."""
        self._driver = driver
        self.chat = chat
        self._reader = Person(driver, {"id": 0, "first_name": "the group"})

    @property
    def id(self) -> int:
        """The chat id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All messages in the group."""
        return self.chat.messages

    def message(
        self, from_: Person, text: str = "", *, reply_to: Message | None = None, **fields: Any
    ) -> Message:
        """Let a member write something."""
        return from_.sends(text, reply_to=reply_to, group=self, **fields)

    def posts(self, text: str) -> Message:
        """Publish a text in a channel."""
        world = self._driver.world
        return self._driver.do(lambda: world.hear(None, self.chat, None, {"text": text}))

    def adds(self, *people: Person, by: Person | None = None) -> Message:
        """Let people join."""
        return self._driver.do(lambda: self._join([p.user for p in people], by or people[0]))

    def removes(self, person: Person, by: Person | None = None) -> Message:
        """Let a person leave, or be put out by someone."""
        return self._driver.do(lambda: self._leave(person.user, by or person, "left"))

    def adds_bot(self, by: Person, bot: Bot | None = None) -> Message:
        """Let someone add the bot."""
        return self._driver.do(lambda: self._join([self._driver.bot(bot).user], by))

    def removes_bot(self, by: Person, bot: Bot | None = None) -> Message:
        """Let someone put the bot out."""
        return self._driver.do(lambda: self._leave(self._driver.bot(bot).user, by, "kicked"))

    def promotes_bot(self, by: Person, bot: Bot | None = None) -> None:
        """Let someone make the bot an administrator."""
        user = self._driver.bot(bot).user
        self._driver.do(lambda: self._change(user, by, "administrator"))

    def demotes_bot(self, by: Person, bot: Bot | None = None) -> None:
        """Let someone make the bot an ordinary member again."""
        user = self._driver.bot(bot).user
        self._driver.do(lambda: self._change(user, by, "member"))

    def migrates(self, by: Person) -> "Group":
        """Let a basic group become a supergroup, which has another id; return that one."""

        def migrate() -> Group:
            world, old = self._driver.world, self.chat
            new_id = -1_003_000_000_000 - next(world.numbers)
            new = Chat(new_id, "supergroup", dict(old.fields), dict(old.members))
            world.groups[new_id] = new
            old.migrated_to = new_id
            world.hear(None, old, by.user, {"migrate_to_chat_id": new_id})
            world.hear(None, new, by.user, {"migrate_from_chat_id": old.id})
            return Group(self._driver, new)

        return self._driver.do(migrate)

    async def reply(self, timeout: float = DEFAULT_TIMEOUT) -> Message:
        """Wait for a bot's next message in the group that was not returned before."""
        return await self._reader.next_in(self.chat, timeout)

    def _join(self, users: list[Json], by: Person) -> Message:
        for user in users:
            self._change(user, by, "member")
        return self._service(by, {"new_chat_members": users, "new_chat_member": users[0]})

    def _leave(self, user: Json, by: Person, status: str) -> Message:
        # The bot is told of its own removal by my_chat_member alone.
        if user["is_bot"]:
            self._change(user, by, status)
            return self._service(by, {"left_chat_member": user})
        message = self._service(by, {"left_chat_member": user})
        self._change(user, by, status)
        return message

    def _service(self, by: Person, content: Json) -> Message:
        content.pop("new_chat_member", None)
        return self._driver.world.hear(None, self.chat, by.user, content)

    def _change(self, user: Json, by: Person, status: str) -> None:
        world = self._driver.world
        before = self.chat.members.get(user["id"], Member(user, "left"))
        after = Member(user, status)
        body = {
            "chat": self.chat.body(),
            "from": by.user,
            "date": world.clock.unix(),
            "old_chat_member": before.body(),
            "new_chat_member": after.body(),
        }
        self.chat.members[user["id"]] = after
        if user["is_bot"]:
            world.bot(user["id"]).queue.push("my_chat_member", body)
            world.signal.changed()
        else:
            world.tell(None, self.chat, "chat_member", body)
