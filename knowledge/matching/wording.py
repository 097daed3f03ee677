"""How all claims are worded, in arrays that retrieval looks things up in."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.copies import letters_of
from knowledge.model import Claim, Names
from knowledge.reading.names import keys_of_all, words_of
from knowledge.reading.tokens import Token
from knowledge.reading.vocabulary import Vocabulary
from knowledge.texts import Texts

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


def wording_of(
    claims: Sequence[Claim],
    vocabulary: Vocabulary | None = None,
    cues: Mapping[str, Names] | None = None,
) -> Wording:
    """Index how these claims are worded; without a vocabulary, not by effect."""
    ids, substances, outcomes, phrasings, ends = [], [], [], [], []
    for claim in claims:
        ids.append(claim.id)
        substances.append(claim.substance)
        outcomes.append(claim.outcome)
        phrasings += [" ".join(words(text)) for text in (claim.claim, *claim.phrasings)]
        ends.append(len(phrasings))
    letters = letters_of(phrasings)
    documents = _documents(phrasings, ends, outcomes, vocabulary) if vocabulary else {}
    names = _names(vocabulary, cues or {}) if vocabulary else set()
    effect_words, starts, scores, scored = _by_effect(documents, names)
    return Wording(
        ids=Texts.of(ids),
        substances=Texts.of(substances),
        phrasings=Texts.of(phrasings),
        ends=np.array(ends, dtype=np.int64),
        words=Texts.of(sorted({word for phrasing in phrasings for word in phrasing.split()})),
        order=letters.order,
        lengths=letters.lengths,
        marks=letters.marks,
        counts=letters.counts,
        outcomes=Texts.of(sorted(documents)),
        effect_words=Texts.of(effect_words),
        starts=starts,
        scores=scores,
        scored=scored,
    )


def _documents(
    phrasings: Sequence[str], ends: Sequence[int], outcomes: Sequence[str], vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """One document for each effect: how its claims are worded, whatever the substance."""
    documents: dict[str, list[str]] = {}
    start = 0
    for outcome, end in zip(outcomes, ends, strict=True):
        document = documents.setdefault(outcome, [])
        for phrasing in phrasings[start:end]:
            document += phrasing.split()
        start = end
    for outcome, document in documents.items():
        if known := vocabulary.outcomes.get(outcome):
            document.extend(
                word for texts in known.words.values() for text in texts for word in words(text)
            )
    return documents


def _names(vocabulary: Vocabulary, cues: Mapping[str, Names]) -> set[str]:
    """The words of substances, and those that say only that something acts ("cures")."""
    names = {
        word
        for substance in vocabulary.substances.values()
        for texts in ((substance.name,), *substance.names.values())
        for text in texts
        for word in words(text)
    }
    return names | {
        stems[0]
        for by_language in cues.values()
        for texts in by_language.values()
        for text in texts
        if len(stems := words(text)) == 1
    }


def _by_effect(
    documents: Mapping[str, list[str]], names: set[str]
) -> tuple[list[str], NDArray[np.int64], NDArray[np.float32], NDArray[np.int32]]:
    """(words that tell effects apart, where the scores of each begin, scores, their documents)."""
    spread = Counter(word for document in documents.values() for word in set(document))
    common = max(3, len(documents) * _COMMON_SHARE)
    telling = {word for word, times in spread.items() if word not in names and times <= common}
    if not telling:
        return [], np.zeros(1, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int32)
    import bm25s

    # It sets its own logger to DEBUG when imported.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    index: Any = bm25s.BM25()
    index.index(
        [[w for w in documents[o] if w in telling] or [""] for o in sorted(documents)],
        show_progress=False,
    )
    rows = index.vocab_dict
    by_row = sorted((word for word in rows if word in telling), key=lambda word: int(rows[word]))
    at = np.array([rows[word] for word in by_row], dtype=np.int64)
    held = index.scores
    starts, places = np.asarray(held["indptr"], np.int64), np.asarray(held["indices"], np.int32)
    if len(at) == len(starts) - 1:
        return by_row, starts, held["data"], places
    sizes = starts[at + 1] - starts[at]
    kept = np.concatenate([np.arange(starts[n], starts[n + 1]) for n in at])
    return by_row, np.concatenate(([0], np.cumsum(sizes))), held["data"][kept], places[kept]


def words(text: str) -> list[str]:
    """The stems of a text, as claims and messages are compared."""
    return stems_of(words_of(text))


def stems_of(tokens: Sequence[Token]) -> list[str]:
    """The stem of each word; the language of a phrasing is not known, so it is read as English."""
    return [keys[0] for keys in keys_of_all(tokens, "en")]
