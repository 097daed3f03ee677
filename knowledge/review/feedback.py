"""What people say of an answer, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a person says of an answer."""

    HELPFUL = "helpful"
    NOT_MINE = "not my claim"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Objection:
    """What a person said of a claim in an answer, and why they were answered with it: the
    probability, None where that is no longer known, and the words that named the claim."""

    claim: str
    verdict: Verdict
    probability: float | None = None
    words: tuple[str, ...] = ()
