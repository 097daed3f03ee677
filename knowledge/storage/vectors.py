"""Vectors of texts, kept on disk: computing one takes milliseconds, and there are thousands."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.storage import cache

Vectors = NDArray[np.float32]
Embed = Callable[[list[str]], Vectors]
NAME = "vectors.npz"
"""The file in the folder of the cache."""
_BATCH = 64
_MOST = 50_000
"""Vectors that are kept: 40 MB."""


def vectors_of(texts: Sequence[str], embed: Embed, folder: Path | None = None) -> Vectors:
    """One row a text, from the cache or from `embed`; what was new is kept for the next time.

    `folder` is the place of the cache, by default that of this user. One that cannot be used only
    costs the time to compute all anew.
    """
    file = (folder or cache.folder()) / NAME
    keys = [_key(text) for text in texts]
    known = _load(file)
    if known.keys() >= set(keys):
        return np.array([known[key] for key in keys], dtype=np.float32)
    with _alone(file):
        # Another process may have made them meanwhile.
        known = _load(file)
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        new, wanted = list(fresh), list(fresh.values())
        for at in range(0, len(new), _BATCH):
            # As they are kept, so that the first time is like every other.
            rows = embed(wanted[at : at + _BATCH]).astype(np.float16)
            known.update(zip(new[at : at + _BATCH], rows, strict=True))
        # What is in use now is kept longest; of the rest as much as there is room for.
        if fresh:
            _save(file, {**{key: known[key] for key in keys}, **known})
    return np.array([known[key] for key in keys], dtype=np.float32)


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Several processes that start together make the vectors once, and the others wait."""
    try:
        import fcntl

        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.with_suffix(".lock").open("w")
    except (ImportError, OSError):
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _load(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream, np.load(stream) as held:
            return dict(zip(held["keys"].tolist(), held["rows"], strict=True))
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile):
        return {}


def _save(file: Path, rows: dict[str, Any]) -> None:
    part = file.with_name(f"{file.stem}.{os.getpid()}.npz")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = list(rows)[:_MOST]
        held = np.array([rows[key] for key in kept], dtype=np.float16)
        np.savez(part, keys=np.array(kept), rows=held)
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
