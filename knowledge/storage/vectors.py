"""Vectors of texts, kept on disk: computing one takes milliseconds, and there are thousands."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
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
SHIPPED = Path(__file__).parents[1] / "library" / "vectors.npz"
"""Those of the library's own wordings, so that a first start need not make them: whole numbers of
one byte, each row with its factor. `python -m knowledge vectors` writes it anew."""
_BATCH = 64
_MOST = 50_000
"""Vectors that are kept: 40 MB."""


def vectors_of(
    texts: Sequence[str], embed: Embed, folder: Path | None = None, library: Path = SHIPPED
) -> Vectors:
    """One row a text: as it came with the `library`, from the cache, or from `embed`; what was new
    is kept for the next time.

    `folder` is the place of the cache, by default that of this user. One that cannot be used only
    costs the time to compute all anew.
    """
    file = (folder or cache.folder()) / NAME
    keys = [_key(text) for text in texts]
    came = shipped(library)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in came}
    own = _load(file)
    if not own.keys() >= missing.keys():
        with cache.alone(file):
            # Another process may have made them meanwhile.
            own = _load(file)
            _make({key: text for key, text in missing.items() if key not in own}, embed, own)
            # What is in use now is kept longest; of the rest as much as there is room for.
            _save(file, {**{key: own[key] for key in missing}, **own})
    known = {**own, **came}
    return np.array([known[key] for key in keys], dtype=np.float32)


def _make(fresh: dict[str, str], embed: Embed, own: dict[str, Any]) -> None:
    """Add the vectors of these texts."""
    new, wanted = list(fresh), list(fresh.values())
    for at in range(0, len(new), _BATCH):
        # As they are kept, so that the first time is like every other.
        rows = embed(wanted[at : at + _BATCH]).astype(np.float16)
        own.update(zip(new[at : at + _BATCH], rows, strict=True))


def shipped(file: Path = SHIPPED) -> dict[str, Any]:
    """The vectors that come with the library; none where the file is not there or spoilt."""
    try:
        with file.open("rb") as stream, np.load(stream) as held:
            rows = held["rows"].astype(np.float16) * held["factors"][:, None]
            return dict(zip(held["keys"].tolist(), rows, strict=True))
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile):
        return {}


def ship(
    texts: Sequence[str], embed: Embed, file: Path = SHIPPED, folder: Path | None = None
) -> int:
    """Write the vectors of these texts to the file that comes with the library; gives back how
    many. `folder` is the place of the cache."""
    wanted = list(dict.fromkeys(texts))
    rows = vectors_of(wanted, embed, folder, library=Path("nowhere"))
    factors = np.abs(rows).max(axis=1) / 127
    whole = np.round(rows / factors[:, None]).astype(np.int8)
    keys = np.array([_key(text) for text in wanted])
    np.savez_compressed(file, keys=keys, rows=whole, factors=factors.astype(np.float16))
    return len(keys)


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
