"""A transport that keeps what it is given, and fails on demand; and letters to give it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import select

from bot.delivery import outbox
from bot.delivery.outbox import Letter, Order
from knowledge import Database
from tests.bot.sealed import envelopes_of

Call = tuple[str, int, dict[str, Any]]
Answer = Exception | Callable[[], Awaitable[None]]


def letter(text: str, chat: int = 7, method: str = "send_message") -> Call:
    return method, chat, {"chat_id": chat, "text": text}


async def intend(database: Database, *calls: Call, order: Order = Order.ANSWER) -> None:
    envelopes = await envelopes_of(database)
    async with database.write() as connection:
        await outbox.put(connection, envelopes, calls, order=order)


async def opened(database: Database, found: Letter) -> dict[str, Any]:
    """The arguments of a letter."""
    return await (await envelopes_of(database)).open(found.payload)


async def rows(database: Database) -> list[Any]:
    """All that lies in the outbox."""
    async with database.read() as connection:
        table = outbox.outbox
        return list(await connection.execute(select(table).order_by(table.c.id)))


class Post:
    """Delivers everything; `answers` says otherwise for a text, one try after the other."""

    def __init__(self, **answers: Sequence[Answer]) -> None:
        self.arrived: list[str] = []
        self.chats: list[int] = []
        """To which chat each of them went."""
        self.tried: list[str] = []
        self._answers = {text: list(wanted) for text, wanted in answers.items()}

    async def call(self, method: str, arguments: dict[str, Any]) -> None:
        text = arguments.get("text", method)
        self.tried.append(text)
        answers = self._answers.get(text)
        answer = answers.pop(0) if answers else None
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            await answer()
        self.arrived.append(text)
        self.chats.append(arguments.get("chat_id", 0))
