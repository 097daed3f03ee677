"""The composition root: builds, starts and stops everything; the only file that sees all rooms."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import folder, health, logs, readiness, service, wire
from bot.blocks import Block, Blocks
from bot.chats import Chats
from bot.conversation import Context, Kind, hear, respond
from bot.conversation.commands import COMMANDS
from bot.conversation.replies import Say
from bot.delivery import outbox, pacing
from bot.delivery.pacing import Limits, Pacing
from bot.delivery.sender import Sender, Transport
from bot.errors import Busy, LaneLost, Refused, TransportError
from bot.intake import inbox, webhook
from bot.intake.gate import Gate
from bot.intake.inbox import Entry
from bot.intake.lanes import Lanes
from bot.intake.limits import FAIR, Rules, Ruling, Verdict
from bot.intake.limits import Limits as Fairness
from bot.intake.polling import BackOff, poll
from bot.leases import Leases, lane_of
from bot.metrics import Metrics
from bot.settings import Settings
from bot.telegram_api import TelegramApi
from bot.wording import waiting
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Database, Snapshot, Vault, load_library, stored_base, stored_snapshot

_log = logging.getLogger(__name__)
_LOOK_EVERY = 1.0
"""Seconds between two looks whether the base has changed."""
_BLOCKS_EVERY = 10.0
_TIDY_EVERY = 3600.0
_LISTEN_AGAIN = 2.0
_BEAT_EVERY = 10.0
_TURN = 0.001
"""Seconds after which a thread that assesses a text gives way to the event loop; Python's own 5 ms
add up when several do."""
_FLEETING_MS = 30_000
"""How long a button press is worth answering; Telegram takes no answer to an older one."""


@dataclass(frozen=True, slots=True)
class Line:
    """How the bot reaches people: what carries its calls, its username, how fast it may speak, and
    how much one person may ask."""

    transport: Transport
    username: str
    limits: Limits = pacing.TELEGRAM
    fair: Rules = FAIR


class App:
    """Give it updates; it puts replies into the outbox and delivers them."""

    def __init__(self, database: Database, base: Snapshot, key: bytes, line: Line) -> None:
        self.metrics = Metrics()
        self._database = database
        self._base = base
        self._chats = Chats(database, key)
        self._username = line.username
        self._blocks = Blocks(database, Vault(database, key))
        self._gate = Gate(Fairness(line.fair, time.monotonic), self._blocks, line.username)
        self._leases = Leases(database, self._take_up, self._idle)
        self._sender = Sender(
            database, line.transport, Pacing(line.limits), self._leases, self.metrics
        )
        self._lanes = Lanes(database, self._leases, self, self.metrics)
        self._one_look = asyncio.Lock()
        self._helpers: list[asyncio.Task[None]] = []
        self._queues: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Take up what an earlier run left, and go on from there."""
        await self._leases.start()
        await self._blocks.look()
        self._queues = [
            asyncio.create_task(self._lanes.run()),
            asyncio.create_task(self._sender.run()),
        ]
        self._helpers = [
            asyncio.create_task(self._leases.run(self._wake)),
            asyncio.create_task(_every(_LOOK_EVERY, self._look_at_base)),
            asyncio.create_task(_every(_BLOCKS_EVERY, self._blocks.look)),
            asyncio.create_task(_every(_TIDY_EVERY, self._tidy)),
        ]
        if self._database.shared:
            self._helpers.append(asyncio.create_task(_every(_LISTEN_AGAIN, self._listen)))

    async def stop(self) -> None:
        """End what is in hand; the rest stays in the queues."""
        # First the lanes, so that the sender can deliver what they answered last.
        for task in (*self._queues, *self._helpers):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        with contextlib.suppress(Exception):
            await self._leases.stop()

    async def accept(self, updates: list[wire.Plain]) -> None:
        """Commit updates to the inbox. When this returns, none can be lost, and there is room for
        more."""
        known = [(wire.chat_of(update), update) for update in updates]
        new = await inbox.put(self._database, known)
        self.metrics.updates.inc(new)
        self.metrics.repeats.inc(len(updates) - new)
        self.metrics.last_fetch.set_to_current_time()
        self._lanes.wake()
        await self._lanes.room()

    @property
    def full(self) -> bool:
        """Whether so much waits that nothing more should be fetched."""
        return self._lanes.full

    async def settled(self) -> None:
        """Return when all accepted updates are answered and all replies delivered."""
        await self._lanes.drained()
        await self._sender.deliver_all()

    async def measure(self) -> None:
        """Bring the metrics that are looked up, not counted, up to date."""
        backlog = await inbox.backlog(self._database)
        letters, dead_letters = await outbox.backlog(self._database)
        age = 0.0 if backlog.oldest_ms is None else inbox.now() - backlog.oldest_ms
        self.metrics.oldest.set(max(0.0, age / 1000))
        self.metrics.waiting.labels("inbox").set(backlog.waiting)
        self.metrics.waiting.labels("outbox").set(letters)
        self.metrics.dead.labels("inbox").set(backlog.dead)
        self.metrics.dead.labels("outbox").set(dead_letters)
        self.metrics.lanes.set(len(self._leases.owned))
        self.metrics.blocks.set(len(self._blocks))
        self.metrics.base_version.set(self._base.version)

    async def measured(self) -> bytes:
        """The metrics of this moment, as Prometheus reads them."""
        await self.measure()
        return self.metrics.text()

    async def faults(self, pulse: health.Pulse) -> list[str]:
        """Why the bot is not ready to answer; empty when it is."""
        found = []
        try:
            await stored_base.version(self._database)
        except Exception as error:
            found.append(f"the database cannot be read: {logs.fault(error)}")
        if not pulse.fresh:
            found.append("no updates could be fetched lately")
        if not self._base.claims:
            found.append("the knowledge base is empty")
        if any(task.done() for task in self._queues):
            found.append("a queue has stopped")
        return found

    async def beat(self, pulse: health.Pulse) -> None:
        """Let the pulse beat if pushed updates could be kept."""
        await stored_base.version(self._database)
        pulse.beat()

    def judge(self, entry: Entry) -> Verdict:
        """Whether an update is answered, or settled unread."""
        return self._gate.judge(entry)

    async def drop(self, unread: Sequence[tuple[Entry, Verdict]]) -> None:
        """Settle what nobody asked and what is over a limit; block who goes on and on."""

        async def commit(connection: AsyncConnection) -> None:
            for chat in {lane_of(entry.chat): entry.chat for entry, _ in unread}.values():
                await self._leases.hold(connection, chat)
            await inbox.done_unread(connection, [entry.update_id for entry, _ in unread])

        await self._database.commit(commit)
        for entry, verdict in unread:
            if verdict.ruling is Ruling.REFUSE:
                self.metrics.refused.inc()
                if self._gate.refused(verdict):
                    await self._block(entry, verdict.person)

    async def _block(self, entry: Entry, person: int) -> None:
        """Answer a person no more for a day, and tell them."""

        async def commit(connection: AsyncConnection) -> Block:
            await self._leases.hold(connection, entry.chat)
            block = await self._blocks.add(connection, person)
            said = waiting.blocked(may_appeal=not block.appealed_ms)
            await _intend(connection, wire.calls((Say(said),), entry.chat), entry)
            return block

        self._blocks.hold(await self._database.commit(commit))
        self.metrics.blocked.inc()
        _log.warning("somebody is blocked for a day: see `blocks list`")
        self._sender.wake()

    async def handle(self, entry: Entry, verdict: Verdict) -> None:
        """One update: from the inbox to replies in the outbox, in one transaction."""
        if wire.fleeting(entry.update) and inbox.now() - entry.arrived_ms > _FLEETING_MS:
            await self._database.commit(lambda c: self._settle(c, entry, inbox.EXPIRED))
            self.metrics.expired.inc()
            return
        incoming = wire.incoming(entry.update, self._username)
        if incoming.kind is Kind.IGNORED:
            await self._database.commit(lambda c: self._settle(c, entry))
            return
        old = await self._chats.load(incoming.chat)
        block = self._blocks.of(incoming.person) if incoming.command == "appeal" else None
        context = Context(self._base, datetime.now(UTC).date(), blocked=block is not None)
        act = partial(hear, wait=verdict.wait) if verdict.ruling is Ruling.HEAR else respond
        # In a thread, so that a long text does not hold up the other chats.
        turn = await asyncio.to_thread(act, old, incoming, context)
        calls = wire.calls(turn.replies, incoming.chat)

        async def commit(connection: AsyncConnection) -> Block | None:
            await self._settle(connection, entry)
            lifted = block and await self._blocks.appeal(connection, block, incoming.text)
            if turn.state != old:
                await self._chats.save(connection, incoming.chat, turn.state)
            await _intend(connection, calls, entry)
            return lifted

        if lifted := await self._database.commit(commit):
            self._blocks.hold(lifted)
            self._gate.forgive(incoming)
            self.metrics.appeals.inc()
        self.metrics.answered.inc()
        self._sender.wake()

    async def give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        """Tell a person in a private chat that their message could not be read. Never silence."""
        if entry.chat > 0:
            calls = wire.calls((Say(Text(say("unreadable", "failed"))),), entry.chat)
            await _intend(connection, calls, entry)

    def told(self) -> None:
        """There is a word for somebody in the outbox."""
        self._sender.wake()

    async def _settle(
        self, connection: AsyncConnection, entry: Entry, state: str = inbox.DONE
    ) -> None:
        """Mark an update, if it is still ours. Raises LaneLost."""
        await self._leases.hold(connection, entry.chat)
        if not await inbox.done(connection, entry.update_id, state):
            raise LaneLost(f"update {entry.update_id} was answered already")

    async def _take_up(self, connection: AsyncConnection, lanes: frozenset[int]) -> None:
        """Calls that were under way when their process died are made again, once."""
        if count := await outbox.take_up(connection, lanes):
            self.metrics.maybe_twice.inc(count)
            _log.warning("%d calls were under way when the process ended: made again", count)

    def _idle(self, lane: int) -> bool:
        return not self._lanes.busy(lane) and not self._sender.busy(lane)

    def _wake(self) -> None:
        self._lanes.wake()
        self._sender.wake()

    async def _listen(self) -> None:
        """Hear from the other machines; what each tells is also looked up every second."""
        notices = self._database.notices(inbox.CHANNEL, stored_base.CHANNEL)
        async with contextlib.aclosing(notices):
            async for channel in notices:
                if channel != stored_base.CHANNEL:
                    self._wake()
                if channel != inbox.CHANNEL:
                    await self._look_at_base()

    async def _look_at_base(self) -> None:
        """Pick up a changed base without a restart."""
        async with self._one_look:
            if await stored_base.version(self._database) != self._base.version:
                self._base = await stored_snapshot(self._database, self._base)
                readiness.set_apart()
                _log.info("base version %d: %d claims", self._base.version, len(self._base.claims))

    async def _tidy(self) -> None:
        """Forget what need not be kept."""
        await inbox.forget_old(self._database)
        await outbox.forget_old(self._database)
        await self._chats.forget_old()
        await self._blocks.forget_old()


