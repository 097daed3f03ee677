"""The base as it is at one moment: immutable, in memory, indexed for matching."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge import embedding
from knowledge.collecting import without_collecting
from knowledge.errors import UnknownClaim
from knowledge.matching.meaning import Meaning, wordings
from knowledge.matching.retrieval import Retrieval
from knowledge.matching.wording import Wording, wording_of
from knowledge.model import Claim, Content, Outcome, Substance, TipOffPattern
from knowledge.numbered import NumberedClaims
from knowledge.reading.names import words_of
from knowledge.reading.vocabulary import GROUPS, Vocabulary, compile_vocabulary
from knowledge.storage.vectors import vectors_of
from knowledge.texts import Texts

_MIXTURES = frozenset({"supplement mix", "supplement group", "unapproved product"})
"""Groups of substances without a name of their own; sold as "a natural remedy"."""

_CLAIMS, _SUBSTANCES = 5_000, 2_000
"""Claims, and substances with their claims, that are at hand at once."""
_T = TypeVar("_T")
_N = TypeVar("_N")
_R = TypeVar("_R", Claim, Substance, Outcome)


class Chosen(NumberedClaims):
    """Some of very many claims, in an order of their own, without a copy of them."""

    def __init__(self, claims: Sequence[Claim], numbers: Sequence[int]) -> None:
        self._claims = claims
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def claim(self, number: int) -> Claim:
        return self._claims[self._numbers[number]]


@dataclass(frozen=True, slots=True)
class Made:
    """What takes long to make of a content, for the next time: how its claims are worded, how its
    names are spelt, and the numbers of its published claims, by id."""

    wording: Wording
    spelt: Texts
    published: NDArray[np.int32]


class _Looked(Mapping[str, _T]):
    """A mapping whose values are made when asked for, and some of them held."""

    def __init__(self, numbers: Mapping[str, _N], look: Callable[[_N], _T], held: int) -> None:
        self._numbers = numbers
        self._look = lru_cache(maxsize=held)(lambda key: look(numbers[key]))

    def __getitem__(self, key: str) -> _T:
        return self._look(key)

    def __contains__(self, key: object) -> bool:
        return key in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the base. Built by `snapshot`, shared freely, never changed.

    `version` counts the changes of the stored base; 0 for one that was read from files.
    """

    content: Content
    vocabulary: Vocabulary
    claims: Mapping[str, Claim]
    by_substance: Mapping[str, tuple[Claim, ...]]
    retrieval: Retrieval
    meaning: Meaning
    made: Made
    of_groups: tuple[Claim, ...] = ()
    version: int = 0

    def claims_on(self, substance: str) -> tuple[Claim, ...]:
        """The published claims that may speak of a substance: its own, and for the name of a whole
        group ("natural remedies") those on any group or mixture."""
        if self.substance(substance).group in GROUPS:
            return self.of_groups
        return self.by_substance.get(substance, ())

    def claim(self, id_: str) -> Claim:
        """The published claim of that id. Raises UnknownClaim, also for a draft."""
        try:
            return self.claims[id_]
        except KeyError:
            raise UnknownClaim(id_) from None

    def substance(self, id_: str) -> Substance:
        return self.vocabulary.substances[id_]

    def outcome(self, id_: str) -> Outcome:
        return self.vocabulary.outcomes[id_]

    def tip_off(self, id_: str) -> TipOffPattern:
        return self.vocabulary.tip_offs[id_]


def snapshot(
    content: Content,
    version: int = 0,
    last: Snapshot | None = None,
    *,
    meaning: bool = True,
    made: Made | None = None,
) -> Snapshot:
    """Index the published claims and the vocabulary of the content; drafts are left out. Without
    `meaning`, or without the extra for it, claims are found by words only.

    Most changes are of claims alone: then the vocabulary of the `last` snapshot is used again, as
    indexing it takes most of the time. What was `made` of the same content before is
    not made again.
    """
    with without_collecting():
        same = last is not None and _words(last.content) == _words(content)
        vocabulary = (
            last.vocabulary
            if last is not None and same
            else compile_vocabulary(content, made.spelt if made else None)
        )
        found = _indexed(content, vocabulary, made or _make(content, vocabulary))
        # Only of use while indexing.
        words_of.cache_clear()
        published = tuple(found.claims.values()) if meaning and embedding.available() else ()
        return replace(found, version=version, meaning=_meaning(published))


def changed(before: Snapshot, *changes: Claim | Substance | Outcome) -> Snapshot:
    """The base as it would be with these records: each takes the place of the one with its id, or
    is added. A claim counts as it stands, a draft not at all."""
    content = before.content
    claims = [change for change in changes if isinstance(change, Claim)]
    substances = [change for change in changes if isinstance(change, Substance)]
    outcomes = [change for change in changes if isinstance(change, Outcome)]
    if claims:
        content = replace(content, claims=_with(content.claims, claims))
    if substances:
        content = replace(content, substances=_with(content.substances, substances))
    if outcomes:
        content = replace(content, outcomes=_with(content.outcomes, outcomes))
    return snapshot(content, before.version, before, meaning=before.meaning.active)


def _with(held: Sequence[_R], changes: Sequence[_R]) -> tuple[_R, ...]:
    new: dict[str, _R] = {change.id: change for change in changes}
    kept: list[_R] = [new.pop(record.id, record) for record in held]
    return tuple(kept + list(new.values()))


def _make(content: Content, vocabulary: Vocabulary) -> Made:
    ids = sorted((claim.id, at) for at, claim in enumerate(content.claims) if claim.published)
    numbers = [at for _, at in ids]
    claims = Chosen(content.claims, numbers)
    wording = wording_of(claims, vocabulary)
    return Made(wording, vocabulary.spelt, np.array(numbers, dtype=np.int32))


def _indexed(content: Content, vocabulary: Vocabulary, made: Made) -> Snapshot:
    published = Chosen(content.claims, made.published.tolist())
    by_substance: dict[str, list[int]] = {}
    for number, substance in enumerate(made.wording.substances):
        by_substance.setdefault(substance, []).append(number)
    positions = {id_: number for number, id_ in enumerate(made.wording.ids)}
    return Snapshot(
        content=content,
        vocabulary=vocabulary,
        claims=_Looked(positions, published.__getitem__, _CLAIMS),
        by_substance=_Looked(
            by_substance, lambda numbers: tuple(published[n] for n in numbers), _SUBSTANCES
        ),
        retrieval=Retrieval(published, made.wording, positions),
        meaning=Meaning(),
        made=made,
        of_groups=tuple(
            published[number]
            for substance in content.substances
            if substance.group in GROUPS | _MIXTURES
            for number in by_substance.get(substance.id, ())
        ),
    )


def _meaning(claims: Sequence[Claim]) -> Meaning:
    if not claims:
        return Meaning()
    texts = [text for _, text in wordings(claims)]
    return Meaning(
        claims,
        vectors_of(texts, embedding.embed),
        embedding.embed,
        embedding.length,
        embedding.embed_alarms,
    )


def _words(content: Content) -> tuple[object, ...]:
    """All of a content that the vocabulary is made of."""
    return (
        content.substances,
        content.outcomes,
        content.tip_offs,
        content.cues,
        content.medicines,
        content.dangers,
        content.helplines,
    )
