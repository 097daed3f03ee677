"""What a moderator's step is decided on: all that is true at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.conversation.incoming import Incoming
from bot.conversation.moderation.papers import Papers
from bot.conversation.state import ChatState
from bot.wording.counted import Seen
from knowledge import Case, Invite, Member, Objection, Request, Right, Role, Snapshot


@dataclass(frozen=True, slots=True)
class Disputed:
    """A record that moderators hold and a new version of the library changed too: plain bodies,
    None where one has no such record."""

    kind: str
    id: str
    ours: Mapping[str, Any] | None
    theirs: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case with what people sent, the newest last; why those who object to an answer were given
    it; and the record that the library has otherwise."""

    case: Case
    requests: tuple[Request, ...]
    objections: tuple[Objection, ...] = ()
    disputed: Disputed | None = None


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A week in numbers, and the picture that shows it (PNG)."""

    seen: Seen
    picture: bytes


@dataclass(frozen=True, slots=True)
class View:
    """The base, the moment, the team, and who is asking.

    me: None for somebody who does not belong to the team (yet); owner: whether the settings name
    them; invitation: the one whose link they came with; token: a fresh secret for a new link;
    cases: all that are open, the heaviest first; opened: the one that the step is about; papers:
    drafts and records likewise.
    """

    base: Snapshot
    today: date
    now_ms: int
    person: str
    me: Member | None = None
    owner: bool = False
    team: tuple[Member, ...] = ()
    invitation: Invite | None = None
    token: str = ""
    username: str = ""
    cases: tuple[Case, ...] = ()
    opened: OpenedCase | None = None
    week: DrawnWeek | None = None
    papers: Papers = field(default_factory=Papers)

    def called(self, person: str) -> str:
        """The name of a member; empty for somebody who is none any more."""
        return next((member.name for member in self.team if member.person == person), "")

    def may(self, right: Right) -> bool:
        """Whether the one who is asking may do this."""
        return self.me is not None and right in self.me.rights

    @property
    def owners(self) -> tuple[Member, ...]:
        return tuple(member for member in self.team if member.role is Role.OWNER)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a member of the team did: what it was, in which state, on what view. `about`
    are the parts of the button behind its verb, or the words behind the command."""

    state: ChatState
    incoming: Incoming
    view: View
    about: tuple[str, ...] = field(default=())

    @property
    def me(self) -> Member:
        """Who did it; only asked where that is sure."""
        assert self.view.me is not None  # noqa: S101 - the router lets nobody else in
        return self.view.me
