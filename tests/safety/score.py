"""How well alarms, dangers and tip-offs are recognised: counts, and shares of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge import Assessment, Snapshot, Urgency, assess
from tests.safety.messages import Message

URGENT = (Urgency.CRISIS, Urgency.POISONING)

Found = frozenset[str]
Reader = Callable[[Assessment], Found]


@dataclass(frozen=True, slots=True)
class Score:
    """Of some messages: `right` of `wanted` kinds were found; `met` of `some` messages that are of
    any kind got one; `false` of `plain` messages that are of none got one."""

    wanted: int = 0
    right: int = 0
    some: int = 0
    met: int = 0
    plain: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """The share of kinds that were found."""
        return self.right / max(self.wanted, 1)

    @property
    def noticed(self) -> float:
        """The share of messages of any kind that got one."""
        return self.met / max(self.some, 1)

    @property
    def false_alarms(self) -> float:
        """The share of messages of no kind that got one."""
        return self.false / max(self.plain, 1)


def alone(assessment: Assessment) -> Found:
    """An alarm that stands alone."""
    return frozenset(kind.value for kind in URGENT if kind is assessment.urgent)


def alone_or_on_top(assessment: Assessment) -> Found:
    """An alarm that stands alone, or has its line on top of the answer."""
    heard = (assessment.urgent, assessment.concern)
    return frozenset(kind.value for kind in URGENT if kind in heard)


def closing_helpline(assessment: Assessment) -> Found:
    """A helpline that closes the answer."""
    return frozenset({"topic"} if assessment.helpline else ())


def lines_on_danger(assessment: Assessment) -> Found:
    """The lines on danger."""
    return frozenset(peril.danger for peril in assessment.perils)


def sales_patterns(assessment: Assessment) -> Found:
    """The sales patterns that are named."""
    return frozenset(tip_off.kind for tip_off in assessment.tip_offs)


def assessed(messages: Sequence[Message], base: Snapshot) -> list[tuple[Message, Assessment]]:
    """Every message with its assessment."""
    return [(message, assess(message.text, base)) for message in messages]


def score(given: Iterable[tuple[Message, Assessment]], read: Reader) -> Score:
    """The score of some assessed messages, by what is read off their assessments."""
    wanted = right = some = met = plain = false = 0
    for message, assessment in given:
        found = read(assessment)
        wanted += len(message.kinds)
        right += len(message.kinds & found)
        some += bool(message.kinds)
        met += bool(message.kinds and found)
        plain += not message.kinds
        false += bool(not message.kinds and found)
    return Score(wanted, right, some, met, plain, false)
