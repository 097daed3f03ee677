"""A base, indexed: from a cache on disk where it is there, else made and kept."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import fields
from functools import cache as once
from importlib.metadata import version as version_of
from pathlib import Path

from knowledge.library import files
from knowledge.matching.wording import Wording
from knowledge.snapshot import Made, Snapshot, snapshot
from knowledge.storage import base, cache
from knowledge.storage.base import Stored
from knowledge.storage.claims import content_of
from knowledge.storage.database import Database

_CODE = (
    "reading",
    "matching",
    "storage",
    "library/records.py",
    "texts.py",
    "model.py",
    "snapshot.py",
    "kept.py",
)
_LIBRARIES = ("bm25s", "numpy", "OpenCC", "PyStemmer")
"""What an index depends on, beside the content."""


async def stored_snapshot(
    database: Database, last: Snapshot | None = None, *, meaning: bool = True
) -> Snapshot:
    """A snapshot of the stored base; its index is taken from the cache on disk, or kept there.
    Where only claims have changed, the vocabulary of the `last` one is used again."""
    digest, version = await base.fingerprint(database)
    key = hashlib.sha256(f"{_code()} {digest}".encode()).hexdigest()
    found = await asyncio.to_thread(_from_cache, key, version, last, meaning)
    if found:
        return found
    stored = await base.rows(database)
    # What was changed in between is kept under its own name, the next time.
    kept = key if stored.version == version else None
    return await asyncio.to_thread(_made, stored, kept, last, meaning)


def library_snapshot(folder: Path = files.LIBRARY) -> Snapshot:
    """A snapshot of a library folder, likewise. Raises LibraryError naming what cannot be read."""
    digest = hashlib.sha256(_code().encode())
    for file in sorted(folder.rglob("*.yaml")):
        digest.update(f"{file.relative_to(folder)} ".encode() + file.read_bytes())
    key = digest.hexdigest()
    found = _from_cache(key, 0, None, True)
    return found or _made(base.stored_of(files.load(folder)), key, None, True)


def _from_cache(key: str, version: int, last: Snapshot | None, meaning: bool) -> Snapshot | None:
    held = cache.load(key)
    if held is None:
        return None
    content = content_of(held["bodies"], held["vocabulary"])
    wording = Wording(**{field.name: held[field.name] for field in fields(Wording)})
    made = Made(wording, held["spelt"], held["published"])
    return snapshot(content, version, last, meaning=meaning, made=made)


def _made(stored: Stored, key: str | None, last: Snapshot | None, meaning: bool) -> Snapshot:
    content = content_of(stored.bodies, stored.vocabulary)
    found = snapshot(content, stored.version, last, meaning=meaning)
    if key:
        wording = {field.name: getattr(found.made.wording, field.name) for field in fields(Wording)}
        cache.save(
            key,
            {
                **wording,
                "bodies": stored.bodies,
                "vocabulary": stored.vocabulary,
                "spelt": found.made.spelt,
                "published": found.made.published,
            },
        )
    return found


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
