"""Writes a whole site, or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from knowledge.errors import SiteError

MADE = "made-files.txt"
"""The file that names all files of a site; what stands there may be replaced, nothing else."""


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Put these files into the folder in place of the site that it held; how many there are.

    The site is built beside the folder and takes its place when it is whole. Raises SiteError for a
    folder that holds anything else than a site of ours.
    """
    folder = folder.absolute()
    try:
        _may_be_replaced(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
            new, old = Path(beside, "new"), Path(beside, "old")
            count = _build(new, files)
            if folder.exists():
                folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                if old.exists():
                    old.rename(folder)
                raise
    except OSError as error:
        raise SiteError(
            f"{error.filename or folder} cannot be written: {error.strerror}"
        ) from error
    return count


def _build(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    paths: list[str] = []
    for path, data in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        paths.append(path)
    (folder / MADE).write_text("".join(f"{path}\n" for path in sorted(paths)), encoding="utf-8")
    return len(paths)


def _may_be_replaced(folder: Path) -> None:
    """Raises SiteError unless the folder is missing, empty, or holds our own files only."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SiteError(f"{folder} is not a folder: name another one")
    if not folder.exists():
        return
    made = folder / MADE
    ours = made.read_text(encoding="utf-8").splitlines() if made.is_file() else []
    found = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_symlink() or not file.is_dir()
    }
    if foreign := sorted(found - {*ours, MADE}):
        raise SiteError(f"{folder} holds {foreign[0]}, not made here: name another folder")
