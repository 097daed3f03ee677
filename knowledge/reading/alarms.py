"""Alarms: how far a passage sounds as if somebody were in danger, did something dangerous, or
sold something.

Small models over pieces of words (two to six letters, hashed) and over vectors of a model of
sentences that was tuned for them, so that inflected, misspelt and unseen wording is heard too, in
every language alike. Fitted by `python -m tests.safety.tune` and then `python -m tests.safety.fit`;
hashed pieces of words after fastText (Joulin et al., 2017).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.normalise import fold

URGENT = ("crisis", "poisoning")
DEEDS = (
    *("stops", "baby", "child", "pregnant", "breastfeeding"),
    *("swallows", "injects", "inhales", "together"),
)
TIP_OFFS = (
    *("no-side-effects", "cure-all", "testimonial", "quick-fix", "miracle"),
    *("secret-or-conspiracy", "product-for-sale", "limited-offer", "doctors-hate", "celebrity"),
    *("clinically-proven", "money-back", "one-scientist", "before-after", "free-trial"),
    *("detox-reaction", "mlm", "discount-code", "official-approval", "certificate-or-seal"),
    *("ancient-wisdom", "percentage-promise", "fake-news-look", "share-before-deleted"),
    *("hidden-ingredient", "pseudo-science", "toxin-talk", "lose-weight-without-effort"),
    *("doctor-endorsed", "results-guaranteed", "replaces-your-doctor", "one-simple-trick"),
)
GROUPS = {"urgent": URGENT, "deeds": DEEDS, "tip_offs": TIP_OFFS}
"""The kinds that a message is labelled with together."""
HEADS = tuple(head for group in GROUPS.values() for head in group)
"""All kinds, in the order of their columns."""
BUCKETS = 1 << 14
WEIGHTS = Path(__file__).parent / "alarms.npz"
LONGEST = 320
"""Characters of a passage: a cry within a long message must not drown in it."""
_SHORTEST_PIECE, _LONGEST_PIECE = 2, 6
"""Letters of a piece."""
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_HALF, _LOW = np.uint64(32), np.uint64(BUCKETS - 1)
_DIGITS = re.compile(r"\d")

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted: `letters` has a row a piece, `vector` a row a place of a vector; both the
    bias last and a column a kind. `by_letters` and `by_meaning` put the log-odds together (factors,
    then the bias), without a vector and with one."""

    letters: Array
    vector: Array
    by_letters: Array
    by_meaning: Array


@cache
def weights() -> Weights:
    """The fitted weights."""
    with np.load(WEIGHTS) as held:
        return Weights(*(held[field.name].astype(np.float32) for field in fields(Weights)))


def passages(sentences: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The numbers of the sentences of each passage: short enough to be heard one by one."""
    part: list[int] = []
    length = 0
    for number, text in enumerate(sentences):
        if part and length + len(text) > LONGEST:
            yield tuple(part)
            part, length = [], 0
        part.append(number)
        length += len(text)
    if part:
        yield tuple(part)


def chances(passage: str, vector: Array | None = None) -> Mapping[str, float]:
    """The chance (0..1) of each kind: by the pieces of the words of a passage, and by its sentence
    vector where there is one."""
    held = weights()
    by_words = scored(pieces(passage), held.letters)
    if vector is None:
        logits = by_words * held.by_letters[0] + held.by_letters[1]
    else:
        by_vector = vector @ held.vector[:-1] + held.vector[-1]
        factors = held.by_meaning
        logits = by_words * factors[0] + by_vector * factors[1] + factors[2]
    return dict(zip(HEADS, (1 / (1 + np.exp(-logits))).tolist(), strict=True))


def pieces(passage: str) -> NDArray[np.int64]:
    """The buckets of all pieces of a passage, each once."""
    words = " ".join(fold(word) for word in passage.split())
    written = _DIGITS.sub("0", f" {words} ").encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(written, dtype="<u4").astype(np.uint64)
    there = np.zeros(BUCKETS, dtype=bool)
    # FNV-1a; the value of a piece goes on from that of the piece without its last letter.
    value = np.full(len(letters), _SEED, dtype=np.uint64)
    for size in range(1, min(_LONGEST_PIECE, len(letters)) + 1):
        value = (value[: len(letters) - size + 1] ^ letters[size - 1 :]) * _PRIME
        if size >= _SHORTEST_PIECE:
            there[(value ^ (value >> _HALF) ^ np.uint64(size)) & _LOW] = True
    return np.flatnonzero(there)


def scored(found: NDArray[np.int64], letters: Array) -> Array:
    """The log-odds of some pieces; the last row of the weights is the bias."""
    if not len(found):
        return np.asarray(letters[-1])
    ones = np.ones(len(found), dtype=np.float32)
    return np.asarray(ones @ letters[found] / np.sqrt(len(found)) + letters[-1])
