"""A sender at work on a real outbox."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import update

from bot.delivery import outbox
from bot.delivery.pacing import NONE, Limits, Pacing
from bot.delivery.sender import Sender
from bot.leases import Leases
from bot.metrics import Metrics
from knowledge import Database
from tests.bot.delivery.post import Post, rows
from tests.bot.sealed import envelopes_of
from tests.bot.stage import sole_owner


async def sender_of(
    database: Database, post: Post, limits: Limits = NONE, leases: Leases | None = None
) -> Sender:
    """A sender that owns every lane, or those of these leases."""
    leases = leases or await sole_owner(database)
    return Sender(await envelopes_of(database), post, Pacing(limits), leases, Metrics())


@asynccontextmanager
async def at_work(
    database: Database, post: Post, limits: Limits = NONE, leases: Leases | None = None
) -> AsyncIterator[Sender]:
    """A running sender for what already lies in the outbox."""
    sender = await sender_of(database, post, limits, leases)
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        task.cancel()
        # Whatever else a task ended by, it has told of by what did not arrive.
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def comes_to(database: Database, condition: Callable[[list[Any]], object]) -> list[Any]:
    """The rows of the outbox as soon as they are as wanted."""
    async with asyncio.timeout(5):
        while not condition(found := await rows(database)):  # noqa: ASYNC110 - another task's work
            await asyncio.sleep(0.005)
    return found


async def make_due(database: Database, sender: Sender) -> None:
    """Let the time of every postponed letter come."""
    async with database.write() as connection:
        await connection.execute(update(outbox.outbox).values(due_ms=0))
    sender.wake()


async def drained(database: Database, post: Post, limits: Limits = NONE) -> None:
    """Deliver all that lies in the outbox."""
    await (await sender_of(database, post, limits)).deliver_all()
