"""The loopback Bot API server, as tests use it."""

from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self, TypeVar

from starlette.applications import Starlette
from starlette.routing import Route

from . import control
from .bots import Bot
from .chats import Chat, Member
from .clock import Clock
from .driver import DEFAULT_TIMEOUT, Driver
from .endpoint import Endpoint
from .errors import Json
from .faults import Fault
from .groups import Group
from .people import Person
from .request_log import Record, Violation
from .runner import Runner
from .world import Options, World

T = TypeVar("T")
_VERBS = ["GET", "POST"]


class BotApiServer:
    """A Bot API server on 127.0.0.1.

    `async with BotApiServer() as server:` serves in the running loop;
    `with BotApiServer() as server:` serves in a thread of its own.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str | None = None,
        username: str = "loopback_bot",
        first_name: str = "Loopback",
        options: Options | None = None,
        **flags: bool,
    ) -> None:
        """Take a port and create the first bot; `flags` are those of getMe."""
        self.world = World(options or Options())
        self._runner = Runner(port)
        self._driver = Driver(self.world, self._runner)
        self._endpoint = Endpoint(self.world, self._runner.drop)
        self.bot = self._add_bot(token, username, first_name, flags)
        self.app = self._routes()

    def _routes(self) -> Starlette:
        endpoint = self._endpoint
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", endpoint.method, methods=_VERBS),
                Route("/bot{token}/test/{method}", endpoint.method, methods=_VERBS),
                Route("/file/bot{token}/{path:path}", endpoint.file, methods=["GET"]),
                *control.routes(self),
                Route("/{path:path}", endpoint.missing, methods=_VERBS),
            ]
        )

    # Starting and stopping

    async def __aenter__(self) -> Self:
        """Start in the running loop."""
        await self._runner.start(self.app)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; whoever waits for an answer is disconnected."""
        for bot in self.world.bots.values():
            await bot.webhook.remove()
        await self._runner.stop()

    def __enter__(self) -> Self:
        """Start in a thread."""
        self._runner.start_thread(self.app)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the thread."""
        self._runner.stop_thread()

    # Where it is

    @property
    def url(self) -> str:
        """The root address, such as http://127.0.0.1:8081."""
        return f"http://127.0.0.1:{self._runner.port}"

    @property
    def base_url(self) -> str:
        """The address to which a client adds the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The address of downloads to which a client adds the token."""
        return f"{self.url}/file/bot"

    @property
    def token(self) -> str:
        """The first bot's token."""
        return self.bot.token

    # Bots, people and chats

    def add_token(
        self,
        token: str | None = None,
        *,
        username: str = "second_bot",
        first_name: str = "Second",
        **flags: bool,
    ) -> Bot:
        """Let one more token be valid and return its bot."""
        return self._driver.do(lambda: self._add_bot(token, username, first_name, flags))

    def _add_bot(self, token: str | None, username: str, first_name: str, flags: Json) -> Bot:
        bot = self.world.add_bot(token, username, first_name, flags)

        async def obey(answer: Json) -> None:
            await self._endpoint.obey(bot, answer)

        bot.webhook.on_answer = obey
        return bot

    def person(
        self,
        first_name: str = "Ana",
        *,
        language_code: str | None = "en",
        last_name: str | None = None,
        username: str | None = None,
        user_id: int | None = None,
        is_premium: bool = False,
    ) -> Person:
        """Create a person, or return the one with this id."""

        def create() -> Person:
            world = self.world
            identifier = user_id or 500_000_000 + next(world.numbers)
            user: Json = {"id": identifier, "is_bot": False, "first_name": first_name}
            given = {"last_name": last_name, "username": username, "language_code": language_code}
            user |= {name: value for name, value in given.items() if value}
            user |= {"is_premium": True} if is_premium else {}
            return Person(self._driver, world.people.setdefault(identifier, user))

        return self._driver.do(create)

    def group(
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        kind: str = "supergroup",
        bots: Iterable[Bot] | None = None,
        bot_status: str = "member",
        username: str = "",
    ) -> Group:
        """Create a group that the bot is in already; its first member owns it."""

        def create() -> Group:
            number = next(self.world.numbers)
            chat_id = -4_000_000_000 - number if kind == "group" else -1_002_000_000_000 - number
            fields: Json = {"title": title, **({"username": username} if username else {})}
            chat = Chat(chat_id, kind, fields)
            for place, person in enumerate(members):
                status = "member" if place else "creator"
                chat.members[person.id] = Member(person.user, status)
            for bot in [self.bot] if bots is None else bots:
                chat.members[bot.id] = Member(bot.user, bot_status)
            self.world.groups[chat_id] = chat
            return Group(self._driver, chat)

        return self._driver.do(create)

    def channel(self, title: str, *, username: str = "") -> Group:
        """Create a channel whose administrator the bot is."""
        return self.group(title, kind="channel", bot_status="administrator", username=username)

    def group_at(self, chat_id: int) -> Group:
        """Return a group by id, such as one created from another process."""
        return Group(self._driver, self.world.groups[chat_id])

    def chat(self, chat_id: int, bot: Bot | None = None) -> Chat:
        """Return a chat by id; its `messages` are all that was said there."""
        found = self._driver.do(lambda: self.world.chat(bot or self.bot, chat_id))
        if found is None:
            raise LookupError(f"no chat {chat_id}")
        return found

    # Updates

    def inject(self, update: Json, bot: Bot | None = None) -> int:
        """Queue any raw update; return its id, which is assigned if absent."""

        def queue() -> int:
            identifier = (bot or self.bot).queue.inject(update)
            self.world.signal.changed()
            return identifier

        return self._driver.do(queue)

    @property
    def pending(self) -> int:
        """How many updates the first bot has not confirmed yet."""
        return len(self.bot.queue)

    # What happened

    @property
    def requests(self) -> Sequence[Record]:
        """Every request so far, oldest first; the list grows by itself."""
        return self.world.log.records

    @property
    def violations(self) -> list[Violation]:
        """Every call that the published description of the API does not allow."""
        return list(self.world.log.violations)

    def calls(self, method: str) -> Sequence[Record]:
        """Return the requests of one method, oldest first; the list grows by itself."""
        return self.world.log.of(method)

    def accepted(self, method: str) -> int:
        """Return how many calls of a method (spelt as published) were carried out."""
        return self.world.log.accepted[method]

    async def wait_for(
        self,
        condition: Callable[[], T],
        timeout: float = DEFAULT_TIMEOUT,
        wanted: str = "the condition",
    ) -> T:
        """Wait until a condition about the server holds and return its (true) value."""
        return await self._driver.wait_for(condition, timeout, wanted)

    def until(self, condition: Callable[[], T], timeout: float = DEFAULT_TIMEOUT) -> T:
        """Wait as `wait_for` does, for tests without a loop; the server runs in its thread."""
        waiting = self._runner.submit(lambda: self._driver.wait_for(condition, timeout))
        value: T = waiting.result()
        return value

    # Time and faults

    @property
    def clock(self) -> Clock:
        """The server's clock; `clock.advance(61)` makes callback queries too old."""
        return self.world.clock

    def fail(
        self,
        method: str | None = None,
        status: int = 500,
        *,
        kind: str = "status",
        retry_after: int | None = None,
        description: str | None = None,
        times: int | None = 1,
        applied: bool = False,
        chat_id: int | None = None,
        skip: int = 0,
    ) -> None:
        """Let calls fail: with a status, by never answering ("hang") or by cutting off ("drop").

        `times=None` means until `clear_faults`; with `applied` the call is carried out first and
        only its answer is lost; `skip` lets that many calls through before.
        """
        fault = Fault(method, kind, status, retry_after, description, times, applied, chat_id, skip)
        self._driver.do(lambda: self.world.faults.add(fault))

    def fail_rate(
        self,
        rate: float,
        kinds: Iterable[str] = ("429", "500", "drop"),
        seed: int = 0,
        methods: Iterable[str] = (),
    ) -> None:
        """Let a share of all calls fail, the same ones for the same seed."""
        self._driver.do(lambda: self.world.faults.set_rate(rate, kinds, seed, methods))

    def clear_faults(self) -> None:
        """Let nothing fail any more."""
        self._driver.do(self.world.faults.clear)

    @property
    def faults_happened(self) -> int:
        """How many calls have failed on demand."""
        return self.world.faults.happened

    def reset(self) -> None:
        """Forget everything but the tokens and their webhooks."""
        self._driver.do(self.world.reset)
