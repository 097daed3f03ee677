"""Claims by their wording: for effects named in words that the vocabulary lacks."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.model import Claim
from knowledge.reading.names import keys_of
from knowledge.reading.normalise import clean
from knowledge.reading.tokens import Token, tokenise

_COMMON_SHARE = 0.2
"""A word in more than this share of the claims says nothing about which one is meant."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim retrieved by its words: `share` of the query's weight that it holds (0..1), and the
    `likeness` of its nearest phrasing to the query (0..1)."""

    claim: Claim
    share: float
    likeness: float


class Retrieval:
    """BM25 over claim, headline and phrasings, one document a claim (bm25s: 0.2 ms at 100,000)."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        import bm25s

        # It sets its own logger to DEBUG when imported.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self._claims = tuple(claims)
        self._position = {claim.id: number for number, claim in enumerate(self._claims)}
        self._phrasings = [
            [" ".join(words(text)) for text in (claim.claim, *claim.phrasings)]
            for claim in self._claims
        ]
        self._every_phrasing = [text for texts in self._phrasings for text in texts]
        self._owners = [n for n, texts in enumerate(self._phrasings) for _ in texts]
        self._words = [
            frozenset(word for phrasing in phrasings for word in phrasing.split())
            for phrasings in self._phrasings
        ]
        self._all_words = frozenset[str]().union(*self._words)
        documents = [
            [
                word
                for text in (claim.claim, claim.headline, *claim.phrasings)
                for word in words(text)
            ]
            for claim in self._claims
        ]
        counts: dict[str, int] = {}
        for document in documents:
            for word in set(document):
                counts[word] = counts.get(word, 0) + 1
        limit = max(3, len(documents) * _COMMON_SHARE)
        self._telling = {word for word, count in counts.items() if count <= limit}
        self._index: Any = bm25s.BM25()
        if documents:
            self._index.index(documents or [[""]], show_progress=False)

    def among(self, claims: Iterable[Claim], tokens: Sequence[Token]) -> list[Wording]:
        """These claims by likeness to the words, the likest first."""
        query = _stems(tokens)
        telling = [word for word in query if word in self._telling]
        if not telling or not self._claims:
            return []
        scores = self._index.get_scores(telling)
        top = max(float(scores.max()), 1e-9)
        text = " ".join(query)
        found = []
        for claim in claims:
            number = self._position.get(claim.id)
            if number is None or scores[number] <= 0:
                continue
            likeness = max(fuzz.token_sort_ratio(text, other) for other in self._phrasings[number])
            found.append(Wording(claim, float(scores[number]) / top, likeness / 100))
        found.sort(key=lambda wording: (-wording.share, -wording.likeness, wording.claim.id))
        return found

    def likeness(self, claim: Claim, tokens: Sequence[Token]) -> float:
        """How like the nearest phrasing of a claim these words are, 0..1, order aside."""
        text = " ".join(_stems(tokens))
        number = self._position[claim.id]
        return max(fuzz.token_set_ratio(text, other) for other in self._phrasings[number]) / 100

    def worded_otherwise(self, claim: Claim, text: str) -> bool:
        """Whether some claim is worded with these words, but this one is not."""
        stems = {*words(text)} & self._all_words
        return bool(stems) and not stems & self._words[self._position[claim.id]]

    def same_wording(self, tokens: Sequence[Token], at_least: float) -> tuple[Claim, float] | None:
        """The claim one of whose phrasings is nearly these very words."""
        hit = process.extractOne(
            " ".join(_stems(tokens)),
            self._every_phrasing,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=at_least * 100,
        )
        return (self._claims[self._owners[hit[2]]], hit[1] / 100) if hit else None


def words(text: str) -> list[str]:
    """The stems of a text, as claims and messages are compared."""
    return _stems(tokenise(clean(text)))


def _stems(tokens: Sequence[Token]) -> list[str]:
    return [keys_of(token, "en")[0] for token in tokens]
