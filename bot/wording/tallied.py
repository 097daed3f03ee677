"""What is counted of an answer: how many messages got what, never whose."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.wording.answer import Answer
from knowledge import Urgency

_SILENT = frozenset({Urgency.CRISIS, Urgency.POISONING})


class Tallied(StrEnum):
    """Kinds of counts. A pair is a substance and an outcome that nobody has reviewed."""

    TOTAL = "total"
    CLAIM = "claim"
    PAIR = "pair"
    FEEDBACK = "feedback"


class Total(StrEnum):
    """What is counted of all messages. Each gets one of the last three, or holds no claim."""

    MESSAGES = "messages"
    ANSWERED = "answered"
    ASKED = "asked"
    NOT_REVIEWED = "not reviewed"


class Feedback(StrEnum):
    """What a person says of an answer."""

    HELPFUL = "helpful"
    NOT_MINE = "not my claim"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was counted on a day."""

    day: date
    kind: str
    name: str
    count: int


Names = Counter[tuple[str, str]]
"""How often to count what: kind and name."""


def tallies_of(answer: Answer | None) -> Names:
    """What to count of the answer to a new message: nothing of a crisis or a poisoning, not even
    that there was a message."""
    if answer is None or {answer.urgent, answer.concern} & _SILENT:
        return Counter()
    names: Names = Counter()
    names[Tallied.TOTAL, Total.MESSAGES] += 1
    if total := _outcome(answer):
        names[Tallied.TOTAL, total] += 1
    names.update((Tallied.CLAIM, claim) for claim in {item.claim for item in answer.items})
    names.update((Tallied.PAIR, pair_name(*pair)) for pair in set(answer.unreviewed))
    return names


def feedback_of(said: Feedback) -> Names:
    """What to count of one press of a feedback button."""
    names: Names = Counter()
    names[Tallied.FEEDBACK, said] += 1
    return names


def pair_name(substance: str, outcome: str | None) -> str:
    """The name under which a pair is counted."""
    return f"{substance} {outcome}" if outcome else substance


def pair_of(name: str) -> tuple[str, str | None]:
    """The pair of that name."""
    substance, _, outcome = name.partition(" ")
    return substance, outcome or None


def _outcome(answer: Answer) -> Total | None:
    if answer.items:
        return Total.ANSWERED
    if answer.asked:
        return Total.ASKED
    return Total.NOT_REVIEWED if answer.unreviewed or answer.substances else None
