"""Effects by meaning: for wording that no name fits ("my black mood went away"), across languages.

A vector alone never answers: it only speaks for claims on a substance that was named, and what
counts is how much nearer a sentence is to one effect than to all others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.scoring import asserting
from knowledge.model import Claim

Vectors = NDArray[np.float32]
_NEAREST = 3
"""Phrasings of an effect whose mean nearness counts."""
_SPAN = 0.25
"""The margin (a difference of cosines) between nothing and certain."""
_APART = 4.0
"""More than two cosines can differ by."""
_ROW = re.compile(r"(.{1,30}?)\1{3,}", re.DOTALL)
_LONGEST = 600
"""Characters of a sentence that are looked at."""
_PIECES = 250
"""Parts of words of one text that are looked at: the time of a text grows faster than they do."""


class Meaning:
    """Which effects a sentence speaks of; without an `embed` function, of none.

    `embed` turns texts into unit vectors, one row a text; `measure` tells what that costs for a
    text, in parts of words; `vectors` are those of `wordings` of the claims, in their order. `hear`
    is like `embed`, for what alarms are heard by.
    """

    def __init__(
        self,
        claims: Sequence[Claim] = (),
        vectors: Vectors | None = None,
        embed: Callable[[list[str]], Vectors] | None = None,
        measure: Callable[[str], int] = len,
        hear: Callable[[list[str]], Vectors] | None = None,
    ) -> None:
        self._embed, self._measure, self._hear = embed, measure, hear or embed
        self.direction = np.array(asserting(), dtype=np.float32)
        self.active = embed is not None and vectors is not None and len(claims) > 0
        if not self.active or vectors is None:
            return
        # What all sentences on remedies share says nothing, and hides the rest.
        self._middle = vectors.mean(axis=0)
        centred = _unit(vectors - self._middle)
        rows: dict[str, list[int]] = {}
        own: dict[str, list[int]] = {}
        for number, (claim, _) in enumerate(wordings(claims)):
            rows.setdefault(claim.outcome, []).append(number)
            own.setdefault(claim.id, []).append(number)
        self._outcomes = sorted(rows)
        self._rows = centred[[number for outcome in self._outcomes for number in rows[outcome]]]
        sizes = [len(rows[outcome]) for outcome in self._outcomes]
        self._apart = np.repeat(_APART * np.arange(len(sizes)), sizes)
        nearest = np.cumsum(sizes)[:, None] - np.arange(1, _NEAREST + 1)
        self._there = nearest >= (np.cumsum(sizes) - sizes)[:, None]
        self._nearest = np.where(self._there, nearest, 0)
        self._own = {id_: centred[numbers] for id_, numbers in own.items()}

    def remembering(self, heard: dict[str, Vectors], known: Mapping[str, Vectors]) -> Meaning:
        """The same, but the vectors of texts are put into `heard`, those that are `known` without
        computing them again: they depend on the text alone."""
        embed = self._embed
        if embed is None or not self.active:
            return self

        def recalled(texts: list[str]) -> Vectors:
            for text in texts:
                if text not in heard:
                    heard[text] = known[text] if text in known else embed([text])[0]
            return np.array([heard[text] for text in texts])

        other = copy(self)
        other._embed = recalled
        return other

    @lru_cache(maxsize=2_000)  # noqa: B019 - as long as the snapshot, on purpose
    def effects(self, text: str) -> Mapping[str, float]:
        """The effects that stand out, 0..1: how much nearer than every other one; 0.5 for the
        nearest of two that are alike."""
        if not self.active or not text.strip():
            return {}
        vector = self._vector(text[:_LONGEST])
        near = self._near(vector)
        first, second = (*np.sort(near)[::-1][:2], 0.0)[:2]
        margins = near - np.where(near == first, second, first)
        stands_out = np.clip(0.5 + margins / _SPAN, 0.0, 1.0)
        return {
            self._outcomes[place]: float(stands_out[place]) for place in np.nonzero(stands_out)[0]
        }

    def _near(self, vector: Vectors) -> NDArray[np.float64]:
        """How near a vector comes to each effect."""
        # `@` sets threads to work that spin afterwards.
        nearness = np.einsum("ij,j->i", self._rows, vector)
        # One sort for all effects: a cosine never reaches from one to the next.
        ranked = np.sort(nearness + self._apart) - self._apart
        top = np.where(self._there, ranked[self._nearest], 0.0)
        found: NDArray[np.float64] = top.sum(axis=1) / self._there.sum(axis=1)
        return found

    def likeness(self, claim: Claim, text: str) -> float:
        """How like the nearest phrasing of a claim a sentence is, 0..1."""
        if not self.active or not text.strip():
            return 0.0
        return max(0.0, float((self._own[claim.id] @ self._vector(text[:_LONGEST])).max()))

    def asserting(self, text: str) -> float:
        """How far a sentence sounds as if it claimed something of a remedy, 0..1; a recipe, a
        shopping list or a lab result does not."""
        if not self.active or not text.strip():
            return 0.0
        toward = float(self.direction[:-1] @ self.raw(text[:_LONGEST]) + self.direction[-1])
        return 1 / (1 + math.exp(-toward))

    @lru_cache(maxsize=2_000)  # noqa: B019 - as long as the snapshot, on purpose
    def cost(self, text: str) -> int:
        """How many parts of words are read to hear a text; 0 where nothing is heard."""
        return self._measure(self._read_of(text)) if self.active and text.strip() else 0

    @lru_cache(maxsize=2_000)  # noqa: B019 - as long as the snapshot, on purpose
    def raw(self, text: str) -> Vectors:
        """The unit vector of a text as the model gives it."""
        assert self._embed is not None  # noqa: S101 - `active` says so
        vector: Vectors = self._embed([self._read_of(text)])[0]
        return vector

    @lru_cache(maxsize=2_000)  # noqa: B019 - as long as the snapshot, on purpose
    def sound(self, text: str) -> Vectors:
        """The unit vector of a text that alarms are heard by."""
        assert self._hear is not None  # noqa: S101 - `active` says so
        vector: Vectors = self._hear([self._read_of(text)])[0]
        return vector

    def _read_of(self, text: str) -> str:
        """What is read of a text: not more parts of words than one text may have."""
        plain = evenly_set(text)
        while (parts := self._measure(plain)) > _PIECES:
            plain = plain[: len(plain) * _PIECES // parts]
        return plain

    @lru_cache(maxsize=2_000)  # noqa: B019 - as long as the snapshot, on purpose
    def _vector(self, text: str) -> Vectors:
        vector: Vectors = _unit(self.raw(text) - self._middle)
        return vector


def wordings(claims: Sequence[Claim]) -> list[tuple[Claim, str]]:
    """Every text that a claim is compared by."""
    return [(claim, text) for claim in claims for text in (claim.claim, *claim.phrasings)]


def evenly_set(text: str) -> str:
    """A text without wide letters, without shouting, without rows of the same signs and not longer
    than it should be: the model hears the first two as something else, and takes its time for each
    sign. One sign may stand for a whole sentence (ﷺ) and be eighteen of them here."""
    plain = _ROW.sub(r"\1\1\1", unicodedata.normalize("NFKC", text))[:_LONGEST]
    return plain.lower() if plain.isupper() else plain


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    unit: NDArray[Any] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit
