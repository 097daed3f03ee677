"""Faults on demand: what a network and a busy server do to a bot."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import ApiError, Json, too_many_requests

KINDS = ("429", "500", "502", "hang", "drop")
_REASONS = {
    400: "Bad Request: fault on demand",
    401: "Unauthorized",
    403: "Forbidden: fault on demand",
    404: "Not Found",
    409: "Conflict: fault on demand",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """One kind of failure, for one method or all, a number of times or until cleared."""

    method: str | None
    kind: str
    status: int = 500
    retry_after: int | None = None
    description: str | None = None
    times: int | None = 1
    applied: bool = False
    chat_id: int | None = None
    skip: int = 0

    @property
    def answers(self) -> bool:
        """Whether the client gets any answer at all."""
        return self.kind == "status"

    def refusal(self) -> ApiError:
        """Return the answer for a fault that answers."""
        if self.status == 429:
            return too_many_requests(1 if self.retry_after is None else self.retry_after)
        reason = _REASONS.get(self.status, "Error: fault on demand")
        return ApiError(self.status, self.description or reason)

    def fits(self, method: str, parameters: Json) -> bool:
        """Tell whether the fault is meant for this call."""
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or str(self.chat_id) == str(parameters.get("chat_id"))


class Faults:
    """The faults that wait for their call, and a random rate of them."""

    def __init__(self) -> None:
        """Start without any."""
        self._waiting: list[Fault] = []
        self._rate = 0.0
        self._kinds: list[str] = []
        self._methods: set[str] = set()
        self._random = random.Random(0)
        self.happened = 0

    def add(self, fault: Fault) -> None:
        """Let a fault happen; earlier ones come first."""
        if fault.kind not in ("status", "hang", "drop"):
            raise ValueError(f"kind must be status, hang or drop, not {fault.kind!r}")
        self._waiting.append(fault)

    def set_rate(
        self, rate: float, kinds: Iterable[str], seed: int, methods: Iterable[str] = ()
    ) -> None:
        """Let a share of all calls fail; the same seed gives the same sequence."""
        self._rate, self._kinds = rate, list(kinds)
        if not set(self._kinds) <= set(KINDS) or not self._kinds:
            raise ValueError(f"kinds must be among {KINDS}, not {self._kinds}")
        self._methods = {method.lower() for method in methods}
        self._random = random.Random(seed)

    def clear(self) -> None:
        """Let nothing fail any more."""
        self._waiting.clear()
        self._rate = 0.0

    @property
    def waiting(self) -> int:
        """How many faults have not run out yet."""
        return len(self._waiting)

    def next_for(self, method: str, parameters: Json) -> Fault | None:
        """Return the fault that this call meets, if any."""
        for fault in self._waiting:
            if not fault.fits(method, parameters):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
            self.happened += 1
            return fault
        return self._by_chance(method)

    def _by_chance(self, method: str) -> Fault | None:
        if not self._rate or (self._methods and method.lower() not in self._methods):
            return None
        if self._random.random() >= self._rate:
            return None
        self.happened += 1
        kind = self._random.choice(self._kinds)
        if kind.isdigit():
            return Fault(method, "status", status=int(kind), retry_after=1)
        # Half of the lost answers belong to calls that were carried out all the same.
        return Fault(method, kind, applied=self._random.random() < 0.5)
