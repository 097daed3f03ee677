"""A small disk that can be filled and emptied."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SIZE = "16m"
_CHUNK = b"\0" * 65536


class Unavailable(Exception):  # noqa: N818 - reads as what it is
    """No small disk can be had here."""


@contextmanager
def small(folder: Path) -> Iterator[None]:
    """A disk of a few megabytes in this folder. Raises Unavailable."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=0700", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise Unavailable(f"a tmpfs cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def fill(folder: Path) -> None:
    """Leave no room on the disk of this folder."""
    with (folder / "filler").open("wb", buffering=0) as stream:
        for size in (len(_CHUNK), 512, 1):
            try:
                while True:
                    stream.write(_CHUNK[:size])
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        os.fsync(stream.fileno())


def empty(folder: Path) -> None:
    """Make room again."""
    (folder / "filler").unlink()
