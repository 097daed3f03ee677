"""The server's clock, which a test may move forward."""

import time


class Clock:
    """Wall-clock time plus whatever a test has added to it."""

    def __init__(self) -> None:
        """Start at the real time."""
        self._added = 0.0

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return time.time() + self._added

    def unix(self) -> int:
        """Return the time as the Bot API writes dates: whole Unix seconds."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        """Move the clock forward, so that queries and messages age."""
        self._added += seconds

    def reset(self) -> None:
        """Return to the real time."""
        self._added = 0.0
