"""Messages that a change is tried on, with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Relation
from knowledge.snapshot import Snapshot

_GOOD, _BAD = frozenset({Relation.IMPROVES, Relation.PREVENTS}), frozenset({Relation.HARMS})
_OPPOSITE: dict[str, frozenset[Relation]] = {
    Relation.IMPROVES: _BAD,
    Relation.PREVENTS: _BAD,
    Relation.HARMS: _GOOD,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a message says, as a person read it. `claims` are those that answer it in that
    person's eyes; none where it was not reviewed yet."""

    substance: str
    relation: str
    outcome: str
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tried:
    """A message. `expected` are the claims that it should get, None where nobody knows; `said` is
    all that it says, where that is known."""

    id: str
    text: str
    expected: frozenset[str] | None = None
    said: tuple[Said, ...] = ()


def right(said: Said, base: Snapshot) -> frozenset[str]:
    """The claims that answer what is said: those of the same substance and outcome that are not on
    the opposite, and those that a person named."""
    opposite = _OPPOSITE.get(said.relation, frozenset())
    same = (
        claim.id
        for claim in base.by_substance.get(said.substance, ())
        if claim.outcome == said.outcome and claim.relation not in opposite
    )
    return said.claims.union(same)


def goals(tried: Tried, base: Snapshot) -> tuple[frozenset[str], ...]:
    """For each thing that a message says, the claims of which one should be found."""
    if tried.said:
        return tuple(right(said, base) for said in tried.said)
    return tuple(frozenset({id_}) for id_ in sorted(tried.expected or ()))
