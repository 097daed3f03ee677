"""One probability for a candidate, from its signals: a logistic model with readable weights."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from knowledge.assessment import Decision
from knowledge.model import Relation

WEIGHTS = Path(__file__).parent / "weights.yaml"
THRESHOLDS = ("answer_from", "danger_from", "ask_from")

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
    bare: float = 0.0
    acts: float = 0.0
    loose: float = 0.0
    alike: float = 0.0
    topical: float = 0.0
    apart: float = 0.0
    heading: float = 0.0
    worded: float = 0.0
    meaning: float = 0.0
    only: float = 0.0
    spoken: float = 0.0
    beside: float = 0.0
    sole: float = 0.0
    first: float = 0.0
    anywhere: float = 0.0
    worded_anywhere: float = 0.0
    ahead: float = 0.0
    behind: float = 0.0
    long: float = 0.0
    general: float = 0.0
    aspect: float = 0.0
    swap: float = 0.0
    asserting: float = 0.0
    asserting_anywhere: float = 0.0


class Model(StrEnum):
    """Which signals there are: words only, or meaning too. Each has weights of its own."""

    WORDS = "words"
    MEANING = "meaning"


@cache
def weights(model: Model) -> dict[str, float]:
    """The weights and thresholds of a model."""
    loaded = yaml.load(WEIGHTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)[model.value]
    return {str(name): float(value) for name, value in loaded.items()}


@cache
def asserting() -> tuple[float, ...]:
    """The direction of sentence vectors in which sentences that claim something lie, and its bias
    (the last number)."""
    loaded = yaml.load(WEIGHTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["asserting"]
    return tuple(float(value) for value in loaded)


def compatibility(said: Relation | None, reviewed: Relation) -> float:
    """How well a claim of the reviewed relation answers what was said, 0..1. Opposites give 0."""
    if said is reviewed:
        return 1.0
    return _KINDRED.get((said, reviewed), 0.0)


def probability(features: Features, model: Model) -> float:
    """The probability (0..1) that the message makes this claim."""
    weight = weights(model)
    logit = weight["bias"] + sum(
        weight[field.name] * getattr(features, field.name) for field in fields(features)
    )
    return 1 / (1 + math.exp(-logit))


def decide(chance: float, model: Model, *, danger: bool = False) -> Decision | None:
    """Answer, ask, or (None) say nothing of it. A danger is answered from a lower chance on: to be
    silent on one is worse than to name one too many."""
    if chance >= weights(model)["danger_from" if danger else "answer_from"]:
        return Decision.ANSWER
    if chance >= weights(model)["ask_from"]:
        return Decision.ASK
    return None
