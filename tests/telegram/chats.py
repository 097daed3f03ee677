"""Chats: who is in them and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .errors import Json, bad_request, forbidden
from .messages import Message

PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass
class Member:
    """What one user is in a chat."""

    user: Json
    status: str = "member"
    rights: Json = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Whether the user is in the chat now."""
        return self.status in PRESENT

    @property
    def rules(self) -> bool:
        """Whether the user is an administrator or the owner."""
        return self.status in ("creator", "administrator")

    def body(self) -> Json:
        """Return the ChatMember object."""
        body: Json = {"user": self.user, "status": self.status}
        if self.status == "creator":
            body["is_anonymous"] = False
        elif self.status == "administrator":
            body |= _ADMINISTRATOR
        elif self.status == "restricted":
            body |= {**_RESTRICTED, "is_member": True, "until_date": 0}
        elif self.status == "kicked":
            body["until_date"] = 0
        return body | self.rights


@dataclass
class Chat:
    """A private chat, group, supergroup or channel; message ids count per chat."""

    id: int
    kind: str
    fields: Json
    members: dict[int, Member] = field(default_factory=dict)
    started: bool = True
    blocked: bool = False
    migrated_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    reply_keyboard: Json | None = None
    last_from: int | None = None
    _messages: dict[int, Message] = field(default_factory=dict)
    _last_id: int = 0

    @property
    def private(self) -> bool:
        """Whether this is a chat with one person."""
        return self.kind == "private"

    @property
    def messages(self) -> list[Message]:
        """All messages that were not deleted, oldest first."""
        return list(self._messages.values())

    @property
    def last(self) -> Message:
        """The newest message."""
        return self._messages[next(reversed(self._messages))]

    def since(self, message_id: int) -> Iterator[Message]:
        """Yield the messages newer than the given id, oldest first."""
        newer: list[Message] = []
        for message in reversed(self._messages.values()):
            if message.id <= message_id:
                break
            newer.append(message)
        return reversed(newer)

    def body(self) -> Json:
        """Return the Chat object."""
        return {"id": self.id, "type": self.kind, **self.fields}

    def add(self, content: Json, date: int, sender: Json | None, markup: Json | None) -> Message:
        """Store a new message and return it."""
        self._last_id += 1
        body: Json = {"message_id": self._last_id}
        if sender is not None:
            body["from"] = sender
        if self.kind == "channel":
            body.pop("from", None)
            body["sender_chat"] = self.body()
        body |= {"chat": self.body(), "date": date, **content}
        if markup and "inline_keyboard" in markup:
            body["reply_markup"] = markup
        message = Message(body, markup)
        self._messages[message.id] = message
        self.last_from = sender["id"] if sender else None
        return message

    def find(self, message_id: int) -> Message | None:
        """Return a message, or None if it never was or was deleted."""
        return self._messages.get(message_id)

    def delete(self, message_id: int) -> None:
        """Forget a message."""
        message = self._messages.pop(message_id)
        message.deleted = True
        if message_id in self.pinned:
            self.pinned.remove(message_id)

    def check_access(self, bot_id: int, *, write: bool) -> None:
        """Refuse, in Telegram's words, a bot that may not read or write here."""
        if self.private:
            if write and self.blocked:
                raise forbidden("bot was blocked by the user")
            if write and not self.started:
                raise forbidden("bot can't initiate conversation with a user")
            return
        if self.migrated_to is not None and write:
            refusal = bad_request("group chat was upgraded to a supergroup chat")
            refusal.parameters = {"migrate_to_chat_id": self.migrated_to}
            raise refusal
        noun = "group chat" if self.kind == "group" else f"{self.kind} chat"
        member = self.members.get(bot_id)
        if member is not None and member.status == "kicked":
            raise forbidden(f"bot was kicked from the {noun}")
        if member is None or not member.present:
            raise forbidden(f"bot is not a member of the {noun}")
        if write and self.kind == "channel" and not member.rules:
            raise bad_request("need administrator rights in the channel chat")


_ADMINISTRATOR: Json = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}
_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_RESTRICTED: Json = dict.fromkeys(_RIGHTS, False)
