"""What time it is: one function that is handed in, so that a scene can let months pass."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], int]
"""Gives milliseconds since 1970."""


def now() -> int:
    """The present moment."""
    return time.time_ns() // 1_000_000


def day_of(now_ms: int) -> date:
    """The calendar day of a moment."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).date()
