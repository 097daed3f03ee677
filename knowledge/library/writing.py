"""Writes several files of the library so that all of them change, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from knowledge.errors import LibraryError


def write_all(texts: Mapping[Path, str | None]) -> None:
    """Give each file this text; None removes it. Raises LibraryError, and leaves all as they were.

    Each file changes at once. A power cut between two of them can leave the first changed alone:
    every command that writes here can simply be run again.
    """
    made: dict[Path, Path] = {}
    try:
        before = {file: _bytes(file) for file in texts}
        for file, text in texts.items():
            if text is not None:
                made[file] = _temporary(file, text.encode())
        _put(texts, made, before)
    except OSError as error:
        raise LibraryError(f"nothing was written: {error}") from error
    finally:
        for temporary in made.values():
            temporary.unlink(missing_ok=True)


def _put(
    texts: Mapping[Path, str | None], made: dict[Path, Path], before: dict[Path, bytes | None]
) -> None:
    changed: list[Path] = []
    try:
        for file, text in texts.items():
            if text is None:
                file.unlink(missing_ok=True)
            else:
                made[file].replace(file)
            changed.append(file)
    except BaseException:
        for file in changed:
            old = before[file]
            if old is None:
                file.unlink(missing_ok=True)
            else:
                _temporary(file, old).replace(file)
        raise


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _temporary(file: Path, content: bytes) -> Path:
    """A file beside this one with its content to be, written through to the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # The name must not end in .yaml: the library reads all that do.
    with tempfile.NamedTemporaryFile(
        dir=file.parent, prefix=f".{file.name}.", suffix=".tmp", delete=False
    ) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            temporary.unlink()
            raise
    if file.exists():
        shutil.copymode(file, temporary)
    else:
        temporary.chmod(0o644)
    return temporary
