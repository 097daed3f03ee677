"""`python -m tests.safety.fit`: fit the models that hear alarms, on the training messages alone.

Prints how well they do on messages that they were not fitted on, fold by fold; `--write` puts them
in their file. Needs the extra `semantic`, and scikit-learn, which nothing else here needs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import embed
from knowledge.reading.alarms import BUCKETS, HEADS, LONGEST, WEIGHTS, pieces
from knowledge.reading.normalise import clean
from tests.quality.messages import load as load_quality

TRAINING = Path(__file__).parent / "training"
_FOLDS = 5
_LETTERS, _MEANING = 30.0, 10.0
"""How freely the models follow the messages (the inverse of the ridge)."""
_URGENT = ("crisis", "poisoning")
_TAKEN = frozenset({"swallows", "injects", "inhales"})

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A message with what is known of it: for each head true, false, or nothing."""

    text: str
    known: tuple[bool | None, ...]


def examples() -> list[Example]:
    """All training messages; ordinary messages of the quality set (its tuning part) besides."""
    found = [*_alarms(), *_dangers()]
    ordinary = tuple(False if head in _URGENT else None for head in HEADS)
    plain = (False,) * len(HEADS)
    for message in load_quality():
        if not message.set_aside:
            found.append(Example(message.text, ordinary if message.labels else plain))
    return found


def _lines(name: str) -> Iterable[dict[str, Any]]:
    text = (TRAINING / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _alarms() -> Iterable[Example]:
    # Whether a medicine is stopped in them, or a baby given something, nobody has said.
    for line in _lines("alarms.jsonl"):
        known = tuple(head == line["label"] if head in _URGENT else None for head in HEADS)
        yield Example(line["text"], known)


def _dangers() -> Iterable[Example]:
    for line in _lines("dangers.jsonl"):
        labels = set(line["labels"])
        taken = bool(labels & _TAKEN)
        yield Example(
            line["text"],
            tuple((None if head == "poisoning" and taken else head in labels) for head in HEADS),
        )


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


def fitted(inputs: Any, right: Array, freely: float) -> Array:
    """The weights of a logistic model, the bias last."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=freely, max_iter=3000, class_weight="balanced")
    model.fit(inputs, right)
    return np.append(model.coef_[0], model.intercept_)


def head(letters: Any, meaning: Array, right: Array, folds: Array) -> dict[str, Array]:
    """One head: both models, and how their log-odds are put together, learnt on messages that they
    were not fitted on."""
    by_words, by_vector = np.zeros(len(right)), np.zeros(len(right))
    for fold in range(_FOLDS):
        rest, here = folds != fold, folds == fold
        part = fitted(letters[rest], right[rest], _LETTERS)
        by_words[here] = letters[here] @ part[:-1] + part[-1]
        part = fitted(meaning[rest], right[rest], _MEANING)
        by_vector[here] = meaning[here] @ part[:-1] + part[-1]
    alone = fitted(by_words[:, None], right, 1.0)
    both = fitted(np.stack([by_words, by_vector], axis=1), right, 1.0)
    heard = {"by letters": by_words * alone[0] + alone[1],
             "with meaning": by_words * both[0] + by_vector * both[1] + both[2]}  # fmt: skip
    for name, logits in heard.items():
        order = np.sort(logits[right == 0])[::-1]
        recalls = [f"{(logits[right == 1] > order[int(s * len(order))]).mean():.2f}"
                   for s in (0.01, 0.02, 0.05)]  # fmt: skip
        print(f"  {name:13} recall at 1, 2, 5 % false alarms: {', '.join(recalls)}")
    return {
        "letters": fitted(letters, right, _LETTERS),
        "meaning": fitted(meaning, right, _MEANING),
        "by_letters": alone,
        "by_meaning": both,
    }


def main() -> None:
    """Print each head; write the models where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the models")
    write = parser.parse_args().write
    given = examples()
    letters, meaning = features(given)
    folds = np.random.default_rng(1).integers(_FOLDS, size=len(given))
    found: dict[str, list[Array]] = {}
    for number, name in enumerate(HEADS):
        known = np.array([each.known[number] is not None for each in given])
        right = np.array([bool(each.known[number]) for each in given])[known].astype(float)
        print(f"{name}: {int(right.sum())} of {len(right)}")
        for part, value in head(letters[known], meaning[known], right, folds[known]).items():
            found.setdefault(part, []).append(value)
    if write:
        held = {part: np.stack(columns, axis=1) for part, columns in found.items()}
        np.savez_compressed(
            WEIGHTS,
            letters=held["letters"].astype(np.float16),
            meaning=held["meaning"].astype(np.float32),
            by_letters=held["by_letters"].astype(np.float32),
            by_meaning=held["by_meaning"].astype(np.float32),
        )


if __name__ == "__main__":
    main()
