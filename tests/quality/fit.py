"""`python -m tests.quality.fit`: fit the weights of the matching models on the tuning part.

Prints the fitted models; `--write` puts them in their files, with the thresholds that stand
there. Logistic regression with a small ridge penalty (Newton steps), one example for each
(message, claim). Before that, the direction in which sentences that claim something lie; each
message is weighed with one that was fitted without it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge import Snapshot, load_library, snapshot
from knowledge.matching import scoring
from knowledge.matching.assess import candidates_of, model_of
from knowledge.matching.scoring import Features, Model
from knowledge.matching.scoring import probability as strength
from knowledge.reading.reader import read
from tests.quality.messages import Message, load

RIDGE = 1.0
_DIRECTION_RIDGE = 0.2
_FOLDS = 5
_NAMES = [field.name for field in fields(Features)]
_AGAINST = ("carried", "carried_outcome", "vague_substance", "vague_outcome", "bare", "loose",
            "behind", "general")  # fmt: skip
_EITHER = ("topical", "long", "aspect", "sole", "first")
_SIGNS = dict.fromkeys(_AGAINST, -1) | dict.fromkeys(_EITHER, 0)
"""What a signal can only do; the others can only speak for a claim."""
_HEAD = """\
# The logistic models that turn the signals of a candidate into one probability: by words only, and
# with meaning (the extra `semantic`). Fitted by `python -m tests.quality.fit --write` on the tuning
# part of the quality set; each weight multiplies a signal of 0..1 (knowledge/matching/scoring.py
# says what each is). Thresholds are set by hand after its table of precisions; lower for dangers,
# where silence is worse.
"""

_ASSERTING = """\
# The direction of sentence vectors in which sentences that claim something lie, and its bias.
asserting:
"""

Array = NDArray[np.float64]


def examples(messages: list[Message], base: Snapshot) -> tuple[Array, Array]:
    """(features, right or not), the strongest candidate of each claim in each message."""
    model = model_of(base)
    directions = _directions(messages, base)
    rows: list[tuple[float, ...]] = []
    right: list[float] = []
    for message in messages:
        if directions:
            base.meaning.direction = directions[_fold(message)]
        wanted = frozenset[str]().union(*(right(o.said, base) for o in message.labels))
        best: dict[str, Features] = {}
        for candidate in candidates_of(read(message.text, base.vocabulary), base):
            id_, features = candidate.claim.id, candidate.features
            if id_ not in best or strength(features, model) > strength(best[id_], model):
                best[id_] = features
        for id_, features in best.items():
            rows.append(astuple(features))
            right.append(float(id_ in wanted))
    return np.array(rows), np.array(right)


def _fold(message: Message) -> int:
    return crc32(f"fold {message.id}".encode()) % _FOLDS


def _directions(messages: list[Message], base: Snapshot) -> dict[int, NDArray[np.float32]]:
    """For each fold, the direction fitted without it."""
    if not base.meaning.active:
        return {}
    return {
        fold: direction([each for each in messages if _fold(each) != fold], base)
        for fold in range(_FOLDS)
    }


def direction(messages: list[Message], base: Snapshot) -> NDArray[np.float32]:
    """The weights of a sentence vector, and the bias, by which sentences that claim something are
    told from those that do not: both kinds count alike."""
    pairs = [pair for message in messages for pair in _sentences(message, base)]
    inputs = np.array([np.append(vector, 1.0) for vector, _ in pairs])
    claims = np.array([float(claims) for _, claims in pairs])
    share = claims.mean()
    importance = np.where(claims > 0, 0.5 / share, 0.5 / (1 - share))
    weights = np.zeros(inputs.shape[1])
    penalty = np.full(len(weights), _DIRECTION_RIDGE)
    penalty[-1] = 1e-3
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (importance * (chance - claims)) + penalty * weights
        slope = importance * chance * (1 - chance)
        curvature = (inputs * slope[:, None]).T @ inputs + np.diag(penalty)
        weights = weights - 0.7 * np.linalg.solve(curvature, gradient)
    return weights.astype(np.float32)


def _sentences(message: Message, base: Snapshot) -> Iterator[tuple[NDArray[np.float32], bool]]:
    """(vector, whether it claims something): of a message with claims, the sentences that speak of
    a substance and an effect; of one without, all."""
    reading = read(message.text, base.vocabulary)
    for one, subjects in zip(reading.sentences, reading.subjects, strict=True):
        if one.sentence.text.strip() and (not message.labels or (subjects and one.outcomes)):
            yield base.meaning.raw(one.sentence.text[:600]), bool(message.labels)


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
        weights[weights * signs < 0] = 0.0
    return float(weights[0]), weights[1:]


def main() -> None:
    """Print both models of the weights file; write them where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.fit")
    parser.add_argument("--write", action="store_true", help="put the models in their files")
    write = parser.parse_args().write
    content = load_library()
    messages = [message for message in load() if not message.set_aside]
    text = _HEAD
    for meaning in (False, True):
        base = snapshot(content, meaning=meaning)
        text += _model(model_of(base), *examples(messages, base))
    values = direction(messages, base) if base.meaning.active else scoring.asserting()
    text += _ASSERTING + "".join(f"  - {float(value):.3f}\n" for value in values)
    if write:
        Path(scoring.WEIGHTS).write_text(text, encoding="utf-8")


def _model(model: Model, rows: Array, right: Array) -> str:
    bias, weights = fit(rows, right)
    chances = 1 / (1 + np.exp(-(rows @ weights + bias)))
    lines = [f"{model.value}:", f"  bias: {bias:.2f}"]
    lines += [f"  {name}: {weight:.2f}" for name, weight in zip(_NAMES, weights, strict=True)]
    lines += [f"  {name}: {scoring.weights(model)[name]:g}" for name in scoring.THRESHOLDS]
    print("\n".join(lines))
    print(f"  # {len(rows)} candidates, {right.mean():.0%} right")
    for low in np.arange(0.0, 1.0, 0.1):
        kept = chances >= low
        here = kept & (chances < low + 0.1)
        print(
            f"  # {low:.1f} to {low + 0.1:.1f}: {here.sum()} candidates, {_share(right[here])} "
            f"right; from {low:.1f} on {kept.sum()}, {_share(right[kept])} right"
        )
    return "\n".join(lines) + "\n"


def _share(right: Array) -> str:
    return f"{right.mean():.3f}" if len(right) else "-"


if __name__ == "__main__":
    main()