async def _intend(connection: AsyncConnection, calls: list[wire.Call], entry: Entry) -> None:
    letters = [(call.method, call.chat, call.arguments) for call in calls]
    await outbox.put(connection, letters, asked_ms=entry.arrived_ms)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again; a fault is logged and does not end it."""
    while True:
        try:
            await work()
        except Exception as error:
            _log.error("%s failed: %s", work.__name__, logs.fault(error))
        await asyncio.sleep(seconds)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Database, Snapshot]]:
    """The database with the library applied, and a snapshot of it; nobody else uses the folder."""
    sys.setswitchinterval(_TURN)
    with folder.locked(settings.data_dir):
        database = await Database.open(settings.database)
        try:
            changes = await stored_base.apply(database, load_library())
            if changes:
                _log.info("library applied: %s", changes)
            base = await stored_snapshot(database)
            readiness.warm_up(base)
            # Nothing has been dropped yet that would be worth half a second of looking for it.
            gc.freeze()
            _log.info("base version %d: %d claims", base.version, len(base.claims))
            yield database, base
        finally:
            await database.close()


@asynccontextmanager
async def running(settings: Settings, line: Line) -> AsyncIterator[App]:
    """A started bot on this line; stopped and closed at the end."""
    async with opened(settings) as (database, base):
        app = App(database, base, settings.key or folder.secret_key(settings.data_dir), line)
        await app.start()
        try:
            yield app
        finally:
            await app.stop()


async def run_on_telegram(settings: Settings, token: str) -> None:
    """The bot on Telegram until cancelled: pushed to when WEBHOOK_URL is set, else polling. Raises
    Refused when Telegram does not want this bot."""
    async with _connected(settings, token) as api, AsyncExitStack() as stack:
        app = await stack.enter_async_context(running(settings, Line(api, api.username)))
        pulse = health.Pulse(settings.data_dir)
        served = service.routes(lambda: app.faults(pulse), app.measured)
        if settings.webhook_url:
            secret = settings.webhook_secret or webhook.secret_of(token)
            path = urlsplit(settings.webhook_url).path or "/"
            served.append(webhook.route(path, secret, app.accept, lambda: app.full))
        if settings.listen:
            await stack.enter_async_context(service.serving(settings.listen, served))
        await _insist(lambda: api.show_commands(COMMANDS))
        _log.info("answering as @%s", api.username)
        if settings.webhook_url:
            await _insist(lambda: api.set_webhook(settings.webhook_url, secret))
            await _every(_BEAT_EVERY, lambda: app.beat(pulse))
        else:
            await poll(api, app.accept, pulse.beat)


@asynccontextmanager
async def _connected(settings: Settings, token: str) -> AsyncIterator[TelegramApi]:
    """Telegram, as soon as it can be reached."""
    async with AsyncExitStack() as stack:
        api = TelegramApi(token, settings.api_base_url)

        async def enter() -> None:
            await stack.enter_async_context(api)

        await _insist(enter)
        yield api


async def _insist(work: Callable[[], Awaitable[None]]) -> None:
    """Do what the network may fail, until it is done. Raises Refused."""
    back_off = BackOff()
    while True:
        try:
            return await work()
        except Refused:
            raise
        except TransportError as error:
            wait = error.seconds if isinstance(error, Busy) else back_off.next()
            _log.warning("%s; next try in %.1f s", error, wait)
            await asyncio.sleep(wait)
