"""getUpdates."""

import asyncio
import time

import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer

CONFLICT = (
    "409 Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_a_message_arrives_as_an_update(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    ana.sends("hello")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "hello"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "es"
    assert abs(update.message.date.timestamp() - time.time()) < 5


async def test_updates_come_again_until_the_offset_passes_them(api: Api, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.sends(text)
    first = await api.result("getUpdates")
    assert texts(await api.result("getUpdates")) == ["one", "two", "three"]
    rest = await api.result("getUpdates", offset=first[1]["update_id"] + 1)
    assert texts(rest) == ["three"]
    assert texts(await api.result("getUpdates")) == ["three"]


async def test_an_offset_of_a_pending_update_does_not_confirm_that_one(
    api: Api, ana: Person
) -> None:
    ana.sends("one")
    (update,) = await api.result("getUpdates")
    again = await api.result("getUpdates", offset=update["update_id"])
    assert again == [update]


async def test_a_negative_offset_keeps_only_the_last_updates(api: Api, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.sends(text)
    assert texts(await api.result("getUpdates", offset=-1)) == ["three"]
    assert texts(await api.result("getUpdates")) == ["three"]


async def test_an_offset_far_in_the_future_is_ignored(api: Api, ana: Person) -> None:
    ana.sends("one")
    assert texts(await api.result("getUpdates", offset=2_000_000_000)) == ["one"]


async def test_the_limit_bounds_the_number_of_updates(api: Api, ana: Person) -> None:
    for number in range(5):
        ana.sends(str(number))
    assert texts(await api.result("getUpdates", limit=2)) == ["0", "1"]


async def test_update_ids_rise_by_one(api: Api, ana: Person) -> None:
    for number in range(3):
        ana.sends(str(number))
    ids = [update["update_id"] for update in await api.result("getUpdates")]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]


async def test_a_long_poll_is_held_until_an_update_comes(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    poll = asyncio.create_task(api.result("getUpdates", timeout=10))
    await server.wait_for(lambda: server.bot.poll.held)
    assert not poll.done()
    ana.sends("at last")
    assert texts(await poll) == ["at last"]


async def test_a_long_poll_ends_empty_when_its_time_has_passed(api: Api) -> None:
    started = time.monotonic()
    assert await api.result("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - started < 3


async def test_without_a_timeout_the_answer_comes_at_once(api: Api) -> None:
    started = time.monotonic()
    assert await api.result("getUpdates") == []
    assert time.monotonic() - started < 0.9


async def test_a_second_poll_ends_the_older_one_with_a_conflict(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    older = asyncio.create_task(api.refusal("getUpdates", timeout=10))
    await server.wait_for(lambda: server.bot.poll.held)
    newer = asyncio.create_task(api.result("getUpdates", timeout=10))
    assert await older == CONFLICT
    ana.sends("for the newer one")
    assert texts(await newer) == ["for the newer one"]


async def test_polls_of_two_bots_do_not_disturb_each_other(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    second = server.add_token()
    first_poll = asyncio.create_task(api.result("getUpdates", timeout=10))
    await server.wait_for(lambda: server.bot.poll.held)
    url = api.url("getUpdates", second.token)
    second_poll = asyncio.create_task(api.client.post(url, json={"timeout": 10}))
    await server.wait_for(lambda: second.poll.held)
    ana.sends("to the second", bot=second)
    assert texts((await second_poll).json()["result"]) == ["to the second"]
    ana.sends("to the first")
    assert texts(await first_poll) == ["to the first"]


async def test_a_client_that_goes_away_while_polling_loses_no_update(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    poll = asyncio.create_task(api.result("getUpdates", timeout=10))
    await server.wait_for(lambda: server.bot.poll.held)
    poll.cancel()
    await server.wait_for(lambda: not server.bot.poll.held)
    ana.sends("still here")
    assert texts(await api.result("getUpdates")) == ["still here"]


async def test_only_the_allowed_kinds_of_updates_are_kept(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    await api.result("getUpdates", allowed_updates=["my_chat_member"])
    ana.sends("unheard")
    ana.blocks_bot()
    (update,) = await api.result("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_an_omitted_list_of_allowed_kinds_leaves_the_last_one_in_force(
    api: Api, ana: Person
) -> None:
    await api.result("getUpdates", allowed_updates=["callback_query"])
    await api.result("getUpdates")
    ana.sends("unheard")
    assert await api.result("getUpdates") == []


async def test_changes_of_members_come_only_when_asked_for(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    group = server.group("Family", members=[ana])
    luis = server.person("Luis")
    group.adds(luis)
    kinds = [set(update) - {"update_id"} for update in await api.result("getUpdates")]
    assert kinds == [{"message"}]
    await api.result("getUpdates", offset=-1, allowed_updates=["chat_member"])
    group.removes(luis)
    kinds = [set(update) - {"update_id"} for update in await api.result("getUpdates")]
    assert kinds == [{"message"}, {"chat_member"}]


async def test_any_raw_update_can_be_injected(server: BotApiServer, api: Api) -> None:
    given = server.inject({"poll_answer": {"poll_id": "1", "option_ids": [0]}})
    kept = server.inject({"update_id": given + 50, "made_up_in_the_future": {"x": 1}})
    updates = await api.result("getUpdates")
    assert [update["update_id"] for update in updates] == [given, kept] == [given, given + 50]
    assert updates[1]["made_up_in_the_future"] == {"x": 1}


async def test_an_update_injected_twice_is_delivered_twice(server: BotApiServer, api: Api) -> None:
    update = {"update_id": 7, "message": {"text": "again"}}
    server.inject(update)
    server.inject(update)
    assert texts(await api.result("getUpdates")) == ["again", "again"]


async def test_ten_thousand_updates_are_queued_and_taken_quickly(
    server: BotApiServer, api: Api
) -> None:
    started = time.monotonic()
    for number in range(10_000):
        server.inject({"message": {"text": str(number)}})
    offset, taken = 0, 0
    while updates := await api.result("getUpdates", offset=offset):
        taken += len(updates)
        offset = updates[-1]["update_id"] + 1
    assert taken == 10_000
    assert time.monotonic() - started < 5
