"""A member of the team at work, without Telegram or a database: steps in, turns out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.conversation import ChatState, Incoming, Kind
from bot.conversation.acts import Act
from bot.conversation.context import Turn
from bot.conversation.moderation import Papers, View, respond
from bot.conversation.moderation.view import OpenedCase
from bot.conversation.replies import Acknowledge, Edit, Say
from knowledge import Case, CaseKind, Lease, Member, Request, Role, Snapshot, Waiting
from tests.make import TODAY

NOW_MS = 1_795_000_000_000
HOUR_MS = 3_600_000
OLGA = Member("a" * 64, "Olga", Role.OWNER, joined_ms=NOW_MS - 1)
RITA = Member("b" * 64, "Rita", Role.REVIEWER, joined_ms=NOW_MS)


def case(id_: int = 1, **fields: object) -> Case:
    """An open case that two people wait for."""
    made = Case(
        id=id_,
        kind=CaseKind.REQUEST,
        title="NMN: depression",
        opened_ms=NOW_MS - 50 * HOUR_MS,
        changed_ms=NOW_MS - 50 * HOUR_MS,
        reach=2,
        substance="nmn",
        outcome="depression",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def request(id_: int, text: str | None, of: int = 1) -> Request:
    return Request(id_, of, f"person {id_}", "en", NOW_MS - id_, Waiting.WAITING, text)


TEXTS = (request(1, "NMN cured my depression"), request(2, "is NMN good for low mood?"))


def held(by: Member = RITA, until_ms: int = NOW_MS + HOUR_MS, **fields: object) -> Case:
    """A case that a member works on."""
    return replace(case(), lease=Lease(by.person, until_ms), **fields)  # type: ignore[arg-type]


@dataclass
class Work:
    """What one member does. `cases`, `opened` and `papers` are what the desk would load."""

    base: Snapshot
    me: Member | None = RITA
    team: tuple[Member, ...] = (OLGA, RITA)
    cases: tuple[Case, ...] = ()
    opened: OpenedCase | None = None
    papers: Papers = field(default_factory=Papers)
    state: ChatState = field(default_factory=ChatState)
    acts: tuple[Act, ...] = ()

    @property
    def view(self) -> View:
        person = self.me.person if self.me else "c" * 64
        return View(
            self.base, TODAY, NOW_MS, person, self.me, team=self.team, token="secret",
            username="salt_bot", cases=self.cases, opened=self.opened, papers=self.papers,
        )  # fmt: skip

    def does(self, incoming: Incoming) -> Turn | None:
        turn = respond(self.state, incoming, self.view)
        if turn is not None:
            self.state, self.acts = turn.state, turn.acts
        return turn

    def presses(self, data: str) -> Turn:
        pressed = Incoming(Kind.BUTTON, chat=7, person=7, message=43, data=data, callback="q")
        turn = self.does(pressed)
        assert turn is not None
        return turn

    def shown(self, data: str) -> Edit:
        """What a button that works shows in place."""
        acknowledged, edit = self.presses(data).replies
        assert acknowledged == Acknowledge("q")
        assert isinstance(edit, Edit)
        assert edit.message == 43
        return edit

    def notice(self, data: str) -> str:
        """Why a button does nothing."""
        before = self.state
        turn = self.presses(data)
        (only,) = turn.replies
        assert isinstance(only, Acknowledge)
        assert (turn.acts, turn.state) == ((), before)
        assert only.notice
        return only.notice

    def says(self, text: str, command: str = "") -> Say:
        turn = self.does(
            Incoming(Kind.TEXT, chat=7, person=7, message=42, text=text, command=command)
        )
        assert turn is not None
        said = turn.replies[0]
        assert isinstance(said, Say)
        return said
