"""Changes of records as values: what is asked for, what was done, what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to the base, why and when; `by` is an opaque person, or `library`."""

    by: str
    why: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A record (a claim, substance or outcome) as somebody would have it; a `body` of None removes
    it. `expected` is the digest of what they saw, None where there was nothing."""

    kind: str
    id: str
    body: Mapping[str, Any] | None
    expected: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. A field within another is named `names.en`; None where there is no
    value."""

    field: str
    before: Any
    after: Any

    @property
    def removed(self) -> tuple[Any, ...]:
        """What stands before and not after: items of a list, or the whole value."""
        return tuple(item for item in _items(self.before) if item not in _items(self.after))

    @property
    def added(self) -> tuple[Any, ...]:
        """What stands after and not before."""
        return tuple(item for item in _items(self.after) if item not in _items(self.before))

    @property
    def reordered(self) -> bool:
        """Whether only the order of a list differs."""
        longer = len(_items(self.before)) != len(_items(self.after))
        return not (self.removed or self.added or longer)


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to a record, with its number; `before` and `after` are plain bodies, None where
    the record was not or is no more."""

    id: int
    kind: str
    record: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    by: str
    why: str
    at_ms: int

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What it changed, field by field."""
        return differences(self.before, self.after)


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[Difference, ...]:
    """The fields in which two plain records differ, in the order of the fields; None is no
    record."""
    return tuple(_between("", before or {}, after or {}))


def _between(
    within: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        field = f"{within}{name}"
        mappings = [value for value in (old, new) if value is not None]
        if all(isinstance(value, Mapping) for value in mappings):
            yield from _between(f"{field}.", old or {}, new or {})
        else:
            yield Difference(field, old, new)


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
