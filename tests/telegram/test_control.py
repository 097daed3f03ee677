"""Driving a server in another process."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import telegram

from .conftest import plain_request
from .server import BotApiServer

ROOT = Path(__file__).parents[2]


class Remote:
    """The control endpoints of a server, wherever it runs."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        response = await self.client.get(f"/_control{path}", params=query)
        body: dict[str, Any] = response.json()
        assert body["ok"], body
        return body

    async def post(self, path: str, **given: Any) -> dict[str, Any]:
        response = await self.client.post(f"/_control{path}", json=given)
        body: dict[str, Any] = response.json()
        assert body["ok"], body
        return body


@pytest.fixture
async def remote(server: BotApiServer) -> AsyncIterator[Remote]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        yield Remote(client)


async def test_people_write_and_press_from_afar(
    server: BotApiServer, remote: Remote, bot: telegram.Bot
) -> None:
    user = (await remote.post("/people", first_name="Ana", language_code="es"))["user"]
    await remote.post(f"/people/{user['id']}/sends", text="hello")
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Go", callback_data="go")
    )
    sent = await bot.send_message(user["id"], "well?", reply_markup=markup)
    pressed = await remote.post(
        f"/people/{user['id']}/presses", message_id=sent.message_id, button="Go"
    )
    updates = await bot.get_updates()
    assert updates[0].message is not None
    assert updates[0].message.text == "hello"
    assert updates[1].callback_query is not None
    assert updates[1].callback_query.id == pressed["callback_query_id"]
    messages = (await remote.get(f"/chats/{user['id']}/messages", since=1))["messages"]
    assert [message["text"] for message in messages] == ["well?"]


async def test_groups_are_made_and_written_in_from_afar(
    server: BotApiServer, remote: Remote, bot: telegram.Bot
) -> None:
    user = (await remote.post("/people", first_name="Ana"))["user"]
    chat = (await remote.post("/groups", title="Family", members=[user["id"]]))["chat"]
    await remote.post(f"/people/{user['id']}/sends", text="/list", chat_id=chat["id"])
    (update,) = await bot.get_updates()
    assert update.effective_chat is not None
    assert update.effective_chat.title == "Family"


async def test_updates_are_injected_and_the_log_is_read_in_pages(
    remote: Remote, bot: telegram.Bot
) -> None:
    made = await remote.post("/inject", updates=[{"poll_answer": {}} for _ in range(3)])
    assert len(made["update_ids"]) == 3
    await bot.get_me()
    first = (await remote.get("/requests", limit=1))["requests"]
    assert [record["method"] for record in first] == ["getMe"]
    rest = await remote.get("/requests", since=first[-1]["number"], method="getMe")
    assert [record["status"] for record in rest["requests"]] == [200]
    counts = await remote.get("/counts")
    assert (counts["pending"], counts["accepted"]["getMe"]) == (3, 2)


async def test_faults_time_and_reset_work_from_afar(
    server: BotApiServer, remote: Remote, bot: telegram.Bot
) -> None:
    await remote.post("/faults", method="getMe", status=500, times=None)
    with pytest.raises(telegram.error.NetworkError):
        await bot.get_me()
    assert (await remote.client.delete("/_control/faults")).status_code == 200
    await bot.get_me()
    await remote.post("/fault_rate", rate=1.0, kinds=["500"], seed=1)
    with pytest.raises(telegram.error.NetworkError):
        await bot.get_me()
    before = server.clock.unix()
    assert (await remote.post("/clock", advance=100))["now"] >= before + 100
    await remote.post("/reset")
    assert (await remote.get("/counts"))["requests"] == 0
    await bot.get_me()


async def test_waiting_from_afar_ends_when_the_counts_are_reached_or_in_time(
    server: BotApiServer, remote: Remote, bot: telegram.Bot
) -> None:
    waiting = asyncio.create_task(remote.post("/wait", accepted={"getMyName": 1}, pending=0))
    await bot.get_my_name()
    assert (await waiting)["accepted"]["getMyName"] == 1
    late = await remote.client.post(
        "/_control/wait", json={"accepted": {"getMyName": 2}, "timeout": 0.05}
    )
    assert late.status_code == 408


async def test_mistakes_of_the_caller_are_told(remote: Remote) -> None:
    for path, given in (
        ("/people/1/sends", {"text": "x"}),
        ("/inject", {}),
        ("/faults", {"kind": "flood"}),
        ("/faults", {"nonsense": 1}),
    ):
        response = await remote.client.post(f"/_control{path}", json=given)
        assert response.status_code == 400
        assert response.json()["ok"] is False


async def test_a_server_started_by_hand_serves_a_bot_and_stops_when_told() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __package__, "--port", "0", "--username", "by_hand_bot"),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[1]
    token = (await process.stdout.readline()).decode().split()[1]
    async with (
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
        telegram.Bot(token, f"{url}/bot", request=plain_request()) as bot,
    ):
        assert bot.username == "by_hand_bot"
        remote = Remote(client)
        messages = [{"user_id": 1 + n % 50, "text": str(n)} for n in range(2000)]
        await remote.post("/sends", messages=messages)
        offset, taken = 0, 0
        while updates := await bot.get_updates(offset, timeout=0):
            taken += len(updates)
            offset = updates[-1].update_id + 1
        assert taken == 2000
        assert (await remote.get("/counts"))["pending"] == 0
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
