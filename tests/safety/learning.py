"""Learning by steps: the layers of the sentence model, and the heads on its vectors, together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from tests.safety import encoder
from tests.safety.model_file import ModelFile
from tests.safety.rounding import Blocks

_PART = 32
"""Messages of one step."""
_ALIKE = 40
"""Parts within which messages are put in the order of their length, so that little is filled up."""
_WARMING = 0.06
"""The share of steps in which the pace grows."""
_SLOWEST = 0.02
_DROPPED = 0.1
_STEEPEST = 1.0
"""The length that the slope of a step is cut to."""
_SCALE = 16.0
"""What vectors are multiplied by, so that the heads need no large weights."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often all messages are gone through, and how far a step moves the weights of layers, the
    factors of blocks and the heads; `shrink` is by how much of a step matrices become smaller."""

    rounds: int
    layers: float
    factors: float
    heads: float
    shrink: float


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages as they enter the first layer that is fitted, with their kinds, and whether these
    are known."""

    given: Sequence[Any]
    kinds: Any
    known: Any

    def some(self, numbers: Any) -> Messages:
        """Those of these numbers."""
        return Messages([self.given[n] for n in numbers], self.kinds[numbers], self.known[numbers])

    def padded(self) -> Iterator[tuple[Any, Any]]:
        """All of them, in parts: what enters, and what of it is there."""
        for part in self.parts():
            yield self.part(part)

    def part(self, numbers: NDArray[np.int64]) -> tuple[Any, Any]:
        """Some of them, filled up to the same length."""
        texts = [self.given[n] for n in numbers]
        there = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.bool)
        inputs = torch.zeros(*there.shape, encoder.WIDE)
        for row, text in enumerate(texts):
            there[row, : len(text)] = True
            inputs[row, : len(text)] = text
        return inputs, there

    def parts(self, random: np.random.Generator | None = None) -> list[NDArray[np.int64]]:
        """The numbers of all, in parts of about the same length; shuffled where `random`."""
        count = len(self.given)
        order = random.permutation(count) if random else np.arange(count)
        wide = _PART * _ALIKE if random else count
        found = []
        for start in range(0, count, wide):
            alike = sorted(order[start : start + wide], key=lambda number: len(self.given[number]))
            found += [np.array(alike[at : at + _PART]) for at in range(0, len(alike), _PART)]
        return [found[n] for n in random.permutation(len(found))] if random else found


@dataclass(slots=True)
class Tuning:
    """What is fitted: the weights of layers (those in `blocks` as they stand there), and the heads
    on the vectors that they make, which are only there to learn by."""

    weights: encoder.Tensors
    blocks: dict[str, Blocks]
    heads: Any
    bias: Any

    def logits(
        self, model: ModelFile, given: Any, there: Any, first: int, *, dropped: float = 0.0
    ) -> Any:
        """The log-odds of every kind for some texts, as they enter the `first` layer."""
        weights = self.weights | {name: held.weights() for name, held in self.blocks.items()}
        with torch.autocast("cpu", torch.bfloat16):
            for number in range(first, model.layers):
                layer = encoder.layer(weights, number)
                given = encoder.through(layer, model.heads, given, there, dropped=dropped)
        vectors = functional.dropout(encoder.vectors(given, there) * _SCALE, dropped)
        return functional.linear(vectors, self.heads, self.bias)

    def moved(self, first: int) -> list[Any]:
        """What of the layers from the `first` on is fitted: of blocks only their factors."""
        plain = [
            weights
            for name, weights in self.weights.items()
            if name not in self.blocks and int(name[1 : name.index(".")]) >= first
        ]
        return [*plain, *(held.factors for held in self.blocks.values())]


def entered(
    model: ModelFile, weights: encoder.Tensors, first: int, texts: Sequence[list[int]]
) -> list[Any]:
    """What enters the `first` layer for some texts, as numbers of pieces: what is below it stays as
    it is, and is gone through once."""
    ground, nothing = encoder.ground_of(model), model.specials[2]
    found: list[Any] = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    with torch.no_grad():
        for some in (order[at : at + _PART] for at in range(0, len(order), _PART)):
            long = len(texts[some[-1]])
            numbers = torch.tensor([texts[n] + [nothing] * (long - len(texts[n])) for n in some])
            given, there = encoder.begun(ground, numbers), numbers != nothing
            for number in range(first):
                given = encoder.through(encoder.layer(weights, number), model.heads, given, there)
            for row, n in enumerate(some):
                found[n] = given[row, : len(texts[n])].to(torch.bfloat16)
    return found


def learn(
    tuning: Tuning, model: ModelFile, messages: Messages, pace: Pace, first: int
) -> Iterator[int]:
    """Fit to messages, from the `first` layer on; gives the number of each round when it is
    done."""
    random = np.random.default_rng(1)
    layers, heads = tuning.moved(first), [tuning.heads, tuning.bias]
    for each in (*layers, *heads):
        each.requires_grad_()
    steps = torch.optim.AdamW(
        [
            {"params": _of(layers, 1), "lr": pace.layers},
            {"params": _of(layers, 2), "lr": pace.layers, "weight_decay": pace.shrink},
            {"params": _of(layers, 3), "lr": pace.factors},
            {"params": heads, "lr": pace.heads},
        ],
        weight_decay=0.0,
    )
    every = pace.rounds * len(messages.parts())
    slower = torch.optim.lr_scheduler.LambdaLR(steps, lambda step: _paced(step / every))
    for number in range(pace.rounds):
        for part in messages.parts(random):
            logits = tuning.logits(model, *messages.part(part), first, dropped=_DROPPED)
            wrong = functional.binary_cross_entropy_with_logits(
                logits, messages.kinds[part], reduction="none"
            )
            steps.zero_grad()
            ((wrong * messages.known[part]).sum() / len(part)).backward()
            torch.nn.utils.clip_grad_norm_(layers, _STEEPEST)
            steps.step()
            slower.step()
        yield number


def _of(weights: Sequence[Any], sides: int) -> list[Any]:
    """Those with so many sides: lists have one, matrices two, the factors of blocks three."""
    return [each for each in weights if each.ndim == sides]


def _paced(share: float) -> float:
    """The pace when a share of all steps is done: grows fast, then sinks."""
    if share < _WARMING:
        return max(share / _WARMING, 1e-3)
    return max(_SLOWEST, (1 - share) / (1 - _WARMING))


def heard(tuning: Tuning, model: ModelFile, messages: Messages, first: int) -> Any:
    """The log-odds of every kind, a row a message."""
    found = torch.zeros_like(messages.kinds)
    with torch.no_grad():
        for part in messages.parts():
            found[part] = tuning.logits(model, *messages.part(part), first).float()
    return found
