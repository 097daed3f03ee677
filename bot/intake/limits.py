"""How much one person may ask, and one group: rules and what is left of each, in memory.

A bucket holds turns; each message takes one and they come back with time. When none is left, the
chat rests until some are back, and is told once how long that is. Who goes on all the same, many
hundred times an hour, is blocked.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

_MANY = 10_000
"""Buckets from which on those are forgotten that are full anyway."""
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Rate:
    """Turns that come back a minute, how many may be taken at once, and how many must be back
    before the next one after a rest."""

    a_minute: float
    at_once: float
    after_rest: float = 1

    @property
    def a_second(self) -> float:
        return self.a_minute / 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What is fair. `heard` is how often somebody who rests is listened to for a cry for help;
    `hammering` is how much is refused within an hour before a person is blocked."""

    person: Rate
    member: Rate
    group: Rate
    heard: Rate
    button: float
    hammering: int


FAIR = Rules(
    person=Rate(30, 60, after_rest=15),
    member=Rate(10, 20, after_rest=10),
    group=Rate(20, 60, after_rest=10),
    heard=Rate(20, 20),
    button=0.25,
    hammering=2_000,
)
"""Somebody who forwards 30 messages in a minute, every minute, never meets them. A group is told no
more in a minute than Telegram lets a bot say there."""
_ENDLESS = Rate(math.inf, math.inf)
NONE = Rules(_ENDLESS, _ENDLESS, _ENDLESS, _ENDLESS, button=0, hammering=2**62)
"""For a person who is alone with the bot in a terminal."""


class Ruling(StrEnum):
    """What is done with an update: answered; heard, and answered only if it is a cry for help;
    refused unread; or passed over, as nobody asked anything."""

    ANSWER = "answer"
    HEAR = "hear"
    REFUSE = "refuse"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling; `wait` is how many seconds to wait, where the person is to be told that; `person`
    is whose own limit was met, 0 when it was nobody's."""

    ruling: Ruling
    wait: float = 0.0
    person: int = 0

    @property
    def unread(self) -> bool:
        """Whether it is settled without being looked at."""
        return self.ruling in (Ruling.REFUSE, Ruling.IGNORE)


ANSWER = Verdict(Ruling.ANSWER)
IGNORE = Verdict(Ruling.IGNORE)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a turn, where, and what it is: `person` is 0 when nobody can be named, `weight`
    is what it takes of a turn, `may_cry` whether it may be a cry for help."""

    chat: int
    person: int
    private: bool
    weight: float = 1.0
    may_cry: bool = False


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    turns: float
    at: float
    rests_until: float = -math.inf

    def fill(self, now: float) -> None:
        if self.rate.a_minute < math.inf:
            back = (now - self.at) * self.rate.a_second
            self.turns = min(self.rate.at_once, self.turns + back)
        self.at = now

    def has(self, weight: float, now: float) -> bool:
        self.fill(now)
        return now >= self.rests_until and self.turns >= weight

    def rest(self, now: float) -> float:
        """Rest from now on, if that is not so yet. Seconds to wait, 0 if that was told already."""
        if now < self.rests_until:
            return 0.0
        wait = max(1.0, (self.rate.after_rest - self.turns) / self.rate.a_second)
        self.rests_until = now + wait
        return wait

    def idle(self, now: float) -> bool:
        self.fill(now)
        return now >= self.rests_until and self.turns >= self.rate.at_once


@dataclass(slots=True)
class _Refused:
    """How much of one person's was refused, since when."""

    since: float
    count: int = 0


@dataclass(slots=True)
class Limits:
    """The buckets of all chats of this process. `clock` gives seconds."""

    rules: Rules
    clock: Callable[[], float]
    _buckets: dict[tuple[str, int, int], _Bucket] = field(default_factory=dict)
    _refused: dict[int, _Refused] = field(default_factory=dict)
    _tidy_at: int = _MANY

    def judge(self, asking: Asking) -> Verdict:
        """Take a turn, or say what is done instead."""
        now = self.clock()
        own, group = self._own(asking, now), self._group(asking, now)
        buckets = [bucket for bucket in (own, group) if bucket is not None]
        short = [bucket for bucket in buckets if not bucket.has(asking.weight, now)]
        if not short:
            for bucket in buckets:
                bucket.turns -= asking.weight
            return ANSWER
        person = asking.person if own in short else 0
        if wait := max(bucket.rest(now) for bucket in short):
            return Verdict(Ruling.HEAR, wait, person)
        return self.listen(asking, person)

    def listen(self, asking: Asking, person: int = 0) -> Verdict:
        """Listen for a cry for help, if that is not asked too often; else refuse."""
        now = self.clock()
        ear = self._bucket(("heard", asking.chat, asking.person), self.rules.heard, now)
        if not asking.may_cry or not ear.has(1, now):
            return Verdict(Ruling.REFUSE, person=person)
        ear.turns -= 1
        return Verdict(Ruling.HEAR, person=person)

    def refused(self, person: int) -> bool:
        """Count what was refused. Whether that was the one too much."""
        now = self.clock()
        held = self._refused.get(person)
        if held is None or now - held.since > _HOUR:
            held = self._refused[person] = _Refused(now)
        held.count += 1
        if held.count < self.rules.hammering:
            return False
        del self._refused[person]
        return True

    def forgive(self, chat: int, person: int) -> None:
        """Begin anew with a person."""
        self._refused.pop(person, None)
        self._buckets.pop(("own", chat, person), None)

    def _own(self, asking: Asking, now: float) -> _Bucket | None:
        if not asking.person:
            return None
        rate = self.rules.person if asking.private else self.rules.member
        return self._bucket(("own", asking.chat, asking.person), rate, now)

    def _group(self, asking: Asking, now: float) -> _Bucket | None:
        return (
            None
            if asking.private
            else self._bucket(("group", asking.chat, 0), self.rules.group, now)
        )

    def _bucket(self, key: tuple[str, int, int], rate: Rate, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= self._tidy_at:
                self._tidy(now)
            bucket = self._buckets[key] = _Bucket(rate, rate.at_once, now)
        return bucket

    def _tidy(self, now: float) -> None:
        self._buckets = {key: b for key, b in self._buckets.items() if not b.idle(now)}
        self._refused = {p: r for p, r in self._refused.items() if now - r.since <= _HOUR}
        self._tidy_at = max(_MANY, 2 * len(self._buckets))
