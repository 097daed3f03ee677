"""Texts ranked by how near they come to another one: by words, by meaning, or by both.

Nothing here knows substances or effects, so it can be measured on any set of texts
(`python -m tests.benchmarks.retrieval`). The numbers below are fitted on the tweets of CheckThat!
2020 that are for training.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.names import keys_of_all, words_of
from knowledge.reading.normalise import clean
from knowledge.reading.tokens import Token, tokenise

Scores = NDArray[np.float32]
Vectors = NDArray[np.float32]
Embed = Callable[[list[str]], Vectors]

_URL = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+")
_TAG = re.compile(r"[@#](\w+)")
_CAMEL = re.compile(r"_+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»‘’', "'"))
_COMMON = 150
"""The most frequent words of English: they stand in every text, and say nothing on its subject."""
_GRAM = 4
"""Letters of a part of a word: what is spelled or inflected another way still shares some."""
_GRAMS = 0.5
"""What parts of words count beside whole ones."""
_WORDS = 0.35
"""What words count beside meaning."""
_EVEN = 4.0
"""How far directions in which vectors differ little are held down, in mean variances."""


class ByWords:
    """BM25 over stems, and over parts of words for what is spelled another way."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        tokens = [_telling(text) for text in texts]
        self._stems = index(list(map(stems, tokens)))
        self._grams = index(list(map(_grams, tokens)))

    def scores(self, text: str) -> Scores:
        """How near each text comes, 0..1.5."""
        tokens = _telling(text)
        whole = self._of(self._stems, stems(tokens))
        return whole + _GRAMS * self._of(self._grams, _grams(tokens))

    def _of(self, bm25: Any, words: list[str]) -> Scores:
        # Each once: a message that repeats a word is not more about it.
        known = [word for word in dict.fromkeys(words) if word in bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: Scores = bm25.get_scores(known)
        return scores / max(float(scores.max()), 1e-9)


class ByMeaning:
    """Nearness of vectors, once what all of the texts share is taken out of them.

    `vectors` are those of the `plain` texts, one row a text, and `embed` makes more of the kind.
    """

    def __init__(self, vectors: Vectors, embed: Embed) -> None:
        self._embed = embed
        self._middle = vectors.mean(axis=0)
        centred = vectors - self._middle
        # A few directions, of style more than of subject, would outweigh all others.
        variances, axes = np.linalg.eigh(centred.T @ centred / len(centred))
        self._evened = axes / np.sqrt(variances.clip(0) + _EVEN * variances.mean() + 1e-9)
        self._vectors = _unit(centred @ self._evened)

    def scores(self, text: str) -> Scores:
        """How near each text comes, -1..1."""
        vector = (self._embed([plain(text)])[0] - self._middle) @ self._evened
        # `@` sets threads to work that spin afterwards: the next text would take twice as long.
        scores: Scores = np.einsum("ij,j->i", self._vectors, _unit(vector))
        return scores


def fused(by_words: Scores, by_meaning: Scores) -> Scores:
    """Both as one, 0..1, each over its whole range."""
    return _WORDS * _stretched(by_words) + (1 - _WORDS) * _stretched(by_meaning)


def ranked(ids: Sequence[str], scores: Scores, most: int) -> list[tuple[str, float]]:
    """The best with their scores, best first; of equals the one that stands first."""
    # Equal texts may differ in the last digit.
    order = np.argsort(-scores.round(5), kind="stable")[:most]
    return [(ids[place], float(scores[place])) for place in order if scores[place] > 0]


def plain(text: str) -> str:
    """A text without links, and with one kind of quotation marks: two copies of a claim are alike
    however they are set."""
    return " ".join(_URL.sub(" ", clean(text)).translate(_QUOTES).split())


def stems(tokens: Sequence[Token]) -> list[str]:
    """The stem of each word, as all texts are compared: the language of a phrasing is not known,
    so it is read as English."""
    return [keys[0] for keys in keys_of_all(tokens, "en")]


def index(documents: Sequence[Sequence[str]]) -> Any:
    """BM25 over words; a document may be empty."""
    import bm25s

    # It sets its own logger to DEBUG when imported.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    bm25 = bm25s.BM25()
    bm25.index([list(words) or [""] for words in documents], show_progress=False)
    return bm25


def _telling(text: str) -> list[Token]:
    """The words that say something; tags and handles as the words that they are made of."""
    apart = _TAG.sub(lambda tag: f" {_CAMEL.sub(' ', tag[1])} ", plain(text))
    return [token for token in tokenise(apart) if token.folded not in _common()]


@cache
def _common() -> frozenset[str]:
    import wordfreq

    return frozenset(
        token.folded for word in wordfreq.top_n_list("en", _COMMON) for token in words_of(word)
    )


def _grams(tokens: Sequence[Token]) -> list[str]:
    return [part for token in tokens for part in _parts(f"^{token.folded}$")]


def _parts(word: str) -> Iterator[str]:
    for start in range(max(1, len(word) - _GRAM + 1)):
        yield word[start : start + _GRAM]


def _stretched(scores: Scores) -> Scores:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / max(high - low, 1e-9)


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    unit: NDArray[Any] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit
