"""Logging: to standard error, as text or as JSON; never a message, a name or an id of a person."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

from pythonjsonlogger.json import JsonFormatter

import knowledge

_ROOMS = (Path(__file__).parent, Path(knowledge.__file__).parent)
_TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_NOISY = ("httpx", "httpcore", "telegram", "alembic", "aiosqlite", "bm25s", "uvicorn")
"""These log addresses that hold the token, every call, or whole errors; ours say what matters."""


def set_up(level: str, form: str) -> None:
    """Log from this level on, as "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if form == "json" else _OneLine(_TEXT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def fault(error: BaseException) -> str:
    """What to log of an error: why the database failed, or the kind and place of the fault. Never
    the text of an unknown error: it may hold words of a message."""
    if reason := knowledge.outage(error):
        return reason
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _ours(frame.filename)]
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _ours(file: str) -> bool:
    return any(Path(file).is_relative_to(room) for room in _ROOMS)


class _OneLine(logging.Formatter):
    """One line a message: whatever is told us must not look like a line of ours, nor move the
    cursor of who reads it."""

    def format(self, record: logging.LogRecord) -> str:
        written = super().format(record)
        if written.isprintable():
            return written
        return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in written)


def _json() -> logging.Formatter:
    return JsonFormatter(
        "%(levelname)s %(name)s %(message)s",
        timestamp=True,
        rename_fields={"levelname": "level", "name": "room"},
    )
