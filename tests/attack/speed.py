"""How long `assess` takes for hostile texts, beside a harmless one of the same length."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge import Snapshot, assess
from tests.attack.texts import LONGEST

BAR = 0.5
"""Seconds that no text may take, on a machine that reads a harmless one of full length in less."""
TIMES = 3.0
"""How many times longer than a harmless text of full length a hostile one may take, at most."""
_SHORT = 30
"""Characters shown of a text."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A text and the seconds of processor time that it took."""

    text: str
    seconds: float

    @property
    def shown(self) -> str:
        """Its beginning, as plain ASCII."""
        return f"{self.text[:_SHORT]!a}"[: 2 * _SHORT]


@dataclass(frozen=True, slots=True)
class Speed:
    """All texts, the slowest first, and the seconds of a harmless text of full length."""

    timed: Sequence[Timed]
    harmless: float

    @property
    def allowed(self) -> float:
        """Seconds: the bar, or on a slow machine a multiple of what is harmless."""
        return max(BAR, TIMES * self.harmless)

    @property
    def hangs(self) -> list[Timed]:
        """The texts that took too long."""
        return [each for each in self.timed if each.seconds > self.allowed]


def measured(texts: Iterable[str], base: Snapshot) -> Speed:
    """Time each text once; no text may raise."""
    full = harmless(base)
    # What is read when it is first needed is read before a bot is ready.
    for text in ("NMN beats depression.", "I took too many pills", "<a href='tg://user?id=1'>you"):
        assess(text, base)
    found = [_timed(text, base) for text in texts]
    # In the same process, and when all is warm.
    usual = min(_timed(full[at:] + full[:at], base).seconds for at in (0, 50))
    return Speed(sorted(found, key=lambda each: -each.seconds), usual)


def harmless(base: Snapshot) -> str:
    """A text of full length that somebody might forward: claims, one after the other."""
    text = ""
    for claim in base.claims.values():
        if len(text) > LONGEST:
            break
        text += f"{claim.claim}. "
    return text[:LONGEST]


def _timed(text: str, base: Snapshot) -> Timed:
    # Of this thread: what else the machine does is not the text's doing.
    begun = time.thread_time()
    assess(text, base)
    return Timed(text, time.thread_time() - begun)
