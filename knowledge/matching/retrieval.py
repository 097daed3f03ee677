"""Effects and claims by their wording: for words that the vocabulary lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.matching.copies import Letters, alike
from knowledge.matching.ranking import stems
from knowledge.matching.wording import Wording, words
from knowledge.model import Claim
from knowledge.reading.tokens import Token

_EFFECTS = 8
"""Effects that a sentence may come near to by its words."""
_KEPT = 10_000
"""Claims whose wording is at hand without decoding it again."""


class Retrieval:
    """BM25 over the wording of all claims on an effect, one document an effect; and likeness to the
    phrasings of one claim. `wording` is that of these claims (`wording_of`)."""

    def __init__(
        self, claims: Sequence[Claim], wording: Wording, position: Mapping[str, int] | None = None
    ) -> None:
        self.wording = wording
        self._claims = claims
        self._position = position or {id_: number for number, id_ in enumerate(wording.ids)}
        self._all_words = frozenset(wording.words)
        self._outcomes = list(wording.outcomes)
        self._effect_words = {word: row for row, word in enumerate(wording.effect_words)}
        self._letters = Letters(wording.order, wording.lengths, wording.marks, wording.counts)
        # Not methods: what refers to itself is only gone when the garbage collector comes by.
        phrasings = lru_cache(maxsize=_KEPT)(lambda number: _decoded(wording, number))
        self._phrasings = phrasings
        self._words = lru_cache(maxsize=_KEPT)(
            lambda number: frozenset(word for text in phrasings(number) for word in text.split())
        )

    def effects(self, tokens: Sequence[Token]) -> Mapping[str, float]:
        """The effects that these words stand nearest to, 0..1: 1 for one far before all others."""
        known = self._effect_words
        query = [known[stem] for stem in stems(tokens) if stem in known]
        if not query:
            return {}
        scores = self._scores(query)
        order = scores.argsort()[::-1][:_EFFECTS].tolist()
        best = float(scores[order[0]])
        if best <= 0:
            return {}
        second = float(scores[order[1]]) if len(order) > 1 else 0.0
        return {
            self._outcomes[place]: 1 - 0.5 * second / best
            if place == order[0]
            else 0.5 * float(scores[place]) / best
            for place in order
        }

    def likeness(self, claim: Claim, tokens: Sequence[Token]) -> float:
        """How like the nearest phrasing of a claim these words are, 0..1, order aside."""
        text = " ".join(stems(tokens))
        phrasings = self._phrasings(self._position[claim.id])
        return max(fuzz.token_set_ratio(text, other) for other in phrasings) / 100

    def worded_otherwise(self, claim: Claim, text: str) -> bool:
        """Whether some claim is worded with these words, but this one is not."""
        known = {*words(text)} & self._all_words
        return bool(known) and not known & self._words(self._position[claim.id])

    def same_wording(self, tokens: Sequence[Token], at_least: float) -> tuple[Claim, float] | None:
        """The claim one of whose phrasings is nearly these very words."""
        text = " ".join(stems(tokens))
        numbers = alike(text, self._letters, at_least)
        hit = process.extractOne(
            text,
            [self.wording.phrasings[number] for number in numbers],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=at_least * 100,
        )
        if not hit:
            return None
        owner = np.searchsorted(self.wording.ends, numbers[hit[2]], side="right")
        return self._claims[int(owner)], hit[1] / 100

    def _scores(self, query: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        wording = self.wording
        scores = np.zeros(len(self._outcomes), dtype=np.float32)
        for row in query:
            here = slice(*wording.starts[row : row + 2])
            # No effect stands there twice for one word.
            scores[wording.scored[here]] += wording.scores[here]
        return scores


def _decoded(wording: Wording, number: int) -> list[str]:
    start = int(wording.ends[number - 1]) if number else 0
    return wording.phrasings[start : int(wording.ends[number])]
