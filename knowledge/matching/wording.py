"""How all claims are worded, in arrays that retrieval looks things up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.copies import letters_of
from knowledge.matching.ranking import index, stems
from knowledge.model import Claim
from knowledge.reading.names import words_of
from knowledge.reading.normalise import clean
from knowledge.reading.tokens import tokenise
from knowledge.reading.vocabulary import Vocabulary
from knowledge.texts import GrowingTexts, Texts

_COMMON_SHARE = 0.2
"""A word in more than this share of the effects says nothing about which one is meant."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The claims' `ids` and `substances`; their phrasings by stems, those of a claim up to its
    place in `ends`; all stems that occur; what `copies.Letters` says of the phrasings; and for each
    of `outcomes` a BM25 document: the scores of a word of `effect_words` are those from its place
    in `starts` on, `scored` are the documents that they belong to."""

    ids: Texts
    substances: Texts
    phrasings: Texts
    ends: NDArray[np.int64]
    words: Texts
    order: NDArray[np.int32]
    lengths: NDArray[np.int32]
    marks: NDArray[np.uint64]
    counts: NDArray[np.uint8]
    outcomes: Texts
    effect_words: Texts
    starts: NDArray[np.int64]
    scores: NDArray[np.float32]
    scored: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of each word, as in `Wording`."""

    words: list[str]
    starts: NDArray[np.int64]
    scores: NDArray[np.float32]
    scored: NDArray[np.int32]


_NOT_BY_EFFECT = _Scores([], np.zeros(1, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int32))


def wording_of(
    claims: Sequence[Claim],
    vocabulary: Vocabulary | None = None,
) -> Wording:
    """Index how these claims are worded; without a vocabulary, not by effect."""
    ids, substances, ends = [], [], []
    phrasings = GrowingTexts()
    known: dict[str, str] = {}
    documents: dict[str, list[str]] = {}
    number = 0
    for claim in claims:
        document = documents.setdefault(claim.outcome, [])
        for text in (claim.claim, *claim.phrasings):
            phrasing = " ".join(stems(tokenise(clean(text))))
            phrasings.add(phrasing)
            number += 1
            # Each stem once in memory, however often it occurs.
            document.extend(known.setdefault(stem, stem) for stem in phrasing.split())
        ids.append(claim.id)
        substances.append(claim.substance)
        ends.append(number)
    texts = phrasings.texts()
    letters = letters_of(texts)
    told = _by_effect(documents, vocabulary) if vocabulary else _NOT_BY_EFFECT
    return Wording(
        ids=Texts.of(ids),
        substances=Texts.of(substances),
        phrasings=texts,
        ends=np.array(ends, dtype=np.int64),
        words=Texts.of(sorted(known)),
        order=letters.order,
        lengths=letters.lengths,
        marks=letters.marks,
        counts=letters.counts,
        outcomes=Texts.of(sorted(documents)),
        effect_words=Texts.of(told.words),
        starts=told.starts,
        scores=told.scores,
        scored=told.scored,
    )


def _by_effect(documents: Mapping[str, list[str]], vocabulary: Vocabulary) -> _Scores:
    """Index one document for each effect: how its claims are worded, whatever the substance, and
    how it is named."""
    called = _called(vocabulary)
    for outcome, document in documents.items():
        document.extend(called.effects.get(outcome, ()))
    spread = Counter(word for document in documents.values() for word in set(document))
    common = max(3, len(documents) * _COMMON_SHARE)
    telling = {
        word for word, times in spread.items() if word not in called.names and times <= common
    }
    for document in documents.values():
        document[:] = [word for word in document if word in telling]
    return _scored(documents, telling) if telling else _NOT_BY_EFFECT


@dataclass(frozen=True, slots=True)
class _Called:
    """The words of substances and those that say only that something acts ("cures"); the words that
    name each effect."""

    names: frozenset[str]
    effects: Mapping[str, list[str]]


@lru_cache(maxsize=2)
def _called(vocabulary: Vocabulary) -> _Called:
    """Kept while only claims change: most of the time of indexing them went into it."""
    names = {
        word
        for substance in vocabulary.substances.values()
        for texts in ((substance.name,), *substance.names.values())
        for text in texts
        for word in words(text)
    }
    names |= {
        found[0]
        for by_language in vocabulary.signs.values()
        for texts in by_language.values()
        for text in texts
        if len(found := words(text)) == 1
    }
    return _Called(
        frozenset(names),
        {
            outcome.id: [
                word for texts in outcome.words.values() for text in texts for word in words(text)
            ]
            for outcome in vocabulary.outcomes.values()
        },
    )


def _scored(documents: Mapping[str, list[str]], telling: set[str]) -> _Scores:
    """The BM25 scores of documents of the words that tell effects apart."""
    bm25 = index([documents[o] for o in sorted(documents)])
    rows = bm25.vocab_dict
    by_row = sorted((word for word in rows if word in telling), key=lambda word: int(rows[word]))
    at = np.array([rows[word] for word in by_row], dtype=np.int64)
    held = bm25.scores
    starts, places = np.asarray(held["indptr"], np.int64), np.asarray(held["indices"], np.int32)
    if len(at) == len(starts) - 1:
        return _Scores(by_row, starts, held["data"], places)
    sizes = starts[at + 1] - starts[at]
    kept = np.concatenate([np.arange(starts[n], starts[n + 1]) for n in at])
    begun = np.concatenate(([0], np.cumsum(sizes)))
    return _Scores(by_row, begun, held["data"][kept], places[kept])


def words(text: str) -> list[str]:
    """The stems of a text, as claims and messages are compared."""
    return stems(words_of(text))
