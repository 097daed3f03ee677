"""Sales and fraud patterns in a message. They name the pattern and judge no claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.assessment import TipOff
from knowledge.reading.sentences import Kind
from knowledge.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from knowledge.reading.reads import Read, Subject

UNRELATED = "unrelated-citation"
_CITES = re.compile(r"\b(?:19|20)\d\d\b")
_QUOTED = 160  # characters of a quote


def seen(
    reads: Sequence[Read], subjects: Sequence[tuple[Subject, ...]], vocabulary: Vocabulary
) -> tuple[TipOff, ...]:
    """The patterns of a message, each once, with the sentence that shows it."""
    found: dict[str, str] = {}
    for one in reads:
        if one.sentence.kind is Kind.REFERENCE or one.stance.value in ("asks", "disputes"):
            continue
        for kind in one.tip_offs:
            found.setdefault(kind, one.sentence.text)
    if UNRELATED in vocabulary.tip_offs and (quote := _unrelated(reads, subjects)):
        found.setdefault(UNRELATED, quote)
    return tuple(TipOff(kind, quote[:_QUOTED]) for kind, quote in found.items())


def _unrelated(reads: Sequence[Read], subjects: Sequence[tuple[Subject, ...]]) -> str | None:
    """A dated study cited in a text on one substance, in a passage that never names it.

    Needs a message with a topic, and at least two such studies: one may be background.
    """
    passages: dict[tuple[int, int], list[int]] = {}
    item = 0
    for number, one in enumerate(reads):
        item += one.sentence.kind is Kind.ITEM and bool(one.sentence.text[:1].isupper()) * (
            number == 0 or reads[number - 1].sentence.paragraph != one.sentence.paragraph
        )
        passages.setdefault((one.sentence.paragraph, item), []).append(number)
    strangers = []
    for numbers in passages.values():
        cites = [
            n
            for n in numbers
            if reads[n].has("relations.is-proven")
            and _CITES.search(reads[n].sentence.text)
            and reads[n].sentence.kind is not Kind.REFERENCE
        ]
        named = any(reads[n].substances for n in numbers)
        topic = any(subject.mention is None for n in numbers for subject in subjects[n])
        if cites and topic and not named:
            strangers.append(reads[cites[0]].sentence.text)
    return strangers[0] if len(strangers) >= 2 else None
