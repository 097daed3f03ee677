"""Hears the passages of a message: alarms, dangerous deeds, sales patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.assessment import Peril, Stance, TipOff, Urgency
from knowledge.matching import attention
from knowledge.matching.scoring import Model
from knowledge.reading import alarms
from knowledge.reading.dangers import Passage, seen
from knowledge.reading.reader import Reading
from knowledge.reading.reads import Read
from knowledge.reading.tip_offs import UNRELATED
from knowledge.snapshot import Snapshot

_WORTH_MEANING = 0.01
"""The chance by words alone from which on a passage is worth the time that its meaning takes."""
_CRIES = 3
_CRY_WEIGHS = 3
"""A chance of an alarm counts as so many of anything else where time is short."""
_WORDED = 0.3
"""The chance that is enough where words of an alarm leave little doubt."""
HARD_TOPIC = "urgent.hard-topic"
"""The category of words for what a helpline is named for, though nobody cries for help."""
_URGENT = (Urgency.CRISIS, Urgency.POISONING)
TIP_OFF_FROM, WORDED_FROM = 0.5, 0.03
"""The chance of a sales pattern from which on it is named: by itself, and where a phrase of it
stands there."""
_FEW = 4
"""Words of a passage that is too short to tell a pattern by its sound."""
_QUOTED = 160
"""Characters of a quote."""


@dataclass(frozen=True, slots=True)
class Enough:
    """The chances of a crisis or poisoning from which on it stands alone, and from which on it has
    a line on top of the answer; higher beside reviewed claims, as most such messages are no cries,
    and in a long message, as the more is heard the likelier some of it sounds like one."""

    alone: float
    alone_among_more: float
    on_top: float
    on_top_among_more: float


ENOUGH = {
    Model.MEANING: Enough(0.45, 0.6, 0.25, 0.6),
    Model.WORDS: Enough(0.6, 0.85, 0.44, 0.6),
}
"""Of 100 messages that are no alarms and were left out of the fit, about 4 stand alone and 6 have a
line with meaning (`python -m tests.safety.fit`); many of them were written to be mistaken. By words
the bars are higher than chances alone would ask for: one cannot tell a cry by them.
"""
_LONG = 3 * alarms.LONGEST
"""Characters of a message that is no longer short: it has more than three passages."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A passage: the numbers of its sentences, and the chance of each kind."""

    sentences: tuple[int, ...]
    chances: Mapping[str, float]


def heard(reading: Reading, base: Snapshot) -> tuple[Heard, ...]:
    """Every passage of a message."""
    texts = [one.sentence.text for one in reading.sentences]
    # A cry among claims is heard by itself too, or they would drown it.
    cries = [
        (n,) for n, one in enumerate(reading.sentences) if any(_worded(u, one) for u in _URGENT)
    ]
    parts = [*alarms.passages(texts), *cries[:_CRIES]]
    spoken = [" ".join(texts[n] for n in numbers)[: 2 * alarms.LONGEST] for numbers in parts]
    chances = [alarms.chances(passage) for passage in spoken]
    if base.meaning.active:
        for number in attention.passages(spoken, [*map(_worth, chances)], base):
            if max(chances[number].values()) >= _WORTH_MEANING:
                chances[number] = alarms.chances(spoken[number], base.meaning.sound(spoken[number]))
    return tuple(map(Heard, parts, chances))


def _worth(chances: Mapping[str, float]) -> float:
    """What it is worth to hear a passage: a cry for help that is missed weighs most."""
    return max(*chances.values(), _CRY_WEIGHS * max(chances[each] for each in _URGENT))


def alarm(
    reading: Reading, passages: Sequence[Heard], model: Model, *, claims: bool
) -> Urgency | None:
    """What must come before everything else: a cry for help before a poisoning. `claims` tells
    whether the message makes a reviewed claim."""
    more = claims or _is_long(reading)
    enough = ENOUGH[model].alone_among_more if more else ENOUGH[model].alone
    for urgency in _URGENT:
        chance = _chance(urgency, reading, passages)
        if chance >= enough or (_named(urgency, reading) and chance >= _WORDED):
            return urgency
    return None


def concern(
    reading: Reading, passages: Sequence[Heard], model: Model, *, claims: bool
) -> Urgency | None:
    """A cry for help or a poisoning that may be meant."""
    more = claims or _is_long(reading)
    enough = ENOUGH[model].on_top_among_more if more else ENOUGH[model].on_top
    for urgency in _URGENT:
        if _chance(urgency, reading, passages) >= enough or _named(urgency, reading):
            return urgency
    return None


def _is_long(reading: Reading) -> bool:
    return sum(len(one.sentence.text) for one in reading.sentences) > _LONG


def _chance(urgency: Urgency, reading: Reading, passages: Sequence[Heard]) -> float:
    """The highest chance of any passage that is no list of side effects or other warning."""
    said = [each for each in passages if not reading.warnings.issuperset(each.sentences)]
    return max((each.chances[urgency.value] for each in said), default=0.0)


def _named(urgency: Urgency, reading: Reading) -> bool:
    return any(_worded(urgency, one) for one in reading.sentences)


def _worded(urgency: Urgency, one: Read) -> bool:
    return one.has(f"urgent.{urgency.value}")


def hard_topic(reading: Reading) -> bool:
    """Whether a message speaks of depression, suicide, self-harm, addiction or the like."""
    return any(one.has(HARD_TOPIC) for one in reading.sentences)


def perils(reading: Reading, passages: Sequence[Heard], base: Snapshot) -> tuple[Peril, ...]:
    """The dangers in a message."""
    parts = [
        Passage(
            [reading.sentences[number] for number in each.sentences],
            [reading.subjects[number] for number in each.sentences],
            each.chances,
        )
        for each in passages
    ]
    return seen(parts, base.vocabulary)


def tip_offs(reading: Reading, passages: Sequence[Heard], base: Snapshot) -> tuple[TipOff, ...]:
    """The sales patterns in a message, each once: those that are heard, and those by phrase where
    they may be meant at all."""
    worded = {each.kind: each for each in reading.tip_offs}
    found: dict[str, TipOff] = {}
    if UNRELATED in worded:
        found[UNRELATED] = worded[UNRELATED]
    for each in passages:
        reads = [reading.sentences[number] for number in each.sentences]
        if all(one.stance in (Stance.ASKS, Stance.DISPUTES) for one in reads):
            continue
        short = sum(len(one.sentence.tokens) for one in reads) < _FEW
        for kind in alarms.TIP_OFFS:
            if short and kind not in worded:
                continue
            enough = WORDED_FROM if kind in worded else TIP_OFF_FROM
            if each.chances[kind] >= enough and kind in base.vocabulary.tip_offs:
                quote = reads[0].sentence.text[:_QUOTED]
                found.setdefault(kind, worded.get(kind) or TipOff(kind, quote))
    return tuple(found.values())
