"""The composition root: builds, starts and stops everything; the only file that sees all rooms."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock, folder, health, logs, readiness, retention, tallies, wire
from bot.answering import Answering, Rooms
from bot.blocks import Blocks
from bot.chats import Chats
from bot.clock import Clock
from bot.conversation import Context
from bot.conversation.acts import Tell
from bot.delivery import outbox, pacing
from bot.delivery.pacing import Limits, Pacing
from bot.delivery.sender import Sender, Transport
from bot.desk import Desk
from bot.drafting import Drafting
from bot.envelopes import Envelopes
from bot.intake import inbox
from bot.intake.gate import Gate
from bot.intake.lanes import Lanes
from bot.intake.limits import FAIR, Rules
from bot.intake.limits import Limits as Fairness
from bot.leases import Leases, lane_of
from bot.metrics import Metrics
from bot.reception import Reception
from bot.rounds import Means, Rounds
from bot.settings import Settings
from bot.trials import Trials, TriedOn
from knowledge import (
    Database,
    Snapshot,
    Tried,
    Vault,
    kept_library,
    stored_base,
    stored_requests,
    stored_snapshot,
    stored_team,
    tried_messages,
    trusted,
)

_log = logging.getLogger(__name__)
_LOOK_EVERY = 1.0
"""Seconds between two looks whether the base has changed."""
_TRY_EVERY = 0.5
"""Seconds between two looks whether a draft is to be tried."""
_ROUNDS_EVERY = 3.0
_BLOCKS_EVERY = 10.0
_TIDY_EVERY = 3600.0
_LISTEN_AGAIN = 2.0
_TURN = 0.001
"""Seconds after which a thread that assesses a text gives way to the event loop; Python's own 5 ms
add up when several do."""


@dataclass(frozen=True, slots=True)
class Line:
    """How the bot reaches people: what carries its calls, its username, how fast it may speak, and
    how much one person may ask."""

    transport: Transport
    username: str
    limits: Limits = pacing.TELEGRAM
    fair: Rules = FAIR


@dataclass(frozen=True, slots=True)
class Secrets:
    """The key of the hashes, and the ids of those who lead the reviewers."""

    key: bytes
    owners: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a scene may exchange: the clock, and the messages on which drafts are tried."""

    now: Clock = clock.now
    tried: Callable[[], Sequence[Tried]] = tried_messages


