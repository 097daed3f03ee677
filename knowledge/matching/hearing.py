"""Hears the passages of a message: how far each sounds like an alarm or a dangerous deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.assessment import Peril, Urgency
from knowledge.reading import alarms
from knowledge.reading.dangers import Passage, seen
from knowledge.reading.reader import Reading
from knowledge.snapshot import Snapshot

_WORTH_MEANING = 0.02
"""The chance by words alone from which on a passage is worth the time that its meaning takes."""
_HEARD = 12
"""Passages of one message that are heard by their meaning."""
ALARM_FROM = {Urgency.CRISIS: 0.5, Urgency.POISONING: 0.5}
"""The chance from which on an alarm is one; set after `make safety`."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A passage: the numbers of its sentences, and the chance of each kind of alarm."""

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


def alarm(reading: Reading, passages: Sequence[Heard]) -> Urgency | None:
    """What must come before everything else: a cry for help before a poisoning. Words that leave no
    doubt count alone."""
    for urgency, enough in ALARM_FROM.items():
        named = any(one.has(f"urgent.{urgency.value}") for one in reading.sentences)
        if named or any(each.chances[urgency.value] >= enough for each in passages):
            return urgency
    return None


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
