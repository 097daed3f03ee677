"""Methods about chats and their members."""

from typing import Any

from ..calls import Call, replied
from ..chats import Chat, Member
from ..errors import Json, bad_request
from .registry import method

_FULL: Json = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    },
}


@method("getChat")
def get_chat(call: Call) -> Any:
    """Tell all about a chat."""
    chat = call.chat()
    body = {**chat.body(), **_FULL}
    pinned = chat.find(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        body["pinned_message"] = replied(pinned)
    return body


@method("getChatMember")
def get_chat_member(call: Call) -> Any:
    """Tell what a user is in a chat."""
    chat = call.chat()
    user_id = call.get("user_id")
    if chat.private:
        user = call.world.user(user_id)
        if user is None or user_id not in (chat.id, call.bot.id):
            raise bad_request("member not found")
        return Member(user).body()
    return _member(call, chat).body()


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> Any:
    """List the owner and the administrators."""
    chat = call.chat()
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    # Other bots among the administrators are not shown.
    return [
        m.body()
        for m in chat.members.values()
        if m.rules and (not m.user["is_bot"] or m.user["id"] == call.bot.id)
    ]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> Any:
    """Count the members."""
    chat = call.chat()
    return 2 if chat.private else sum(m.present for m in chat.members.values())


@method("leaveChat")
def leave_chat(call: Call) -> Any:
    """Leave a group."""
    chat = call.chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    before = chat.members[call.bot.id]
    after = Member(call.bot.user, "left")
    chat.members[call.bot.id] = after
    update = {
        "chat": chat.body(),
        "from": call.bot.user,
        "date": call.world.clock.unix(),
        "old_chat_member": before.body(),
        "new_chat_member": after.body(),
    }
    call.bot.queue.push("my_chat_member", update)
    return True


_CHANGES = {
    "banchatmember": "kicked",
    "unbanchatmember": "left",
    "restrictchatmember": "restricted",
    "promotechatmember": "administrator",
}


def _register(name: str, status: str) -> None:
    @method(name)
    def change_member(call: Call) -> Any:
        chat = call.chat(write=True)
        if chat.private:
            raise bad_request("method is available for supergroup and channel chats only")
        if not chat.members[call.bot.id].rules:
            raise bad_request(f"not enough rights to {_DEEDS[status]}")
        member = _member(call, chat)
        if member.status == "creator":
            raise bad_request("can't remove chat owner")
        if status != "left" or member.status == "kicked":
            rights = {k: v for k, v in call.parameters.items() if k.startswith("can_")}
            chat.members[member.user["id"]] = Member(
                member.user, status, call.get("permissions", rights)
            )
        return True


_DEEDS = {
    "kicked": "restrict/unrestrict chat member",
    "left": "restrict/unrestrict chat member",
    "restricted": "restrict/unrestrict chat member",
    "administrator": "promote chat member",
}
for _name, _status in _CHANGES.items():
    _register(_name, _status)


@method("pinChatMessage")
def pin_chat_message(call: Call) -> Any:
    """Pin a message."""
    chat = call.chat(write=True)
    message = call.message(chat, "message to pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> Any:
    """Unpin one message, or the newest pinned one."""
    chat = call.chat(write=True)
    wanted = call.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> Any:
    """Unpin every message."""
    call.chat(write=True).pinned.clear()
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> Any:
    """Check that the message is there."""
    call.message(call.chat(write=True), "message to react")
    return True


def _member(call: Call, chat: Chat) -> Member:
    user_id = call.get("user_id")
    member = chat.members.get(user_id)
    if member is not None:
        return member
    user = call.world.user(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return Member(user, "left")
