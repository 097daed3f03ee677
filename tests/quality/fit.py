"""`python -m tests.quality.fit`: fit the weights of the matching model on the tuning part.

Prints the fitted file; nothing is written, so that a person looks at it first. Logistic regression
with a small ridge penalty (Newton steps), one example for each (message, claim); then the lowest
threshold at which answers reach the wanted precision.
"""

from __future__ import annotations

from dataclasses import astuple, fields

import numpy as np
from numpy.typing import NDArray

from knowledge import Snapshot, load_library, snapshot
from knowledge.matching.assess import candidates_of, model_of
from knowledge.matching.scoring import Features
from knowledge.matching.scoring import probability as strength
from knowledge.reading.reader import read
from tests.quality.messages import Message, load
from tests.quality.score import right_answers

PRECISION = 0.95
RIDGE = 1.0
_NAMES = [field.name for field in fields(Features)]
_SIGNS = {"carried": -1, "carried_outcome": -1, "vague_substance": -1, "vague_outcome": -1,
          "topical": -1, "bare": -1, "loose": -1}  # fmt: skip
"""What a signal can only do; the others can only speak for a claim."""

Array = NDArray[np.float64]


def examples(messages: list[Message], base: Snapshot) -> tuple[Array, Array]:
    """(features, right or not), the strongest candidate of each claim in each message."""
    model = model_of(base)
    rows: list[tuple[float, ...]] = []
    right: list[float] = []
    for message in messages:
        wanted = frozenset[str]().union(*(right_answers(o, base) for o in message.labels))
        best: dict[str, Features] = {}
        for candidate in candidates_of(read(message.text, base.vocabulary), base):
            id_, features = candidate.claim.id, candidate.features
            if id_ not in best or strength(features, model) > strength(best[id_], model):
                best[id_] = features
        for id_, features in best.items():
            rows.append(astuple(features))
            right.append(float(id_ in wanted))
    return np.array(rows), np.array(right)


def fit(rows: Array, right: Array) -> tuple[float, Array]:
    """(bias, weights) by projected Newton steps: no weight takes a sign that makes no sense."""
    signs = np.array([0.0] + [_SIGNS.get(name, 1) for name in _NAMES])
    inputs = np.hstack([np.ones((len(rows), 1)), rows])
    weights = np.zeros(inputs.shape[1])
    penalty = np.full(len(weights), RIDGE)
    penalty[0] = 1e-3
    for _ in range(60):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (chance - right) + penalty * weights
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + np.diag(penalty)
        weights = weights - 0.5 * np.linalg.solve(curvature, gradient)
        wrong = weights * signs < 0
        weights[wrong] = 0.0
    return float(weights[0]), weights[1:]


def threshold(chances: Array, right: Array) -> float:
    """The lowest chance from which on answers are right often enough."""
    order = np.argsort(-chances)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.nonzero(precision >= PRECISION)[0]
    return float(chances[order][good[-1]]) if len(good) else 1.0


def main() -> None:
    """Print both models of the weights file."""
    content = load_library()
    messages = [message for message in load() if not message.set_aside]
    for meaning in (False, True):
        base = snapshot(content, meaning=meaning)
        print(f"{model_of(base).value}:")
        _print_model(*examples(messages, base))


def _print_model(rows: Array, right: Array) -> None:
    bias, weights = fit(rows, right)
    chances = 1 / (1 + np.exp(-(rows @ weights + bias)))
    print(f"  # {len(rows)} candidates, {right.mean():.0%} right")
    print(f"  bias: {bias:.2f}")
    for name, weight in zip(_NAMES, weights, strict=True):
        print(f"  {name}: {weight:.2f}")
    print(f"  answer_from: {threshold(chances, right):.2f}")
    for level in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = chances >= level
        print(f"  # from {level}: {kept.sum()} answers, {right[kept].mean():.3f} right")


if __name__ == "__main__":
    main()
