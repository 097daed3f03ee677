"""Claims that are read when asked for, by their number."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from knowledge.model import Claim


class NumberedClaims(Sequence[Claim]):
    """A sequence of claims over something that gives the claim of a number (from 0 on)."""

    @abstractmethod
    def claim(self, number: int) -> Claim:
        """The claim of a number that is within the length."""

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, at: int | slice) -> Claim | tuple[Claim, ...]:
        numbers = range(len(self))
        if isinstance(at, slice):
            return tuple(map(self.claim, numbers[at]))
        return self.claim(numbers[at])
