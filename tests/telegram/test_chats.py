"""Groups, channels and their members."""

import pytest
import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer


async def kinds(api: Api) -> list[str]:
    """Return the kinds of all pending updates and confirm them."""
    updates = await api.result("getUpdates")
    if updates:
        await api.result("getUpdates", offset=updates[-1]["update_id"] + 1)
    return [kind for update in updates for kind in update if kind != "update_id"]


async def texts(api: Api) -> list[str]:
    return [update["message"]["text"] for update in await api.result("getUpdates")]


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    group = server.group("Family", members=[ana])
    sent = await api.result("sendMessage", chat_id=group.id, text="hello")
    mine = group.chat.find(sent["message_id"])
    group.message(ana, "among ourselves")
    group.message(ana, "/list")
    group.message(ana, "/list@loopback_bot")
    group.message(ana, "/list@other_bot")
    group.message(ana, "what says @loopback_bot?")
    group.message(ana, "answer", reply_to=mine)
    assert await texts(api) == [
        "/list",
        "/list@loopback_bot",
        "what says @loopback_bot?",
        "answer",
    ]


async def test_a_bot_without_privacy_mode_or_an_administrator_hears_everything(
    api: Api, server: BotApiServer, ana: Person
) -> None:
    open_bot = server.add_token(can_read_all_group_messages=True)
    group = server.group("Family", members=[ana], bots=[server.bot, open_bot])
    group.message(ana, "one")
    assert (server.pending, len(open_bot.queue)) == (0, 1)
    group.promotes_bot(by=ana)
    group.message(ana, "two")
    assert await kinds(api) == ["my_chat_member", "message"]


async def test_a_message_in_a_group_names_chat_and_sender(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    group = server.group("Family", members=[ana])
    group.message(ana, "/start")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.chat.type == "supergroup"
    assert update.message.chat.title == "Family"
    assert update.message.from_user is not None
    assert update.message.from_user.id == ana.id


async def test_a_bot_learns_of_being_added_promoted_and_put_out(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    group = server.group("Family", members=[ana], bots=[])
    group.adds_bot(by=ana)
    assert await kinds(api) == ["my_chat_member", "message"]
    await api.result("sendMessage", chat_id=group.id, text="thanks")
    group.removes_bot(by=ana)
    assert await kinds(api) == ["my_chat_member"]
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="but")
    assert refusal == "403 Forbidden: bot was kicked from the supergroup chat"


async def test_a_bot_that_left_may_not_write(server: BotApiServer, api: Api, ana: Person) -> None:
    group = server.group("Family", members=[ana], kind="group")
    await api.result("leaveChat", chat_id=group.id)
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="x")
    assert refusal == "403 Forbidden: bot is not a member of the group chat"


async def test_members_can_be_looked_up(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    luis = server.person("Luis")
    group = server.group("Family", members=[ana, luis], bot_status="administrator")
    assert (await bot.get_chat_member(group.id, ana.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, luis.id)).status == "member"
    group.removes(luis)
    assert (await bot.get_chat_member(group.id, luis.id)).status == "left"
    rulers = {member.user.id for member in await bot.get_chat_administrators(group.id)}
    assert rulers == {ana.id, server.bot.id}
    assert await bot.get_chat_member_count(group.id) == 2


async def test_a_private_chat_has_no_administrators(api: Api, ana: Person) -> None:
    refusal = await api.refusal("getChatAdministrators", chat_id=ana.id)
    assert refusal == "400 Bad Request: there are no administrators in the private chat"


async def test_a_chat_is_described_in_full(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    group = server.group("Family", members=[ana], username="our_family")
    sent = await bot.send_message("@our_family", "pin me")
    await bot.pin_chat_message(group.id, sent.message_id)
    full = await bot.get_chat(group.id)
    assert (full.title, full.username) == ("Family", "our_family")
    assert full.pinned_message is not None
    assert full.pinned_message.text == "pin me"
    assert (await bot.get_chat(ana.id)).first_name == "Ana"


async def test_only_an_administrator_may_ban_or_delete_what_others_wrote(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    luis = server.person("Luis")
    group = server.group("Family", members=[ana, luis])
    said = group.message(luis, "spam")
    ban = {"chat_id": group.id, "user_id": luis.id}
    deletion = {"chat_id": group.id, "message_id": said.id}
    assert "not enough rights" in await api.refusal("banChatMember", **ban)
    assert "message can't be deleted" in await api.refusal("deleteMessage", **deletion)
    group.promotes_bot(by=ana)
    await api.result("deleteMessage", **deletion)
    await api.result("banChatMember", **ban)
    assert (await api.result("getChatMember", **ban))["status"] == "kicked"


async def test_a_group_that_became_a_supergroup_tells_its_new_id(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    old = server.group("Family", members=[ana], kind="group")
    new = old.migrates(by=ana)
    with pytest.raises(telegram.error.ChatMigrated) as refusal:
        await bot.send_message(old.id, "hello")
    assert refusal.value.new_chat_id == new.id
    await bot.send_message(new.id, "hello")


async def test_a_channel_has_posts_without_an_author(
    server: BotApiServer, api: Api, bot: telegram.Bot
) -> None:
    channel = server.channel("News")
    channel.posts("today")
    (update,) = await bot.get_updates()
    assert update.channel_post is not None
    assert update.channel_post.sender_chat is not None
    assert update.channel_post.from_user is None
    sent = await bot.send_message(channel.id, "by the bot")
    edited = await bot.edit_message_text("edited", channel.id, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.text == "edited"