class App:
    """Give it updates; it puts replies into the outbox and delivers them."""

    def __init__(
        self,
        database: Database,
        base: Snapshot,
        held: Secrets,
        line: Line,
        around: Surroundings | None = None,
    ) -> None:
        around = around or Surroundings()
        vault = Vault(database, held.key)
        self.metrics = Metrics()
        self._database, self._base, self._clock = database, base, around.now
        self._envelopes = Envelopes(database, vault)
        self._chats = Chats(database, vault)
        self._leases = Leases(database, self._take_up, self._idle)
        self._sender = Sender(
            self._envelopes, line.transport, Pacing(line.limits), self._leases, self.metrics
        )
        drafting = Drafting(database, trusted())
        owners = frozenset(map(vault.pseudonym, held.owners))
        self._desk = Desk(vault, owners, line.username, drafting, around.now)
        self._blocks = Blocks(database, vault)
        reception = Reception(database, vault, around.now)
        self._lanes = self._answering(line, reception)
        tried = TriedOn(around.tried, vault)
        self._trials = Trials(database, drafting, self._moment, tried, self._tell)
        self._rounds = Rounds(
            Means(
                database, vault, self._envelopes, self._leases, self._chats, reception,
                self._present, around.now,
            )
        )  # fmt: skip
        self._one_look = asyncio.Lock()
        self._helpers: list[asyncio.Task[None]] = []
        self._queues: list[asyncio.Task[None]] = []

    def _answering(self, line: Line, reception: Reception) -> Lanes:
        """The way of an update, from the inbox to the outbox."""
        rooms = Rooms(
            self._chats,
            self._envelopes,
            self._desk,
            reception,
            Gate(Fairness(line.fair, time.monotonic), self._blocks, line.username),
            self._blocks,
            self._leases,
            self.metrics,
        )
        answering = Answering(
            self._database, rooms, line.username, self._present, self._sender.wake
        )
        return Lanes(self._database, self._leases, answering, self.metrics)

    def _moment(self) -> Context:
        """The base and the time as they are now."""
        now_ms = self._clock()
        return Context(self._base, clock.day_of(now_ms), now_ms)

    def _present(self) -> Snapshot:
        """The base as it is now."""
        return self._base

    async def start(self) -> None:
        """Take up what an earlier run left, and go on from there."""
        await self._envelopes.prepare()
        await retention.seal_old(self._database, self._envelopes)
        await self._leases.start()
        await self._blocks.look()
        self._queues = [
            asyncio.create_task(self._lanes.run()),
            asyncio.create_task(self._sender.run()),
        ]
        self._helpers = [
            asyncio.create_task(self._leases.run(self._wake)),
            asyncio.create_task(every(_LOOK_EVERY, self._look_at_base)),
            asyncio.create_task(every(_BLOCKS_EVERY, self._blocks.look)),
            asyncio.create_task(every(_TRY_EVERY, self._try_drafts)),
            asyncio.create_task(every(_ROUNDS_EVERY, self.go_rounds)),
            asyncio.create_task(every(_TIDY_EVERY, self._tidy)),
        ]
        if self._database.shared:
            self._helpers.append(asyncio.create_task(every(_LISTEN_AGAIN, self._listen)))

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
        known = [(self._envelopes.number(wire.chat_of(update)), update) for update in updates]
        new = await inbox.put(self._database, self._envelopes, known)
        self.metrics.updates.inc(new)
        self.metrics.repeats.inc(len(updates) - new)
        self.metrics.last_fetch.set_to_current_time()
        self._lanes.wake()
        await self._lanes.room()

    @property
    def full(self) -> bool:
        """Whether so much waits that nothing more should be fetched."""
        return self._lanes.full

    @property
    def version(self) -> int:
        """Of the base that is answered from."""
        return self._base.version

    async def settled(self) -> None:
        """Return when all accepted updates are answered and all replies delivered."""
        await self._lanes.drained()
        await self._sender.deliver_all()

    async def go_rounds(self) -> None:
        """Tell people what the reviewers have done."""
        await self._rounds.go()
        self._sender.wake()

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
        for what, seconds in (await retention.ages(self._database)).items():
            self.metrics.oldest_kept.labels(what).set(seconds)

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

    async def _try_drafts(self) -> None:
        """Try what members have handed in."""
        await self._trials.run(lambda draft: lane_of(draft) in self._leases.owned)

    async def _tell(self, connection: AsyncConnection, acts: Sequence[Tell]) -> None:
        """Say something to members of the team, when this transaction is committed."""
        for act in acts:
            calls = await self._desk.to_member(connection, act)
            number = self._envelopes.number
            letters = [(call.method, number(call.chat), call.arguments) for call in calls]
            await outbox.put(connection, self._envelopes, letters)
        self._sender.wake()

    async def _tidy(self) -> None:
        """Forget what need not be kept."""
        for what, count in (await retention.erase(self._database)).items():
            self.metrics.forgotten.labels(what).inc(count)
        await tallies.forget_old(self._database, datetime.now(UTC).date())
        async with self._database.write() as connection:
            await stored_requests.forget_old(connection, self._clock())
            await stored_team.forget_old(connection, self._clock())


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
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
            changes = await stored_base.apply(database, kept_library())
            if changes:
                _log.info("library applied: %s", changes)
            for kind, id_ in changes.kept:
                _log.warning("the library changed the %s %s, which moderators hold", kind, id_)
            base = await stored_snapshot(database)
            # Nothing has been dropped yet that would be worth half a second of looking for it.
            gc.freeze()
            readiness.warm_up(base)
            gc.freeze()
            _log.info("base version %d: %d claims", base.version, len(base.claims))
            yield database, base
        finally:
            await database.close()


@asynccontextmanager
async def running(settings: Settings, line: Line) -> AsyncIterator[App]:
    """A started bot on this line; stopped and closed at the end."""
    async with opened(settings) as (database, base):
        key = settings.key or folder.secret_key(settings.data_dir)
        app = App(database, base, Secrets(key, settings.owners), line)
        await app.start()
        try:
            yield app
        finally:
            await app.stop()
