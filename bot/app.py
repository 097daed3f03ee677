"""The composition root: builds, starts and stops everything; the only file that sees all rooms."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import health, wire
from bot.chats import Chats, secret_key
from bot.conversation import ChatState, Context, Kind, respond
from bot.conversation.commands import COMMANDS
from bot.conversation.replies import Say
from bot.delivery import outbox, pacing
from bot.delivery.pacing import Limits, Pacing
from bot.delivery.sender import Sender, Transport
from bot.errors import SettingsError, TransportError
from bot.intake import inbox
from bot.intake.inbox import Entry
from bot.intake.lanes import Lanes
from bot.intake.polling import poll
from bot.settings import Settings
from bot.telegram_api import TelegramApi
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Database, Snapshot, assess, load_library, snapshot, sqlite_url, stored_base

_log = logging.getLogger(__name__)
_LOOK_EVERY = 1.0
"""Seconds between two looks whether the base has changed."""
_TIDY_EVERY = 3600.0


class App:
    """The bot without its wire: give it updates, it puts replies into the outbox and sends them."""

    def __init__(
        self, database: Database, base: Snapshot, chats: Chats, sender: Sender, username: str
    ) -> None:
        self._database = database
        self._base = base
        self._chats = chats
        self._username = username
        self._lanes = Lanes(database, self._turn, self._give_up, sender.wake)
        self._sender = sender
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the lanes and the sender, and take up what an earlier run left."""
        self._lanes.start()
        self._tasks = [
            asyncio.create_task(self._sender.run()),
            asyncio.create_task(_every(_LOOK_EVERY, self._look_at_base)),
            asyncio.create_task(_every(_TIDY_EVERY, self._tidy)),
        ]
        for entry in await inbox.waiting(self._database):
            await self._lanes.add(entry)

    async def stop(self) -> None:
        """Stop; what is unfinished stays in the queues."""
        await self._lanes.stop()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def accept(self, updates: list[wire.Plain]) -> None:
        """Commit updates to the inbox, then queue them. When this returns, none can be lost."""
        known = [(wire.chat_of(update), update) for update in updates]
        for entry in await inbox.put(self._database, known):
            await self._lanes.add(entry)

    async def settled(self) -> None:
        """Return when all accepted updates are answered and all replies delivered."""
        await self._lanes.drained()
        await self._sender.deliver_all()

    async def _turn(self, entry: Entry) -> None:
        """One update: from the inbox to replies in the outbox, in one transaction."""
        incoming = wire.incoming(entry.update, self._username)
        if incoming.kind is Kind.IGNORED:
            state, calls, old = ChatState(), [], ChatState()
        else:
            old = await self._chats.load(incoming.chat)
            context = Context(self._base, datetime.now(UTC).date())
            # In a thread, so that a long text does not hold up the other chats.
            turn = await asyncio.to_thread(respond, old, incoming, context)
            state, calls = turn.state, wire.calls(turn.replies, incoming.chat)
        async with self._database.write() as connection:
            if state != old:
                await self._chats.save(connection, incoming.chat, state)
            await outbox.put(connection, [(c.method, c.chat, c.arguments) for c in calls])
            await inbox.done(connection, entry.update_id)
        self._sender.wake()

    async def _give_up(self, connection: AsyncConnection, entry: Entry) -> None:
        """Tell a person in a private chat that their message could not be read. Never silence."""
        if entry.chat <= 0:
            return
        calls = wire.calls((Say(Text(say("unreadable", "failed"))),), entry.chat)
        await outbox.put(connection, [(c.method, c.chat, c.arguments) for c in calls])

    async def _look_at_base(self) -> None:
        """Pick up a changed base without a restart."""
        if await stored_base.version(self._database) != self._base.version:
            content, version = await stored_base.load(self._database)
            self._base = await asyncio.to_thread(snapshot, content, version)
            _log.info("base version %d: %d claims", version, len(self._base.claims))

    async def _tidy(self) -> None:
        """Forget what need not be kept."""
        await inbox.forget_old(self._database)
        await self._chats.forget_old()


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again; a fault is logged and does not end it."""
    while True:
        try:
            await work()
        except Exception as error:
            _log.error("%s failed: %s", work.__name__, type(error).__name__)
        await asyncio.sleep(seconds)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Database, Snapshot]]:
    """The database with the library applied, and a snapshot of it."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATA_DIR {settings.data_dir} cannot be used: {error.strerror}; "
            "name a folder that can be made or written"
        ) from error
    database = await Database.open(sqlite_url(settings.database_file))
    try:
        changes = await stored_base.apply(database, load_library())
        if changes:
            _log.info("library applied: %s", changes)
        content, version = await stored_base.load(database)
        base = snapshot(content, version)
        # Word lists are read when first needed; no person should wait for that.
        assess("a first message, nothing in it", base)
        _log.info("base version %d: %d claims", version, len(base.claims))
        yield database, base
    finally:
        await database.close()


@asynccontextmanager
async def running(
    settings: Settings, transport: Transport, username: str, limits: Limits = pacing.TELEGRAM
) -> AsyncIterator[App]:
    """A started bot on this transport; stopped and closed at the end."""
    async with opened(settings) as (database, base):
        chats = Chats(database, secret_key(settings.data_dir))
        sender = Sender(database, transport, Pacing(limits))
        app = App(database, base, chats, sender, username)
        await app.start()
        try:
            yield app
        finally:
            await app.stop()


async def run_on_telegram(settings: Settings, token: str) -> None:
    """The bot on Telegram, by long polling, until cancelled. Raises TransportError when refused."""
    async with TelegramApi(token, settings.api_base_url) as api:
        try:
            await api.show_commands(COMMANDS)
        except TransportError as error:
            _log.warning("the menu of commands could not be set: %s", error)
        async with running(settings, api, api.username) as app:
            _log.info("answering as @%s", api.username)
            await poll(api, app.accept, health.sign_of_life(settings))
