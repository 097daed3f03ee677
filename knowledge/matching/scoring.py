"""One probability for a candidate, from its signals: a logistic model with readable weights."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml

from knowledge.model import Decision, Relation

_WEIGHTS = Path(__file__).parent / "weights.yaml"

R = Relation
# How well a claim of the second relation answers a message of the first; 1 for the same, else 0.
# Set by hand; `make quality` measures their effect.
_KINDRED: dict[tuple[Relation | None, Relation], float] = {
    (R.IMPROVES, R.PREVENTS): 0.45,
    (R.PREVENTS, R.IMPROVES): 0.45,
    (R.IMPROVES, R.REPLACES): 0.2,
    (R.REPLACES, R.IMPROVES): 0.3,
    (R.REPLACES, R.SAFE_WITH): 0.1,
    (None, R.IMPROVES): 0.6,
    (None, R.PREVENTS): 0.55,
    (None, R.HARMS): 0.4,
    (None, R.SAFE_WITH): 0.7,
    (None, R.REPLACES): 0.35,
    (None, R.IS_SAFE): 0.3,
    (None, R.HOW_TO_TAKE): 0.3,
    (None, R.NOT_NEEDED): 0.3,
}


@dataclass(frozen=True, slots=True)
class Features:
    """The signals of one candidate, each 0..1; the names are those of the weights file."""

    relation: float = 0.0
    named: float = 0.0
    outcome: float = 0.0
    carried: float = 0.0
    carried_outcome: float = 0.0
    vague_substance: float = 0.0
    vague_outcome: float = 0.0
    cue: float = 0.0
    near: float = 0.0
    alone: float = 0.0
    likeness: float = 0.0
    repeated: float = 0.0
    retrieved: float = 0.0


@cache
def weights(file: Path = _WEIGHTS) -> dict[str, float]:
    """The weights and thresholds of the model."""
    loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(name): float(value) for name, value in loaded.items()}


def compatibility(said: Relation | None, reviewed: Relation) -> float:
    """How well a claim of the reviewed relation answers what was said, 0..1. Opposites give 0."""
    if said is reviewed:
        return 1.0
    return _KINDRED.get((said, reviewed), 0.0)


def probability(features: Features) -> float:
    """The probability (0..1) that the message makes this claim."""
    model = weights()
    logit = model["bias"] + sum(
        model[field.name] * getattr(features, field.name) for field in fields(features)
    )
    return 1 / (1 + math.exp(-logit))


def decide(chance: float) -> Decision | None:
    """Answer, ask, or (None) say nothing of it."""
    model = weights()
    if chance >= model["answer_from"]:
        return Decision.ANSWER
    if chance >= model["ask_from"]:
        return Decision.ASK
    return None
