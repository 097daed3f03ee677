"""Hears the passages of a message: alarms, dangerous deeds, sales patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.assessment import Peril, Stance, TipOff, Urgency
from knowledge.reading import alarms
from knowledge.reading.dangers import Passage, seen
from knowledge.reading.reader import Reading
from knowledge.reading.tip_offs import UNRELATED
from knowledge.snapshot import Snapshot

_WORTH_MEANING = 0.01
"""The chance by words alone from which on a passage is worth the time that its meaning takes."""
_HEARD = 12
"""Passages of one message that are heard by their meaning."""
ALARM_FROM, ALARM_BESIDE_CLAIMS, ALARM_WORDED = 0.5, 0.85, 0.1
"""The chance of a crisis or poisoning from which on it stands alone: in a message without reviewed
claims, in one with them, and where words of it leave little doubt."""
CONCERN_FROM, CONCERN_BESIDE_CLAIMS = 0.2, 0.35
"""The same for a line on top of the answer. All of them were set after `make safety`."""
_URGENT = (Urgency.CRISIS, Urgency.POISONING)
TIP_OFF_FROM, WORDED_FROM = 0.5, 0.1
"""The chance of a sales pattern from which on it is named: by itself, and where a phrase of it
stands there."""
_QUOTED = 160
"""Characters of a quote."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A passage: the numbers of its sentences, and the chance of each kind."""

    sentences: tuple[int, ...]
    chances: Mapping[str, float]


def heard(reading: Reading, base: Snapshot) -> tuple[Heard, ...]:
    """Every passage of a message."""
    texts = [one.sentence.text for one in reading.sentences]
    found: list[Heard] = []
    for numbers in alarms.passages(texts):
        passage = " ".join(texts[number] for number in numbers)
        chances = alarms.chances(passage)
        worth = max(chances.values()) >= _WORTH_MEANING and len(found) < _HEARD
        if base.meaning.active and worth:
            chances = alarms.chances(passage, base.meaning.raw(passage))
        found.append(Heard(numbers, chances))
    return tuple(found)


def alarm(reading: Reading, passages: Sequence[Heard], *, claims: bool) -> Urgency | None:
    """What must come before everything else: a cry for help before a poisoning. `claims` tells
    whether the message makes a reviewed claim; most such messages are no cries."""
    enough = ALARM_BESIDE_CLAIMS if claims else ALARM_FROM
    for urgency in _URGENT:
        chance = _chance(urgency, passages)
        if chance >= enough or (_worded(urgency, reading) and chance >= ALARM_WORDED):
            return urgency
    return None


def concern(reading: Reading, passages: Sequence[Heard], *, claims: bool) -> Urgency | None:
    """A cry for help or a poisoning that may be meant."""
    enough = CONCERN_BESIDE_CLAIMS if claims else CONCERN_FROM
    for urgency in _URGENT:
        if _chance(urgency, passages) >= enough or _worded(urgency, reading):
            return urgency
    return None


def _chance(urgency: Urgency, passages: Sequence[Heard]) -> float:
    return max((each.chances[urgency.value] for each in passages), default=0.0)


def _worded(urgency: Urgency, reading: Reading) -> bool:
    return any(one.has(f"urgent.{urgency.value}") for one in reading.sentences)


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
        for kind in alarms.TIP_OFFS:
            enough = WORDED_FROM if kind in worded else TIP_OFF_FROM
            if each.chances[kind] >= enough and kind in base.vocabulary.tip_offs:
                quote = reads[0].sentence.text[:_QUOTED]
                found.setdefault(kind, worded.get(kind) or TipOff(kind, quote))
    return tuple(found.values())
