"""Statements: what a message says, as values."""

from __future__ import annotations

from dataclasses import replace

from knowledge import Relation, Stance
from knowledge.reading.statements import Signals, Statement

CURES = Statement(
    substance="nmn",
    relation=Relation.IMPROVES,
    outcomes=("depression",),
    stance=Stance.ASSERTS,
    quote="NMN cures depression",
    sentence=0,
    words=("nmn", "depression"),
    signals=Signals(cue=True, near=1.0),
)


def test_a_disputed_statement_differs_in_its_stance_only() -> None:
    assert CURES.disputed() == replace(CURES, stance=Stance.DISPUTES)


def test_the_original_stays_as_it_was() -> None:
    CURES.disputed()
    assert CURES.stance is Stance.ASSERTS
