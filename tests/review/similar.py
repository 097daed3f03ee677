"""How often copies are taken for one request, and twins with another name for two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from knowledge import CaseKey, Content, Snapshot, assess, key_of, snapshot
from knowledge.review.similar import Likeness, fits, likeness
from tests.quality.messages import Message
from tests.review.copies import Two

SECRET = b"s" * 32


@dataclass(slots=True)
class Merged:
    """Of so many pairs of texts, how many became one case, and how many by the pair named."""

    of: int = 0
    merged: int = 0
    by_pair: int = 0

    @property
    def share(self) -> float:
        return self.merged / max(1, self.of)


@dataclass(frozen=True, slots=True)
class Gated:
    """Of the messages that say one thing: how many pairs became one case by what they name, how
    many of these are labelled the same, and how many name the same substance at least; and how many
    pairs labelled the same there are."""

    merged: int
    right: int
    of_one_substance: int
    same: int


class Keys:
    """The keys of texts, each made once, over a base in which nothing is reviewed yet."""

    def __init__(self, library: Content, base: Snapshot | None = None) -> None:
        self.base = snapshot(replace(library, claims=()), last=base, meaning=False)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, text: str) -> CaseKey:
        return key_of(assess(text, self.base), text, self.base, SECRET)


def merged(two: Iterable[Two], keys: Keys) -> Mapping[str, Merged]:
    """The count for each way in which the second text differs from the first."""
    found: dict[str, Merged] = defaultdict(Merged)
    for each in two:
        match = fits(keys.of(each.other), [(1, keys.of(each.one))])
        counted = found[each.how]
        counted.of += 1
        counted.merged += match is not None
        counted.by_pair += match is not None and match.why is Likeness.PAIR
    return found


def gated(messages: Sequence[Message], keys: Keys) -> Gated:
    """How well what a message names tells which messages are one case."""
    single = [message for message in messages if len(message.labels) == 1]
    counted = [0, 0, 0, 0]
    for one, other in combinations(single, 2):
        mine, theirs = one.labels[0], other.labels[0]
        same = (mine.substance, mine.outcome) == (theirs.substance, theirs.outcome)
        match = fits(keys.of(one.text), [(1, keys.of(other.text))])
        counted[0] += match is not None
        counted[1] += match is not None and same
        counted[2] += match is not None and mine.substance == theirs.substance
        counted[3] += same
    return Gated(*counted)


def by_threshold(two: Sequence[Two], keys: Keys) -> Mapping[int, tuple[float, float]]:
    """For each threshold in percent: the share of copies and of twins whose words are that near."""
    near: dict[bool, list[float]] = {True: [], False: []}
    for each in two:
        one, other = keys.of(each.one), keys.of(each.other)
        named = bool(one.substances and other.substances)
        differ = named and one.substances != other.substances
        near[each.same].append(0 if differ else likeness(one.words, other.words, named=named))
    return {
        at: (_share(near[True], at / 100), _share(near[False], at / 100))
        for at in range(30, 100, 10)
    }


def _share(values: Sequence[float], at_least: float) -> float:
    return sum(value >= at_least for value in values) / max(1, len(values))
