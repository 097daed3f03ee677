"""Statements: each (substance, relation, outcome) that a message speaks of, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.assessment import Stance
from knowledge.model import Relation


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a statement being meant, each 0..1; inputs of the probability.

    named: how surely the substance is named; carried: it comes from the topic, not the sentence;
    carried_outcome: the effect comes from the line over a list;
    near: closeness of cue and outcome; cue: a relation is worded at all.
    """

    named: float = 1.0
    carried: bool = False
    carried_outcome: bool = False
    vague_substance: bool = False
    vague_outcome: bool = False
    outcome: float = 1.0
    cue: bool = False
    near: float = 0.0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a message says.

    `outcomes` are the ids that the same words may mean; `relation` is None when nothing words it.
    """

    substance: str
    relation: Relation | None
    outcomes: tuple[str, ...]
    stance: Stance
    quote: str
    sentence: int
    words: tuple[str, ...]
    signals: Signals

    def disputed(self) -> Statement:
        """The same statement, denied by what stands around it."""
        return replace(self, stance=Stance.DISPUTES)
