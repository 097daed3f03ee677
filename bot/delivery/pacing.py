"""How fast a bot may speak: to one person, to one group, and in all."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class _Bucket:
    """Tokens that fill at `rate` a second up to `burst`."""

    rate: float
    burst: float
    tokens: float
    at: float

    def full(self, now: float) -> bool:
        self.wait(now)
        return self.tokens >= self.burst

    def wait(self, now: float) -> float:
        if self.rate < math.inf:
            self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second, and how many may go at once: in all, to a person, to a group."""

    overall: tuple[float, float]
    person: tuple[float, float]
    group: tuple[float, float]


TELEGRAM = Limits(overall=(25, 25), person=(1, 5), group=(20 / 60, 20))
"""What Telegram allows (its FAQ for bots: 30/s, 1/s a chat with short bursts, 20/min a group)."""
_MANY = 10_000
"""Chats from which on those are forgotten that may speak freely anyway."""
NONE = Limits(*[(math.inf, math.inf)] * 3)


class Pacing:
    """Token buckets, one for everything and one a chat. Negative chat ids are groups."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = _full(limits.overall, clock())
        self._chats: dict[int, _Bucket] = {}
        self._tidy_at = _MANY

    def share(self, part: float) -> None:
        """Use only a part of what is allowed in all, as other machines use the rest."""
        rate, burst = self._limits.overall
        self._overall.wait(self._clock())
        # Less than one message at once would be none at all.
        self._overall.rate, self._overall.burst = rate * max(part, 0.01), max(1.0, burst * part)

    def wait(self, chat: int) -> float:
        """Seconds until a message to this chat may go out; 0 for now."""
        now = self._clock()
        return max(self._overall.wait(now), self._bucket(chat, now).wait(now))

    def sent(self, chat: int) -> None:
        """Count a message."""
        self._overall.tokens -= 1
        self._bucket(chat, self._clock()).tokens -= 1

    def _bucket(self, chat: int, now: float) -> _Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            if len(self._chats) >= self._tidy_at:
                self._chats = {id_: b for id_, b in self._chats.items() if not b.full(now)}
                self._tidy_at = max(_MANY, 2 * len(self._chats))
            limit = self._limits.group if chat < 0 else self._limits.person
            bucket = self._chats[chat] = _full(limit, now)
        return bucket


def _full(limit: tuple[float, float], now: float) -> _Bucket:
    rate, burst = limit
    return _Bucket(rate, burst, burst, now)
