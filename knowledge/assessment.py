"""The nouns of what is found in a message: findings, dangers, tip-offs, the whole assessment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Claim


class Stance(StrEnum):
    """How the message stands to a claim that it contains."""

    ASSERTS = "asserts"
    ASKS = "asks"
    DISPUTES = "disputes"
    REPORTS = "reports"


class Decision(StrEnum):
    """What the bot does with a finding."""

    ANSWER = "answer"
    ASK = "ask"


class Urgency(StrEnum):
    """What must come before everything else."""

    CRISIS = "crisis"
    POISONING = "poisoning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim found in a message.

    `named` is the substance that the message names, `words` what named substance and outcome:
    with `quote` and `probability` they are the explanation of the finding.
    """

    claim: Claim
    quote: str
    stance: Stance
    probability: float
    decision: Decision
    named: str
    words: tuple[str, ...] = ()

    @property
    def general(self) -> bool:
        """Whether the claim speaks of any remedy, because nothing closer was reviewed."""
        return self.named != self.claim.substance


@dataclass(frozen=True, slots=True)
class Peril:
    """A danger seen in a message: the stance of its sentence, and the substance and the class of
    medicines that it is about, where it is about any."""

    danger: str
    stance: Stance
    quote: str
    substance: str = ""
    medicine: str = ""


@dataclass(frozen=True, slots=True)
class TipOff:
    """One sales or fraud pattern seen in a message."""

    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """Something the message claims that nobody has reviewed yet."""

    substance: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that one message contains, ordered by what matters most to the person.

    `urgent` goes before everything else; `concern` is a crisis or a poisoning that may be meant,
    and gets its line on top of the answer. `helpline` tells of neither: depression, suicide,
    self-harm, addiction or the like is a topic of the message, and a helpline closes its answer.
    """

    language: str
    urgent: Urgency | None = None
    concern: Urgency | None = None
    helpline: bool = False
    findings: tuple[Finding, ...] = ()
    perils: tuple[Peril, ...] = ()
    tip_offs: tuple[TipOff, ...] = ()
    unreviewed: tuple[Unreviewed, ...] = ()
    substances: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.decision is Decision.ANSWER)

    @property
    def questions(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.decision is Decision.ASK)
