"""One update, from the inbox to replies in the outbox: decided, remembered and intended in one
transaction."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import person, tallies, wire
from bot.blocks import Block, Blocks
from bot.chats import Chats
from bot.conversation import ChatState, Incoming, Kind, Turn, hear, moderation, respond
from bot.conversation.acts import Forget, OfPublic, TellData
from bot.conversation.replies import Say
from bot.delivery import outbox
from bot.desk import Desk
from bot.envelopes import Envelopes
from bot.errors import LaneLost, SealBroken
from bot.intake import inbox
from bot.intake.gate import Gate
from bot.intake.inbox import Entry
from bot.intake.limits import Ruling, Verdict
from bot.leases import Leases, lane_of
from bot.metrics import Metrics
from bot.person import Means, Person
from bot.reception import Reception
from bot.wording import waiting
from bot.wording.catalogue import say
from bot.wording.rich import Text
from bot.wording.tallied import tallies_of
from knowledge import Database, Snapshot

_log = logging.getLogger(__name__)
_FLEETING_MS = 30_000
"""How long a button press is worth answering; Telegram takes no answer to an older one."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What an update passes through: where chats are remembered, what seals the queues, where
    members of the team work, where everybody else is attended to, whose lanes are ours, what is
    counted."""

    chats: Chats
    envelopes: Envelopes
    desk: Desk
    reception: Reception
    gate: Gate
    blocks: Blocks
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
        self._reception, self._gate, self._blocks = rooms.reception, rooms.gate, rooms.blocks
        self._envelopes = rooms.envelopes
        self._username = username
        self._metrics = rooms.metrics
        self._base = base
        self._wake = wake

    async def judge(self, entry: Entry) -> Verdict:
        """Whether an update is answered, or settled unread."""
        try:
            update = await self._envelopes.open(entry.payload)
        except SealBroken:
            # Whoever handles it will meet the same fault, and count it.
            update = {}
        return self._gate.judge(entry, update)

    async def drop(self, unread: Sequence[tuple[Entry, Verdict]]) -> None:
        """Settle what nobody asked and what is over a limit; block who goes on and on."""

        async def commit(connection: AsyncConnection) -> None:
            for chat in {lane_of(entry.chat): entry.chat for entry, _ in unread}.values():
                await self._leases.hold(connection, chat)
            await inbox.done_unread(connection, [entry.update_id for entry, _ in unread])

        await self._database.commit(commit)
        for entry, verdict in unread:
            if verdict.ruling is Ruling.REFUSE:
                self._metrics.refused.inc()
                if self._gate.refused(verdict):
                    update = await self._envelopes.open(entry.payload)
                    await self._block(entry, verdict.person, wire.chat_of(update))

    async def _block(self, entry: Entry, person_id: int, chat: int) -> None:
        """Answer a person no more for a day, and tell them."""

        async def commit(connection: AsyncConnection) -> Block:
            await self._leases.hold(connection, entry.chat)
            block = await self._blocks.add(connection, person_id)
            said = waiting.blocked(may_appeal=not block.appealed_ms)
            await intend(connection, self._envelopes, wire.calls((Say(said),), chat), entry)
            return block

        self._blocks.hold(await self._database.commit(commit))
        self._metrics.blocked.inc()
        _log.warning("somebody is blocked for a day: see `blocks list`")
        self._wake()

    async def handle(self, entry: Entry, verdict: Verdict) -> None:
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
        if (
            verdict.ruling is Ruling.ANSWER
            and moderation.concerns(old, incoming)
            and await self._moderated(entry, incoming)
        ):
            return
        block = self._blocks.of(incoming.person) if incoming.command == "appeal" else None
        context = await self._reception.context(incoming, self._base())
        context = replace(context, blocked=block is not None)
        act = partial(hear, wait=verdict.wait) if verdict.ruling is Ruling.HEAR else respond
        # In a thread, so that a long text does not hold up the other chats.
        turn = await asyncio.to_thread(act, old, incoming, context)

        async def commit(connection: AsyncConnection) -> Block | None:
            lifted = block and await self._blocks.appeal(connection, block, incoming.text)
            await self._keep(connection, entry, incoming, old, turn)
            for act in turn.acts:
                if isinstance(act, OfPublic):
                    done = await self._reception.carry_out(connection, act, incoming, context)
                    await intend(connection, self._envelopes, done, entry)
            await tallies.count(connection, context.today, tallies_of(turn.answered))
            return lifted

        if lifted := await self._database.commit(commit):
            self._blocks.hold(lifted)
            self._gate.forgive(incoming)
            self._metrics.appeals.inc()
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
        means = Means(self._chats, self._envelopes, self._reception.vault)
        asking = Person(incoming.chat, entry.update_id)
        own = [act for act in turn.acts if isinstance(act, TellData | Forget)]
        said = [await person.do(connection, means, asking, act) for act in own]
        # Of who was just forgotten nothing is stored.
        if turn.state != old and Forget not in map(type, own):
            await self._chats.save(connection, incoming.chat, turn.state)
        calls = wire.calls((*turn.replies, *said), incoming.chat)
        await intend(connection, self._envelopes, calls, entry)

    async def _moderated(self, entry: Entry, incoming: Incoming) -> bool:
        """A step of a member of the team, decided and done in one transaction. False when it was
        none, and nothing was done."""
        week = await self._desk.week(self._database, incoming, self._base())
        async with self._database.write() as connection:
            await self._database.alone(connection)
            old = await self._chats.within(connection, incoming.chat)
            view = await self._desk.view(connection, incoming, old, self._base())
            view = replace(view, week=week)
            turn = moderation.respond(old, incoming, view)
            if turn is None:
                return False
            await self._keep(connection, entry, incoming, old, turn)
            for act in turn.acts:
                told = await self._desk.carry_out(connection, act, incoming, view)
                await intend(connection, self._envelopes, told)
        self._metrics.answered.inc()
        self._wake()
        return True

    async def give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        """Tell a person in a private chat that their message could not be read. Never silence."""
        if entry.chat > 0:
            with contextlib.suppress(SealBroken):
                chat = wire.chat_of(await self._envelopes.open(entry.payload, connection))
                said = Say(Text(say("unreadable", "failed")))
                await intend(connection, self._envelopes, wire.calls((said,), chat), entry)

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
    connection: AsyncConnection,
    envelopes: Envelopes,
    calls: list[wire.Call],
    entry: Entry | None = None,
) -> None:
    """Put calls into the outbox, in the caller's transaction; those of an update name it."""
    asked_ms = entry.arrived_ms if entry else 0
    await outbox.put(connection, envelopes, _letters(envelopes, calls), asked_ms=asked_ms)


async def broadcast(
    connection: AsyncConnection, envelopes: Envelopes, calls: list[wire.Call]
) -> None:
    """Put calls that answer nobody into the outbox: every answer goes first."""
    letters = _letters(envelopes, calls)
    await outbox.put(connection, envelopes, letters, order=outbox.Order.BROADCAST)


def _letters(envelopes: Envelopes, calls: list[wire.Call]) -> list[tuple[str, int, dict[str, Any]]]:
    return [(call.method, envelopes.number(call.chat), call.arguments) for call in calls]
