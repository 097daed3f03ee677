"""A base, indexed: from a cache on disk where it is there, else made and kept."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import fields
from functools import cache as once
from importlib.metadata import version as version_of
from pathlib import Path
from typing import ParamSpec, TypeVar

from knowledge.library import files
from knowledge.matching.wording import Wording
from knowledge.snapshot import Made, Snapshot, snapshot
from knowledge.storage import base, cache
from knowledge.storage.base import Stored
from knowledge.storage.claims import content_of
from knowledge.storage.database import Database
from knowledge.texts import Texts

_CODE = (
    "reading",
    "matching",
    "storage",
    "library/contacts.py",
    "library/files.py",
    "library/loader.py",
    "library/reader.py",
    "library/records.py",
    "texts.py",
    "model.py",
    "snapshot.py",
    "kept.py",
)
_LIBRARIES = ("bm25s", "numpy", "OpenCC", "PyStemmer")
"""What an index depends on, beside the content."""
_P = ParamSpec("_P")
_T = TypeVar("_T")


async def stored_snapshot(
    database: Database, last: Snapshot | None = None, *, meaning: bool = True
) -> Snapshot:
    """A snapshot of the stored base; its index is taken from the cache on disk, or kept there.
    Where only claims have changed, the vocabulary of the `last` one is used again."""
    fingerprint, version = await base.fingerprint(database)
    found = await _in_a_thread(_from_cache, fingerprint, version, last, meaning)
    if found:
        return found
    stored = await base.rows(database)
    return await _in_a_thread(_made if last else _made_once, stored, last, meaning)


async def _in_a_thread(make: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
    """What is made, and nothing that holds it: the future of a thread refers to itself, and is only
    gone when the garbage collector comes by."""
    made: list[_T] = []
    await asyncio.to_thread(lambda: made.append(make(*given, **named)))
    return made.pop()


def library_snapshot(folder: Path = files.LIBRARY) -> Snapshot:
    """A snapshot of a library folder, likewise. Raises LibraryError naming what cannot be read."""
    stored = kept_library(folder)
    return _from_cache(stored.fingerprint, 0, None, True) or _made_once(stored, None, True)


def kept_library(folder: Path = files.LIBRARY) -> Stored:
    """What applying a library folder to an empty base would store; its files are read again when
    one of them has changed. Raises LibraryError naming what cannot be read."""
    digest = hashlib.sha256(_code().encode())
    for file in sorted(folder.rglob("*.yaml")):
        digest.update(f"{file.relative_to(folder)} ".encode() + file.read_bytes())
    key = digest.hexdigest()
    held = cache.load(key, kind=cache.LIBRARY)
    if held is not None:
        return Stored(held["bodies"], held["vocabulary"], held["digests"], 0)
    stored = base.stored_of(files.load(folder))
    cache.save(key, _as_kept(stored), kind=cache.LIBRARY)
    return stored


def _from_cache(
    fingerprint: str, version: int, last: Snapshot | None, meaning: bool
) -> Snapshot | None:
    held = cache.load(_key(fingerprint))
    if held is None:
        return None
    content = content_of(held["bodies"], held["vocabulary"])
    wording = Wording(**{field.name: held[field.name] for field in fields(Wording)})
    made = Made(wording, held["spelt"], held["published"])
    return snapshot(content, version, last, meaning=meaning, made=made)


def _made_once(stored: Stored, last: Snapshot | None, meaning: bool) -> Snapshot:
    with cache.alone(cache.folder() / cache.BASE):
        # Another process may have made it meanwhile.
        found = _from_cache(stored.fingerprint, stored.version, last, meaning)
        return found or _made(stored, last, meaning)


def _made(stored: Stored, last: Snapshot | None, meaning: bool) -> Snapshot:
    content = content_of(stored.bodies, stored.vocabulary)
    found = snapshot(content, stored.version, last, meaning=meaning)
    wording = {field.name: getattr(found.made.wording, field.name) for field in fields(Wording)}
    made = {**wording, "spelt": found.made.spelt, "published": found.made.published}
    cache.save(_key(stored.fingerprint), {**made, **_as_kept(stored)})
    return found


def _as_kept(stored: Stored) -> dict[str, Texts]:
    return {
        "bodies": stored.bodies,
        "vocabulary": stored.vocabulary,
        "digests": stored.digests,
    }


def _key(fingerprint: str) -> str:
    return hashlib.sha256(f"{_code()} {fingerprint}".encode()).hexdigest()


@once
def _code() -> str:
    """What tells this code from another that may index in another way."""
    here = Path(__file__).parent
    files = [file for place in _CODE for file in ((here / place), *(here / place).rglob("*.*"))]
    digest = hashlib.sha256(" ".join(map(version_of, _LIBRARIES)).encode())
    for file in sorted(files):
        if file.suffix in (".py", ".yaml"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
