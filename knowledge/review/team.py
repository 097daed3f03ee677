"""Who keeps the base, and who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import ClinicianRole
from knowledge.reading.normalise import clean
from knowledge.reading.tokens import tokenise


class Role(StrEnum):
    """What somebody was invited as."""

    REVIEWER = "reviewer"
    CLINICIAN = "clinician"
    OWNER = "owner"


class Right(StrEnum):
    """What a role may allow."""

    WORK = "work"
    """On cases and drafts."""
    APPROVE = "approve"
    """What somebody else wrote, unless it is a danger."""
    APPROVE_DANGER = "approve-danger"
    UNPUBLISH = "unpublish"
    LEAD = "lead"
    """Invite and remove people."""


_EVERYBODY = frozenset({Right.WORK, Right.APPROVE, Right.UNPUBLISH})
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.REVIEWER: _EVERYBODY,
    Role.CLINICIAN: _EVERYBODY | {Right.APPROVE_DANGER},
    Role.OWNER: _EVERYBODY | {Right.LEAD},
}
"""An owner leads; only a clinician approves what is about a danger."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who keeps the base. `person` is a pseudonym, `name` what they call themselves here;
    `profession` is what a clinician says of themselves: rights come from the role alone, for which
    an owner answers;
    `interests` are the substances that they sell or are paid for, `declared` their own words."""

    person: str
    name: str
    role: Role
    profession: ClinicianRole | None = None
    interests: tuple[str, ...] = ()
    declared: str = ""
    joined_ms: int = 0

    @property
    def short(self) -> str:
        """What stands for them in a button."""
        return self.person[:12]

    @property
    def rights(self) -> frozenset[Right]:
        return RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that lets one person in, once. `digest` is of its token, which is kept nowhere."""

    digest: str
    role: Role
    by: str
    until_ms: int


INVITE_LASTS_MS = 7 * 24 * 3600 * 1000


class Bar(StrEnum):
    """Why somebody may not approve something."""

    NO_RIGHT = "no-right"
    AUTHOR = "author"
    INTEREST = "interest"
    DANGER = "danger"
    GONE = "gone"
    """Its author has left the team."""


def declares(member: Member, names: Iterable[str]) -> bool:
    """Whether what somebody has declared holds one of these names, word for word."""
    told = _words(member.declared)
    for name in names if told else ():
        words = _words(name)
        starts = range(len(told) - len(words) + 1) if words else ()
        if any(told[at : at + len(words)] == words for at in starts):
            return True
    return False


def barred(member: Member, author: str, substances: frozenset[str], *, danger: bool) -> Bar | None:
    """Why this member may not approve what the author wrote on these substances; None when they
    may."""
    if Right.APPROVE not in member.rights:
        return Bar.NO_RIGHT
    if member.person == author:
        return Bar.AUTHOR
    if substances & frozenset(member.interests):
        return Bar.INTEREST
    if danger and Right.APPROVE_DANGER not in member.rights:
        return Bar.DANGER
    return None


def _words(text: str) -> list[str]:
    return [token.folded for token in tokenise(clean(text))]
