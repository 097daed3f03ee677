"""Which of very many texts may be nearly the same as a given one, told by their letters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KINDS = 32
"""Kinds of letters that are counted; letters of one kind are those of one remainder."""
_MARKS = (1, 3)
"""From so many letters of a kind on, a bit of a text's mark is set."""
_AT_ONCE = 50_000
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of many texts, ordered by length: `order` are their numbers, `marks` says in a
    few bits what `counts` says in full."""

    order: NDArray[np.int32]
    lengths: NDArray[np.int32]
    marks: NDArray[np.uint64]
    counts: NDArray[np.uint8]


def letters_of(texts: Sequence[str]) -> Letters:
    """Count the letters of all texts."""
    lengths = np.array([len(_plain(text)) for text in texts], dtype=np.int32)
    order = np.argsort(lengths, kind="stable").astype(np.int32)
    counts = np.zeros((len(texts), _KINDS), dtype=np.uint8)
    marks = np.zeros(len(texts), dtype=np.uint64)
    for at in range(0, len(texts), _AT_ONCE):
        here = slice(at, at + _AT_ONCE)
        counts[here] = _counted([_plain(texts[number]) for number in order[here].tolist()])
        marks[here] = _marked(counts[here])
    return Letters(order, lengths[order], marks, counts)


def alike(text: str, known: Letters, at_least: float) -> list[int]:
    """The numbers of all texts whose ratio (rapidfuzz, words in any order) to this one may be
    `at_least` (0..1), in their order; the others cannot be as near.

    A ratio allows for so many letters taken out or put in. Each changes one count by one, and at
    most one bit of a mark: texts whose counts are further apart need not be compared.
    """
    plain = _plain(text)
    counts = _counted([plain])
    apart = 1 - at_least
    shortest = len(plain) * at_least / (2 - at_least) - _ROUNDING
    longest = len(plain) * (2 - at_least) / max(at_least, _ROUNDING) + _ROUNDING
    # Of the type of the lengths, or they would all be converted each time.
    ends = np.array((math.ceil(shortest), math.floor(longest) + 1), dtype=known.lengths.dtype)
    first, last = np.searchsorted(known.lengths, ends)
    edits = apart * (len(plain) + longest) + _ROUNDING
    differ = np.bitwise_count(known.marks[first:last] ^ _marked(counts)[0])
    places = first + np.flatnonzero(differ <= edits)
    changed = np.abs(known.counts[places].astype(np.int16) - counts[0]).sum(axis=1)
    allowed = apart * (len(plain) + known.lengths[places]) + _ROUNDING
    numbers: list[int] = np.sort(known.order[places[changed <= allowed]]).tolist()
    return numbers


def _plain(text: str) -> str:
    return " ".join(text.split())


def _counted(texts: Sequence[str]) -> NDArray[np.uint8]:
    """How many letters of each kind a text has, one row a text; spaces aside."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    kept = points != ord(" ")
    places = rows[kept] * _KINDS + points[kept] % _KINDS
    counts: NDArray[Any] = np.bincount(places, minlength=len(texts) * _KINDS)
    return counts.clip(max=255).astype(np.uint8).reshape(len(texts), _KINDS)


def _marked(counts: NDArray[np.uint8]) -> NDArray[np.uint64]:
    bits = np.concatenate([counts >= mark for mark in _MARKS], axis=1)
    return np.packbits(bits, axis=1).view(np.uint64).ravel()
