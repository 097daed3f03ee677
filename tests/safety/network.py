"""A network that tells all kinds of a group apart: one hidden layer, fitted with dropout, as a
vector of a sentence must not be learnt by heart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.alarms import Layers

_HIDDEN = 256
_ROUNDS = 40
_PART = 128
"""Messages of one step."""
_PACE = 0.002
_SHRINK = 1e-4
_DROPPED_INPUTS, _DROPPED_HIDDEN = 0.1, 0.3
_SCALE = 16.0
_RARE = -3.0
"""The log-odds of every kind at the start."""

Array = NDArray[np.float32]


@dataclass(slots=True)
class _Step:
    """Adam (Kingma and Ba, 2015) for one array of weights, with decoupled decay."""

    weights: Array
    shrink: float
    first: Array
    second: Array

    def take(self, slope: Array, pace: float, number: int) -> None:
        self.first = 0.9 * self.first + 0.1 * slope
        self.second = 0.999 * self.second + 0.001 * slope**2
        first, second = self.first / (1 - 0.9**number), self.second / (1 - 0.999**number)
        self.weights -= pace * (first / (np.sqrt(second) + 1e-8) + self.shrink * self.weights)


def fitted(inputs: Array, right: Array, seed: int) -> Layers:
    """The weights for some vectors with the kinds that each is of."""
    random = np.random.default_rng(seed)
    size, kinds = inputs.shape[1], right.shape[1]
    hidden, out = _start(random, size, _HIDDEN, 0.0), _start(random, _HIDDEN, kinds, _RARE)
    steps = [_step(hidden[:-1], _SHRINK), _step(hidden[-1], 0), _step(out[:-1], _SHRINK),
             _step(out[-1], 0)]  # fmt: skip
    parts = -(-len(inputs) // _PART)
    for turn in range(_ROUNDS):
        order = random.permutation(len(inputs))
        for part in range(parts):
            chosen = order[part * _PART : (part + 1) * _PART]
            given, told = inputs[chosen], right[chosen]
            number = turn * parts + part + 1
            pace = _PACE * (1 - number / (_ROUNDS * parts)) + 1e-5
            for step, slope in zip(steps, _slopes(random, hidden, out, given, told), strict=True):
                step.take(slope, pace, number)
    return Layers(hidden, out)


def _start(random: np.random.Generator, size: int, wide: int, bias: float) -> Array:
    weights = random.normal(0, np.sqrt(2 / size), (size + 1, wide)).astype(np.float32)
    weights[-1] = bias
    return weights


def _step(weights: Array, shrink: float) -> _Step:
    return _Step(weights, shrink, np.zeros_like(weights), np.zeros_like(weights))


def _slopes(
    random: np.random.Generator, hidden: Array, out: Array, given: Array, told: Array
) -> tuple[Array, Array, Array, Array]:
    """How the error changes with the weights and biases of both layers."""
    given = given * _kept(random, given.shape, _DROPPED_INPUTS)
    before = given @ hidden[:-1] + hidden[-1]
    kept = _kept(random, before.shape, _DROPPED_HIDDEN)
    inner = np.maximum(before, 0) * kept
    chances = 1 / (1 + np.exp(-(inner @ out[:-1] + out[-1])))
    error = (chances - told) * np.float32(_SCALE / len(given))
    back = (error @ out[:-1].T) * kept * (before > 0)
    return given.T @ back, back.sum(axis=0), inner.T @ error, error.sum(axis=0)


def _kept(random: np.random.Generator, shape: tuple[int, ...], dropped: float) -> Array:
    kept = random.random(shape, dtype=np.float32) >= dropped
    return np.asarray(kept / np.float32(1 - dropped), dtype=np.float32)
