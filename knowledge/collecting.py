"""The garbage collector, and what is too much for it to look through again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Everything that is made meanwhile is kept: to look for garbage in it, again and again, takes
    longer than making it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """Let the collector take what is there for old at once; it would look through it three times
    until then. What a process has set apart for good stays so."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
