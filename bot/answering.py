"""One update, from the inbox to replies in the outbox: decided, remembered and intended in one
transaction."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import person, wire
from bot.chats import Chats
from bot.conversation import ChatState, Context, Incoming, Kind, Turn, moderation, respond
from bot.conversation.acts import Forget, TellData
from bot.conversation.replies import Say
from bot.delivery import outbox
from bot.desk import Desk
from bot.envelopes import Envelopes
from bot.errors import LaneLost, SealBroken
from bot.intake import inbox
from bot.intake.inbox import Entry
from bot.leases import Leases
from bot.metrics import Metrics
from bot.person import Means, Person
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Database, Snapshot

_FLEETING_MS = 30_000
"""How long a button press is worth answering; Telegram takes no answer to an older one."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What an update passes through: where chats are remembered, what seals the queues, where
    members of the team work, whose lanes are ours, what is counted."""

    chats: Chats
    envelopes: Envelopes
    desk: Desk
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
        self._envelopes = rooms.envelopes
        self._username = username
        self._metrics = rooms.metrics
        self._base = base
        self._wake = wake

    async def handle(self, entry: Entry) -> None:
        """One update: from the inbox to replies in the outbox, in one transaction."""
        await self._envelopes.prepare()
        update = await self._envelopes.open(entry.payload)
        if wire.fleeting(update) and inbox.now() - entry.arrived_ms > _FLEETING_MS:
            await self._database.commit(lambda c: self._settle(c, entry, inbox.EXPIRED))
            self._metrics.expired.inc()
            return
        incoming = wire.incoming(update, self._username)
        if incoming.kind is Kind.IGNORED:
            await self._database.commit(lambda c: self._settle(c, entry))
            return
        old = await self._chats.load(incoming.chat)
        if moderation.concerns(old, incoming) and await self._moderated(entry, incoming):
            return
        context = Context(self._base(), datetime.now(UTC).date())
        # In a thread, so that a long text does not hold up the other chats.
        turn = await asyncio.to_thread(respond, old, incoming, context)
        await self._database.commit(lambda c: self._keep(c, entry, incoming, old, turn))
        self._metrics.answered.inc()
        self._wake()

    async def _keep(
        self,
        connection: AsyncConnection,
        entry: Entry,
        incoming: Incoming,
        old: ChatState,
        turn: Turn,
    ) -> None:
        """A turn, as far as it is the chat's own: what is remembered, said and done."""
        await self._settle(connection, entry)
        means, asking = Means(self._chats, self._envelopes), Person(incoming.chat, entry.update_id)
        own = [act for act in turn.acts if isinstance(act, TellData | Forget)]
        said = [await person.do(connection, means, asking, act) for act in own]
        # Of who was just forgotten nothing is stored.
        if turn.state != old and Forget not in map(type, own):
            await self._chats.save(connection, incoming.chat, turn.state)
        calls = wire.calls((*turn.replies, *said), incoming.chat)
        await self._intend(connection, calls, entry)

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
            await self._keep(connection, entry, incoming, old, turn)
            for act in turn.acts:
                told = await self._desk.carry_out(connection, act, incoming, view)
                await self._intend(connection, told)
        self._metrics.answered.inc()
        self._wake()
        return True

    async def give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        """Tell a person in a private chat that their message could not be read. Never silence."""
        if entry.chat > 0:
            with contextlib.suppress(SealBroken):
                chat = wire.chat_of(await self._envelopes.open(entry.payload, connection))
                said = Say(Text(say("unreadable", "failed")))
                await self._intend(connection, wire.calls((said,), chat), entry)

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

    async def _intend(
        self, connection: AsyncConnection, calls: list[wire.Call], entry: Entry | None = None
    ) -> None:
        number = self._envelopes.number
        letters = [(call.method, number(call.chat), call.arguments) for call in calls]
        asked_ms = entry.arrived_ms if entry else 0
        await outbox.put(connection, self._envelopes, letters, asked_ms=asked_ms)
