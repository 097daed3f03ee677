"""Effects and claims by their wording: for words that the vocabulary lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from knowledge.matching.ranking import index, stems
from knowledge.model import Claim, Names
from knowledge.reading.names import words_of
from knowledge.reading.tokens import Token
from knowledge.reading.vocabulary import Vocabulary

_EFFECTS = 8
"""Effects that a sentence may come near to by its words."""
_COMMON_SHARE = 0.2
"""A word in more than this share of the effects says nothing about which one is meant."""


class Retrieval:
    """BM25 over the wording of all claims on an effect, one document an effect; and likeness to the
    phrasings of one claim."""

    def __init__(
        self,
        claims: Sequence[Claim],
        vocabulary: Vocabulary | None = None,
        cues: Mapping[str, Names] | None = None,
    ) -> None:
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
        self._outcomes: list[str] = []
        if claims and vocabulary:
            self._index_effects(vocabulary, cues or {})

    def _index_effects(self, vocabulary: Vocabulary, cues: Mapping[str, Names]) -> None:
        """One document for each effect: how its claims are worded, whatever the substance, and
        without what says only that something acts ("cures")."""
        names = {
            word
            for substance in vocabulary.substances.values()
            for texts in ((substance.name,), *substance.names.values())
            for text in texts
            for word in words(text)
        }
        names |= {
            found[0]
            for by_language in cues.values()
            for texts in by_language.values()
            for text in texts
            if len(found := words(text)) == 1
        }
        documents: dict[str, list[str]] = {}
        for claim, phrasings in zip(self._claims, self._phrasings, strict=True):
            document = documents.setdefault(claim.outcome, [])
            document += [word for phrasing in phrasings for word in phrasing.split()]
        for outcome, document in documents.items():
            if not (known := vocabulary.outcomes.get(outcome)):
                continue
            document += [
                word for texts in known.words.values() for text in texts for word in words(text)
            ]
        self._outcomes = sorted(documents)
        spread = Counter(word for document in documents.values() for word in set(document))
        common = max(3, len(documents) * _COMMON_SHARE)
        self._effect_words = frozenset(
            word for word, times in spread.items() if word not in names and times <= common
        )
        self._effects = index(
            [[w for w in documents[o] if w in self._effect_words] for o in self._outcomes]
        )

    def effects(self, tokens: Sequence[Token]) -> Mapping[str, float]:
        """The effects that these words stand nearest to, 0..1: 1 for one far before all others."""
        query = [word for word in stems(tokens) if self._outcomes and word in self._effect_words]
        if not query:
            return {}
        scores = self._effects.get_scores(query)
        order = scores.argsort()[::-1][:_EFFECTS]
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
        number = self._position[claim.id]
        return max(fuzz.token_set_ratio(text, other) for other in self._phrasings[number]) / 100

    def worded_otherwise(self, claim: Claim, text: str) -> bool:
        """Whether some claim is worded with these words, but this one is not."""
        known = {*words(text)} & self._all_words
        return bool(known) and not known & self._words[self._position[claim.id]]

    def same_wording(self, tokens: Sequence[Token], at_least: float) -> tuple[Claim, float] | None:
        """The claim one of whose phrasings is nearly these very words."""
        hit = process.extractOne(
            " ".join(stems(tokens)),
            self._every_phrasing,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=at_least * 100,
        )
        return (self._claims[self._owners[hit[2]]], hit[1] / 100) if hit else None


def words(text: str) -> list[str]:
    """The stems of a text, as claims and messages are compared."""
    return stems(words_of(text))
