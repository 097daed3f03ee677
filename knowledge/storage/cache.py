"""Arrays that are kept on disk because making them takes long; a loss only costs that time.

A file is a line with a checksum and JSON that says what follows, then the arrays as they are in
memory, which are mapped and not read. Nothing in it is ever run.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.texts import Texts

BASE, LIBRARY = "base", "library"
"""Kinds of what is kept: the index of a base, and what was read of a library folder."""
Held = Mapping[str, "NDArray[Any] | Texts"]
_ALIGNED = 64
_AT_ONCE = 1 << 20
_FILES = 3
"""Of each kind: this one, the one before, and one of somebody who tries things."""
_ROOM, _MOST = 1 << 26, 50
"""Bytes up to which more are kept, and how many at most: small bases take no room."""
_TYPES = frozenset({"uint8", "int32", "int64", "uint64", "float32"})


def folder() -> Path:
    """The place of this user's caches."""
    place = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Path(place) / "grain-of-salt"


def load(key: str, place: Path | None = None, kind: str = BASE) -> dict[str, Any] | None:
    """What was saved under this key; None when nothing was, or it is not whole."""
    file = _file(key, place, kind)
    try:
        with file.open("rb") as stream:
            expected, _, written = stream.readline(_AT_ONCE).rstrip(b"\n").partition(b" ")
            start = _next(stream.tell())
            stream.seek(start)
            check = zlib.crc32(written)
            while part := stream.read(_AT_ONCE):
                check = zlib.crc32(part, check)
        if int(expected, 16) != check:
            return None
        head = json.loads(written)
        if head["key"] != key:
            return None
        mapped = np.memmap(file, mode="r", dtype=np.uint8, offset=start)
        arrays = {name: _array(mapped, *about) for name, about in head["arrays"].items()}
        found = {name: _whole(name, arrays) for name in head["names"]}
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        return None
    with contextlib.suppress(OSError):
        # What was used last is forgotten last.
        os.utime(file)
    return found


def save(key: str, held: Held, place: Path | None = None, kind: str = BASE) -> None:
    """Keep arrays and texts under this key, all or nothing; a full disk is no fault."""
    file = _file(key, place, kind)
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(part, key, held)
        part.replace(file)
        _forget_old(file, kind)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Several processes that start together make what lies in a file once, and the others wait."""
    try:
        import fcntl

        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.with_suffix(".lock").open("w")
    except (ImportError, OSError):
        yield
        return
    with lock:
        # Some network drives know no locks; then each makes its own.
        with contextlib.suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, key: str, held: Held) -> None:
    arrays = _arrays(held)
    about: dict[str, tuple[str, list[int], int]] = {}
    at = 0
    for name, array in arrays.items():
        about[name] = array.dtype.name, list(array.shape), at
        at = _next(at + array.nbytes)
    head = json.dumps({"key": key, "names": list(held), "arrays": about}).encode()
    check = zlib.crc32(head)
    for array in arrays.values():
        check = zlib.crc32(array.view(np.uint8).data, check)
        check = zlib.crc32(_padding(array.nbytes), check)
    with file.open("wb") as stream:
        stream.write(b"%08x %s\n" % (check, head))
        stream.write(_padding(stream.tell()))
        for array in arrays.values():
            stream.write(array.view(np.uint8).data)
            stream.write(_padding(array.nbytes))


def _arrays(held: Held) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for name, value in held.items():
        if isinstance(value, Texts):
            found[f"{name}.written"], found[f"{name}.ends"] = value.written, value.ends
        else:
            found[name] = value
    return {name: np.ascontiguousarray(array) for name, array in found.items()}


def _whole(name: str, arrays: Mapping[str, NDArray[Any]]) -> Any:
    if name in arrays:
        return arrays[name]
    return Texts(arrays[f"{name}.written"], arrays[f"{name}.ends"])


def _array(mapped: NDArray[Any], kind: str, shape: list[int], at: int) -> NDArray[Any]:
    if kind not in _TYPES:
        raise ValueError(f"{kind} is no type of ours")
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
    # A plain array over the same memory: np.memmap pays for each slice.
    return np.asarray(mapped)[at : at + size].view(kind).reshape(shape)


def _next(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED


def _padding(size: int) -> bytes:
    return bytes(_next(size) - size)


def _file(key: str, place: Path | None, kind: str) -> Path:
    return (place or folder()) / f"{kind}-{key[:16]}.index"


def _forget_old(file: Path, kind: str) -> None:
    found = [(other.stat(), other) for other in file.parent.glob(f"{kind}-*.index")]
    found.sort(key=lambda each: each[0].st_mtime, reverse=True)
    room = _ROOM
    for number, (about, old) in enumerate(found):
        room -= about.st_size
        if old != file and number >= _FILES and (room < 0 or number >= _MOST):
            old.unlink(missing_ok=True)
