"""Stored claims, read when asked for: a base may hold more than fit in memory as values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from knowledge.library import contacts, records
from knowledge.model import Claim, Content
from knowledge.numbered import NumberedClaims
from knowledge.texts import Texts

_AT_HAND = 5_000
"""Claims that are held as values: 25 MB."""


class StoredClaims(NumberedClaims):
    """Claims over their stored bodies (JSON); compares like a tuple of claims."""

    def __init__(self, bodies: Texts) -> None:
        self.bodies = bodies
        # Not a method: what refers to itself is only gone when the garbage collector comes by.
        self._held = lru_cache(maxsize=_AT_HAND)(lambda number: _read(bodies[number]))

    def __len__(self) -> int:
        return len(self.bodies)

    def claim(self, number: int) -> Claim:
        return self._held(number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(len(self))


def _read(written: str) -> Claim:
    body = json.loads(written)
    return records.claim({k: v for k, v in body.items() if k != "substance"}, body["substance"])


def content_of(bodies: Texts, vocabulary: Iterable[str]) -> Content:
    """Content from bodies of claims, and of the vocabulary as JSON of (kind, id, body)."""
    by_kind: dict[str, list[Any]] = {}
    for kind, id_, body in map(json.loads, vocabulary):
        by_kind.setdefault(kind, []).append((id_, body))
    return Content(
        claims=StoredClaims(bodies),
        substances=tuple(records.substance(body) for _, body in by_kind.get("substance", ())),
        outcomes=tuple(records.outcome(body) for _, body in by_kind.get("outcome", ())),
        tip_offs=tuple(records.tip_off(body) for _, body in by_kind.get("tip-off", ())),
        medicines=tuple(records.medicine(body) for _, body in by_kind.get("medicine", ())),
        helplines=tuple(contacts.helplines(body) for _, body in by_kind.get("helplines", ())),
        dangers=tuple(records.danger(body) for _, body in by_kind.get("danger", ())),
        cues={
            id_: {language: tuple(words) for language, words in body.items()}
            for id_, body in by_kind.get("cue", ())
        },
    )
