"""Faults on demand."""

import time

import httpx
import pytest
import telegram

from .conftest import Api
from .people import Person
from .server import BotApiServer


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_flood_control_tells_when_to_come_again_and_then_ends(
    server: BotApiServer, bot: telegram.Bot, ana: Person
) -> None:
    server.fail("sendMessage", status=429, retry_after=3, times=2)
    for _ in range(2):
        with pytest.raises(telegram.error.RetryAfter, match=r"Retry in (?:3 seconds|0:00:03)"):
            await bot.send_message(ana.id, "x")
    await bot.send_message(ana.id, "x")
    assert [record.status for record in server.calls("sendMessage")] == [429, 429, 200]


async def test_flood_control_has_telegrams_words_and_header(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    server.fail(status=429, retry_after=7)
    response = await api.client.post(api.url("getMe"))
    assert response.headers["Retry-After"] == "7"
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


async def test_an_internal_error_concerns_only_its_method(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    server.fail("sendMessage", status=500)
    await api.result("getMe")
    refusal = await api.refusal("sendMessage", chat_id=ana.id, text="x")
    assert refusal == "500 Internal Server Error"
    await api.result("sendMessage", chat_id=ana.id, text="x")


async def test_a_hanging_call_ends_only_with_the_clients_patience(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    server.fail("sendMessage", kind="hang")
    started = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        await api.client.post(
            api.url("sendMessage"), json={"chat_id": ana.id, "text": "x"}, timeout=0.2
        )
    assert time.monotonic() - started < 2
    assert ana.replies == []


async def test_a_dropped_connection_brings_no_answer(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    server.fail("sendMessage", kind="drop")
    with pytest.raises(httpx.TransportError):
        await api.client.post(api.url("sendMessage"), json={"chat_id": ana.id, "text": "x"})
    assert ana.replies == []
    assert server.calls("sendMessage")[0].fault == "drop"


async def test_a_call_may_be_carried_out_though_its_answer_is_lost(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    server.fail("sendMessage", kind="drop", applied=True)
    with pytest.raises(httpx.TransportError):
        await api.client.post(api.url("sendMessage"), json={"chat_id": ana.id, "text": "x"})
    assert [message.text for message in ana.replies] == ["x"]


async def test_a_fault_may_concern_one_chat_or_come_later(
    server: BotApiServer, api: Api, ana: Person
) -> None:
    luis = server.person("Luis")
    luis.sends("/start")
    server.fail("sendMessage", status=500, chat_id=ana.id, skip=1)
    statuses = [
        (await api("sendMessage", chat_id=person.id, text="x"))["ok"]
        for person in (luis, ana, luis, ana, ana)
    ]
    assert statuses == [True, True, True, False, True]


async def test_a_lasting_fault_ends_when_it_is_cleared(server: BotApiServer, api: Api) -> None:
    server.fail("getMe", status=502, times=None)
    assert [(await api("getMe"))["error_code"] for _ in range(3)] == [502, 502, 502]
    server.clear_faults()
    await api.result("getMe")


async def test_a_rate_of_faults_is_the_same_for_the_same_seed(
    server: BotApiServer, api: Api
) -> None:
    async def run(seed: int) -> list[bool]:
        server.fail_rate(0.3, kinds=["500", "429"], seed=seed)
        return [bool((await api("getMe"))["ok"]) for _ in range(60)]

    first = await run(1)
    assert await run(1) == first
    assert await run(2) != first
    assert 5 < first.count(False) < 35


async def test_an_unknown_kind_of_fault_is_a_mistake_of_the_test(server: BotApiServer) -> None:
    with pytest.raises(ValueError, match="kind must be"):
        server.fail(kind="flood")
    with pytest.raises(ValueError, match="kinds must be"):
        server.fail_rate(0.5, kinds=["flood"])
