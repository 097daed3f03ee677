"""The base as it is at one moment: immutable, in memory, indexed for matching."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from knowledge import embedding
from knowledge.errors import UnknownClaim
from knowledge.matching.meaning import Meaning, wordings
from knowledge.matching.retrieval import Retrieval
from knowledge.matching.wording import wording_of
from knowledge.model import Claim, Content, Outcome, Substance, TipOffPattern
from knowledge.reading.names import words_of
from knowledge.reading.vocabulary import GROUPS, Vocabulary, compile_vocabulary
from knowledge.storage.vectors import vectors_of

_MIXTURES = frozenset({"supplement mix", "supplement group", "unapproved product"})
"""Groups of substances without a name of their own; sold as "a natural remedy"."""


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
    content: Content, version: int = 0, last: Snapshot | None = None, *, meaning: bool = True
) -> Snapshot:
    """Index the published claims and the vocabulary of the content; drafts are left out. Without
    `meaning`, or without the extra for it, claims are found by words only.

    Most changes are of claims alone: then the vocabulary of the `last` snapshot is used again, as
    indexing it takes most of the time.
    """
    with _without_collecting():
        return _indexed(content, version, last, meaning=meaning)


def _indexed(content: Content, version: int, last: Snapshot | None, *, meaning: bool) -> Snapshot:
    published = tuple(sorted((c for c in content.claims if c.published), key=lambda c: c.id))
    by_substance: dict[str, list[Claim]] = {}
    for claim in published:
        by_substance.setdefault(claim.substance, []).append(claim)
    vocabulary = (
        last.vocabulary
        if last and _words(last.content) == _words(content)
        else compile_vocabulary(content)
    )
    indexed = Snapshot(
        content=content,
        vocabulary=vocabulary,
        claims={claim.id: claim for claim in published},
        by_substance={id_: tuple(claims) for id_, claims in by_substance.items()},
        retrieval=Retrieval(published, wording_of(published, vocabulary, content.cues)),
        meaning=_meaning(published) if meaning else Meaning(),
        of_groups=tuple(
            claim
            for substance in content.substances
            if substance.group in GROUPS | _MIXTURES
            for claim in by_substance.get(substance.id, ())
        ),
        version=version,
    )
    # Only of use while indexing.
    words_of.cache_clear()
    return indexed


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Everything that is made while indexing is kept: to look for garbage in it, again and again,
    takes longer than the indexing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _meaning(claims: tuple[Claim, ...]) -> Meaning:
    if not claims or not embedding.available():
        return Meaning()
    texts = [text for _, text in wordings(claims)]
    return Meaning(claims, vectors_of(texts, embedding.embed), embedding.embed)


def _words(content: Content) -> tuple[object, ...]:
    """All of a content that the vocabulary is made of."""
    return content.substances, content.outcomes, content.tip_offs, content.cues
