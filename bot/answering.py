"""One update, from the inbox to replies in the outbox: decided, remembered and intended in one
transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import wire
from bot.chats import Chats
from bot.conversation import Incoming, Kind, moderation, respond
from bot.conversation.acts import OfPublic
from bot.conversation.replies import Say
from bot.delivery import outbox
from bot.desk import Desk
from bot.errors import LaneLost
from bot.intake import inbox
from bot.intake.inbox import Entry
from bot.leases import Leases
from bot.metrics import Metrics
from bot.reception import Reception
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Database, Snapshot

_FLEETING_MS = 30_000
"""How long a button press is worth answering; Telegram takes no answer to an older one."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What an update passes through: where chats are remembered, where members of the team work,
    where everybody else is attended to, whose lanes are ours, what is counted."""

    chats: Chats
    desk: Desk
    reception: Reception
    leases: Leases
    metrics: Metrics


class Answering:
    """Handles the updates that the lanes hand over. `base` gives the base as it is now; `wake` is
    called when there is a word for somebody in the outbox."""

    def __init__(
        self,
        database: Database,
        rooms: Rooms,
        username: str,
        base: Callable[[], Snapshot],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._chats, self._desk, self._leases = rooms.chats, rooms.desk, rooms.leases
        self._reception = rooms.reception
        self._username = username
        self._metrics = rooms.metrics
        self._base = base
        self._wake = wake

    async def handle(self, entry: Entry) -> None:
        """One update: from the inbox to replies in the outbox, in one transaction."""
        if wire.fleeting(entry.update) and inbox.now() - entry.arrived_ms > _FLEETING_MS:
            await self._database.commit(lambda c: self._settle(c, entry, inbox.EXPIRED))
            self._metrics.expired.inc()
            return
        incoming = wire.incoming(entry.update, self._username)
        if incoming.kind is Kind.IGNORED:
            await self._database.commit(lambda c: self._settle(c, entry))
            return
        old = await self._chats.load(incoming.chat)
        if moderation.concerns(old, incoming) and await self._moderated(entry, incoming):
            return
        context = await self._reception.context(incoming, self._base())
        # In a thread, so that a long text does not hold up the other chats.
        turn = await asyncio.to_thread(respond, old, incoming, context)
        calls = wire.calls(turn.replies, incoming.chat)

        async def commit(connection: AsyncConnection) -> None:
            await self._settle(connection, entry)
            if turn.state != old:
                await self._chats.save(connection, incoming.chat, turn.state)
            await intend(connection, calls, entry)
            for act in turn.acts:
                if isinstance(act, OfPublic):
                    done = await self._reception.carry_out(connection, act, incoming, context)
                    await intend(connection, done, entry)

        await self._database.commit(commit)
        self._metrics.answered.inc()
        self._wake()

    async def _moderated(self, entry: Entry, incoming: Incoming) -> bool:
        """A step of a member of the team, decided and done in one transaction. False when it was
        none, and nothing was done."""
        async with self._database.write() as connection:
            await self._database.alone(connection)
            old = await self._chats.within(connection, incoming.chat)
            view = await self._desk.view(connection, incoming, old, self._base())
            turn = moderation.respond(old, incoming, view)
            if turn is None:
                return False
            await self._settle(connection, entry)
            if turn.state != old:
                await self._chats.save(connection, incoming.chat, turn.state)
            await intend(connection, wire.calls(turn.replies, incoming.chat), entry)
            for act in turn.acts:
                told = await self._desk.carry_out(connection, act, incoming, view)
                await intend(connection, told)
        self._metrics.answered.inc()
        self._wake()
        return True

    async def give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        """Tell a person in a private chat that their message could not be read. Never silence."""
        if entry.chat > 0:
            calls = wire.calls((Say(Text(say("unreadable", "failed"))),), entry.chat)
            await intend(connection, calls, entry)

    def told(self) -> None:
        """There is a word for somebody in the outbox."""
        self._wake()

    async def _settle(
        self, connection: AsyncConnection, entry: Entry, state: str = inbox.DONE
    ) -> None:
        """Mark an update, if it is still ours. Raises LaneLost."""
        await self._leases.hold(connection, entry.chat)
        if not await inbox.done(connection, entry.update_id, state):
            raise LaneLost(f"update {entry.update_id} was answered already")


async def intend(
    connection: AsyncConnection, calls: list[wire.Call], entry: Entry | None = None
) -> None:
    """Put calls into the outbox, in the caller's transaction; those of an update name it."""
    letters = [(call.method, call.chat, call.arguments) for call in calls]
    await outbox.put(connection, letters, asked_ms=entry.arrived_ms if entry else 0)


async def broadcast(connection: AsyncConnection, calls: list[wire.Call]) -> None:
    """Put calls that answer nobody into the outbox: every answer goes first."""
    letters = [(call.method, call.chat, call.arguments) for call in calls]
    await outbox.put(connection, letters, order=outbox.Order.BROADCAST)
