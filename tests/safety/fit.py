"""`python -m tests.safety.fit`: fit the models over pieces of words and over the vectors of the
tuned model of sentences (`python -m tests.safety.tune`, before this), and put them together.

How both are put together is learnt on messages that neither was fitted on; how well they tell the
kinds of these is printed. `--write` puts all in one file. Takes a quarter of an hour, and needs the
extras `semantic` and `fitting`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge.embedding import embed_alarms
from knowledge.reading import alarms
from knowledge.reading.alarms import BUCKETS, HEADS, pieces
from tests.safety.examples import examples, right
from tests.safety.report import report

_FREELY, _BY_VECTOR = 30.0, 2.5
"""How freely the models over words and over vectors follow the messages (the inverse of the
ridge)."""
_AT_ONCE = 64

Array = NDArray[np.float64]


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace the models")
    write = parser.parse_args().write
    given = examples()
    told, known = right(given)
    out = np.array([each.left_out for each in given])
    texts = [each.text for each in given]
    letters, vectors = _letters(texts), _vectors(texts)
    words = _fitted(letters[~out], told[~out], known[~out], freely=_FREELY, weight="balanced")
    heads = _fitted(vectors[~out], told[~out], known[~out], freely=_BY_VECTOR, weight=None)
    by_words = letters[out] @ words[:-1] + words[-1]
    by_vector = vectors[out] @ heads[:-1] + heads[-1]
    alone = _together([by_words], told[out], known[out])
    both = _together([by_words, by_vector], told[out], known[out])
    print("\nby letters")
    report(by_words * alone[0] + alone[1], told[out], known[out])
    print("\nwith meaning")
    report(by_words * both[0] + by_vector * both[1] + both[2], told[out], known[out])
    if write:
        np.savez_compressed(
            alarms.WEIGHTS,
            letters=words.astype(np.float16),
            vector=heads.astype(np.float32),
            by_letters=alone.astype(np.float32),
            by_meaning=both.astype(np.float32),
        )


def _letters(texts: Sequence[str]) -> Any:
    """The pieces of words of each text, as a sparse matrix."""
    rows = [pieces(text) for text in texts]
    weight = np.concatenate([np.full(len(row), 1 / np.sqrt(max(len(row), 1))) for row in rows])
    starts = np.cumsum([0, *map(len, rows)])
    return csr_matrix((weight, np.concatenate(rows), starts), shape=(len(rows), BUCKETS))


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    starts = range(0, len(texts), _AT_ONCE)
    return np.vstack([embed_alarms(list(texts[at : at + _AT_ONCE])) for at in starts])


def _fitted(inputs: Any, told: Any, known: Any, *, freely: float, weight: str | None) -> Array:
    """The weights of a logistic model for each kind: a row an input, the bias last."""
    found = []
    for column in range(len(HEADS)):
        rows = np.flatnonzero(known[:, column])
        model = LogisticRegression(C=freely, max_iter=3000, class_weight=weight)
        model.fit(inputs[rows], told[rows, column])
        found.append(np.append(model.coef_[0], model.intercept_))
    return np.stack(found, axis=1)


def _together(logits: Sequence[Array], told: Any, known: Any) -> Array:
    """What the log-odds of each kind are multiplied by, and what is added; a column a kind."""
    found = []
    for column in range(len(HEADS)):
        rows = known[:, column] > 0
        inputs = np.stack([each[rows, column] for each in logits], axis=1)
        model = LogisticRegression(C=1.0).fit(inputs, told[rows, column])
        found.append(np.append(model.coef_[0], model.intercept_))
    return np.stack(found, axis=1)


if __name__ == "__main__":
    main()
