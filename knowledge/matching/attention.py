"""Which parts of a message are worth the time that their meaning takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from knowledge.reading.reader import ACTS, Reading
from knowledge.snapshot import Snapshot

SENTENCES, PASSAGES = 500, 400
"""Pieces of words, as the model cuts them, of all sentences and of all passages of one message that
are heard. Plain English has a piece for about four letters, and each takes about half a
millisecond; what was made to be slow has more pieces, not slower ones. With 400 for the sentences
an article of 7,500 letters loses claims that it makes, with 300 long messages of the quality set
do too."""


def sentences(reading: Reading, base: Snapshot) -> frozenset[int]:
    """The numbers of the sentences to be heard: those on substances first, of these the ones that
    say what something does; none that warns."""

    def rank(number: int) -> tuple[bool, bool, bool]:
        one = reading.sentences[number]
        told = one.has(*ACTS) and bool(one.outcomes)
        return not reading.subjects[number], not told, not one.substances

    numbers = [n for n in range(len(reading.sentences)) if n not in reading.warnings]
    return affordable(
        sorted(numbers, key=rank),
        lambda number: base.meaning.cost(reading.sentences[number].sentence.text),
        SENTENCES,
    )


def passages(texts: Sequence[str], worth: Sequence[float], base: Snapshot) -> frozenset[int]:
    """The numbers of the passages to be heard: those that are worth most first."""
    return affordable(
        sorted(range(len(texts)), key=lambda number: -worth[number]),
        lambda number: base.meaning.cost(texts[number]),
        PASSAGES,
    )


def affordable(numbers: Iterable[int], cost: Callable[[int], int], most: int) -> frozenset[int]:
    """What can be had for so much, in this order: the first in any case, then whatever fits."""
    chosen: set[int] = set()
    spent = 0
    for number in numbers:
        price = cost(number)
        if not chosen or spent + price <= most:
            chosen.add(number)
            spent += price
    return frozenset(chosen)
