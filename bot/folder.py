"""DATA_DIR: made when missing, used by one running bot at a time, the home of its key."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SettingsError

_KEY = "secret.key"


def prepare(folder: Path) -> None:
    """Make the folder. Raises SettingsError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATA_DIR {folder} cannot be used: {error.strerror}; "
            "name a folder that can be made or written"
        ) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """While this lasts, no other bot works in the folder. Raises SettingsError when one does. The
    lock ends with the process, however that ends."""
    prepare(folder)
    descriptor = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingsError(
                f"another bot works in DATA_DIR {folder}: stop it first, or name another folder"
            ) from error
        yield
    finally:
        os.close(descriptor)


def found_key(folder: Path) -> bytes | None:
    """The secret that lies in a folder, if one does."""
    file = folder / _KEY
    return bytes.fromhex(file.read_text(encoding="ascii").strip()) if file.exists() else None


def secret_key(folder: Path) -> bytes:
    """The secret of the hashes and the seals; made at the first start, readable by its owner
    only."""
    file = folder / _KEY
    if not file.exists():
        prepare(folder)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(32))
    return bytes.fromhex(file.read_text(encoding="ascii").strip())
