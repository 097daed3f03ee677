"""Cases: what moderators work on, which of them comes first, and who works on one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from knowledge.assessment import Assessment, Stance
from knowledge.model import Claim, Relation, Safety

_HOUR_MS = 3600 * 1000
LEASE_MS = 2 * _HOUR_MS
"""How long a case is a moderator's own, from when they take or renew it."""
TEXTS_KEPT_MS = 90 * 24 * _HOUR_MS
"""How long after a case was closed the texts of its requests are kept."""
_DAYS = 3
"""Days after which waiting alone makes a case four times as heavy."""
_PUSHES = frozenset({"replaces-your-doctor", "cure-all", "share-before-deleted"})
"""Sales patterns that keep people from treatment."""


class CaseKind(StrEnum):
    """Why there is a case: people asked, people disagreed with an answer, a review is due, or a new
    library differs from what a moderator wrote."""

    REQUEST = "request"
    FEEDBACK = "feedback"
    DUE = "due"
    LIBRARY = "library"


class Closed(StrEnum):
    """How a case ended."""

    ANSWERED_BY = "answered-by"
    NEW_NAME = "new-name"
    NEW_CLAIM = "new-claim"
    NOT_HEALTH = "not-health"
    MERGED = "merged"
    GIVEN_UP = "given-up"


class Waiting(StrEnum):
    """How it stands with one person's request."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Harm(IntEnum):
    """What may happen to who believes the message; each step weighs twice as much as the last."""

    PLAIN = 1
    RAISED = 2
    HIGH = 4
    GRAVE = 8


@dataclass(frozen=True, slots=True)
class Lease:
    """Whose case it is, and until when."""

    by: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case was closed, by whom, why, and with which claim."""

    how: Closed
    by: str
    why: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a case is about. `title` is made of names of the vocabulary; "" where there is none."""

    title: str
    substance: str = ""
    outcome: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One person's part in a case. `text` is None where it is no longer kept, or the person was
    forgotten; `claim` is what the person was answered with."""

    id: int
    case: int
    person: str
    language: str
    asked_ms: int
    state: Waiting
    text: str | None = None
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One piece of work. `reach` counts distinct people; `title` is made of names of the
    vocabulary and is empty where nothing in the message has a name."""

    id: int
    kind: CaseKind
    title: str
    opened_ms: int
    changed_ms: int
    harm: Harm = Harm.PLAIN
    reach: int = 0
    substance: str = ""
    outcome: str = ""
    claim: str = ""
    lease: Lease | None = None
    ending: Ending | None = None
    merged_into: int | None = None

    @property
    def open(self) -> bool:
        return self.ending is None


def weight(case: Case, now_ms: int) -> float:
    """How soon a case should be looked at: harm x reach x age.

    Harm is 1, 2, 4 or 8. Reach counts each doubling of people, so that a crowd that was told to
    press a button does not outweigh a danger. Age grows with the square of the days: after some
    weeks even the mildest case comes before whatever is new, so that nothing waits for ever.
    """
    reach = 1 + math.log2(max(1, case.reach))
    days = max(0, now_ms - case.opened_ms) / (24 * _HOUR_MS)
    return case.harm * reach * (1 + days / _DAYS) ** 2


def harm_of(assessment: Assessment) -> Harm:
    """What a message may do: grave when it stops a medicine, is for a child, has something
    swallowed or the like (the lines on danger); less when it only warns of that."""
    if any(peril.stance is not Stance.DISPUTES for peril in assessment.perils):
        return Harm.GRAVE
    if assessment.urgent or any(harm_of_claim(f.claim) >= Harm.HIGH for f in assessment.findings):
        return Harm.HIGH
    if any(tip_off.kind in _PUSHES for tip_off in assessment.tip_offs):
        return Harm.HIGH
    if assessment.concern or assessment.perils or assessment.tip_offs:
        return Harm.RAISED
    return Harm.PLAIN


def harm_of_claim(claim: Claim) -> Harm:
    """What a wrong or old answer on a claim may do."""
    if claim.safety is Safety.DANGER:
        return Harm.GRAVE if claim.relation is Relation.REPLACES else Harm.HIGH
    if claim.relation is Relation.REPLACES:
        return Harm.HIGH
    return Harm.RAISED if claim.safety is Safety.CAUTION else Harm.PLAIN


def leased_by(case: Case, now_ms: int) -> str | None:
    """Whose case it is now; None when it is free: a lease that has run out holds nobody off."""
    lease = case.lease
    return lease.by if lease is not None and lease.until_ms > now_ms else None


def may_take(case: Case, moderator: str, now_ms: int) -> bool:
    """Whether a moderator may take a case, or renew their hold of it."""
    return case.open and leased_by(case, now_ms) in (None, moderator)
