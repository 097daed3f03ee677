"""`python -m tests.safety.fit`: fit the models that hear alarms, on the training messages alone.

Prints how well they do on messages that they were not fitted on, fold by fold; `--write` puts them
in their file. Needs the extras `semantic` and `fitting`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import embed
from knowledge.reading import alarms
from knowledge.reading.alarms import BUCKETS, GROUPS, HEADS, LONGEST, pieces
from knowledge.reading.normalise import clean
from tests.quality.messages import load as load_quality
from tests.safety import network

TRAINING = Path(__file__).parent / "training"
_FOLDS = 5
_NETWORKS = 3
"""Networks of a group, whose log-odds are averaged."""
_FREELY = 30.0
"""How freely the models over words follow the messages (the inverse of the ridge)."""
_MAY_BE_DEEDS = frozenset({"replaces", "safe-with", "is-safe", "not-needed", "how-to-take"})
_TAKEN = frozenset({"swallows", "injects", "inhales"})

Array = NDArray[np.float64]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A message with the kinds that it is of, by group; a group that is not there is not known."""

    text: str
    kinds: Mapping[str, frozenset[str]]


def examples() -> list[Example]:
    """All training messages; those of the quality set (its tuning part) besides."""
    none: frozenset[str] = frozenset()
    found = []
    for line in _lines("alarms"):
        found.append(Example(line["text"], {"urgent": frozenset({line["label"]} - {"none"})}))
    for line in _lines("dangers"):
        deeds = frozenset(line["labels"])
        # Whether somebody who swallowed something is poisoned, nobody has said.
        urgent = {} if deeds & _TAKEN else {"urgent": none}
        found.append(Example(line["text"], {"deeds": deeds, **urgent}))
    for line in _lines("tip_offs"):
        found.append(Example(line["text"], {"tip_offs": frozenset(line["labels"]), "urgent": none}))
    for message in load_quality():
        if not message.set_aside:
            kinds = {"urgent": none} if message.labels else dict.fromkeys(GROUPS, none)
            if not {label.relation for label in message.labels} & _MAY_BE_DEEDS:
                kinds["deeds"] = none
            found.append(Example(message.text, kinds))
    found += [Example(line["text"], {"urgent": none}) for line in _lines("ordinary")]
    return found


def _lines(name: str) -> Iterable[dict[str, Any]]:
    text = (TRAINING / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def features(given: list[Example]) -> tuple[Any, Array]:
    """(pieces of words as a sparse matrix, sentence vectors)."""
    from scipy.sparse import csr_matrix

    texts = [clean(each.text)[: 2 * LONGEST] for each in given]
    rows = [pieces(text) for text in texts]
    weight = np.concatenate([np.full(len(row), 1 / np.sqrt(max(len(row), 1))) for row in rows])
    starts = np.cumsum([0, *map(len, rows)])
    letters = csr_matrix((weight, np.concatenate(rows), starts), shape=(len(rows), BUCKETS))
    spoken = [text.lower() if text.isupper() else text for text in texts]
    return letters, np.vstack([embed(spoken[at : at + 64]) for at in range(0, len(spoken), 64)])


def logistic(inputs: Any, right: Array, freely: float) -> Array:
    """The weights of a logistic model, the bias last."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=freely, max_iter=3000, class_weight="balanced")
    model.fit(inputs, right)
    return np.append(model.coef_[0], model.intercept_)


def group(letters: Any, meaning: Vectors, right: Vectors, names: tuple[str, ...]) -> dict[str, Any]:
    """The models of a group, and how their log-odds are put together, learnt on messages that they
    were not fitted on."""
    folds = np.random.default_rng(1).integers(_FOLDS, size=len(right))
    by_words, by_vector = np.zeros(right.shape), np.zeros(right.shape)
    for fold in range(_FOLDS):
        rest, here = folds != fold, folds == fold
        by_vector[here] = alarms.through(
            meaning[here], network.fitted(meaning[rest], right[rest], fold)
        )
        for column in range(right.shape[1]):
            part = logistic(letters[rest], right[rest, column], _FREELY)
            by_words[here, column] = letters[here] @ part[:-1] + part[-1]
    alone, both, words = [], [], []
    for column, name in enumerate(names):
        told = right[:, column].astype(float)
        pair = np.stack([by_words[:, column], by_vector[:, column]], axis=1)
        alone.append(_calibrated(pair[:, :1], told))
        both.append(_calibrated(pair, told))
        words.append(logistic(letters, told, _FREELY))
        _report(name, told, {"by letters": pair[:, :1] @ alone[-1][:-1] + alone[-1][-1],
                             "with meaning": pair @ both[-1][:-1] + both[-1][-1]})  # fmt: skip
    networks = [network.fitted(meaning, right, seed) for seed in range(_NETWORKS)]
    return {"words": words, "alone": alone, "both": both, "networks": networks}


def _calibrated(logits: Array, told: Array) -> Array:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0).fit(logits, told)
    return np.append(model.coef_[0], model.intercept_)


def _report(name: str, told: Array, heard: Mapping[str, Array]) -> None:
    """What is found at some shares of false alarms, and the chance from which on it is."""
    print(f"{name}: {int(told.sum())} of {len(told)}")
    for how, logits in heard.items():
        order = np.sort(logits[told == 0])[::-1]
        for share in (0.01, 0.02, 0.05):
            least = order[int(share * len(order))]
            found, chance = (logits[told == 1] > least).mean(), 1 / (1 + np.exp(-least))
            print(f"  {how:13} false {share:.2f}: recall {found:.2f} from a chance of {chance:.2f}")


def main() -> None:
    """Print each kind; write the models where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the models")
    write = parser.parse_args().write
    given = examples()
    letters, vectors = features(given)
    middle = vectors.mean(axis=0).astype(np.float32)
    meaning = alarms.centred(vectors.astype(np.float32), middle)
    stored: dict[str, NDArray[Any]] = {"middle": middle}
    columns: dict[str, list[Array]] = {"words": [], "alone": [], "both": []}
    for name, kinds in GROUPS.items():
        known = np.array([name in each.kinds for each in given])
        right = np.array(
            [[kind in each.kinds[name] for kind in kinds] for each in given if name in each.kinds]
        ).astype(np.float32)
        found = group(letters[known], meaning[known], right, kinds)
        for key in columns:
            columns[key] += found[key]
        for number, layers in enumerate(found["networks"]):
            stored[f"{name} hidden {number}"] = layers.hidden.astype(np.float16)
            stored[f"{name} out {number}"] = layers.out.astype(np.float16)
    stored["letters"] = np.stack(columns["words"], axis=1).astype(np.float16)
    stored["by_letters"] = np.stack(columns["alone"], axis=1).astype(np.float32)
    stored["by_meaning"] = np.stack(columns["both"], axis=1).astype(np.float32)
    assert stored["letters"].shape == (BUCKETS + 1, len(HEADS))
    if write:
        np.savez_compressed(alarms.WEIGHTS, allow_pickle=False, **stored)


if __name__ == "__main__":
    main()
