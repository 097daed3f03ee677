"""Reads the fields of one record, and names every problem instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from knowledge.library.faults import Place

_E = TypeVar("_E", bound=Enum)
_T = TypeVar("_T")


class Unreadable(Exception):  # noqa: N818 - carries places, is turned into faults by its catcher
    """A record that cannot be read: every place with what is wrong there."""

    def __init__(self, problems: list[tuple[Place, str]]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = problems


class Reader:
    """Reads the fields of one mapping and collects every problem instead of stopping at one."""

    def __init__(self, record: Any, known: frozenset[str]) -> None:
        if not isinstance(record, dict):
            raise Unreadable([((), "must be a mapping of fields")])
        self.record: Mapping[str, Any] = record
        self.problems: list[tuple[Place, str]] = [
            ((str(key),), f"unknown field {key!r}") for key in record if key not in known
        ]

    def text(self, key: str) -> str:
        value = self._get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.problems.append(((key,), f"{key} must be text"))
            return ""
        return value or ""

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        value = self._get(key) if required else self.record.get(key, [])
        if value is None:
            return ()
        if not _are_texts(value):
            self.problems.append(((key,), f"{key} must be a list of texts"))
            return ()
        return tuple(value)

    def choice(self, key: str, kind: type[_E]) -> _E:
        value = self._get(key)
        try:
            return kind(value)
        except ValueError:
            if value is not None:
                allowed = ", ".join(str(member.value) for member in kind)
                self.problems.append(((key,), f"{key} is {value!r}; allowed: {allowed}"))
            return next(iter(kind))

    def names(self, key: str) -> dict[str, tuple[str, ...]]:
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(map(_are_texts, value.values())):
            self.problems.append(((key,), f"{key} must map a language to a list of texts"))
            return {}
        return {str(language): tuple(words) for language, words in value.items()}

    def yes(self, key: str) -> bool:
        value = self.record.get(key, False)
        if not isinstance(value, bool):
            self.problems.append(((key,), f"{key} must be true or false"))
        return value is True

    def day(self, key: str) -> date:
        value = self._get(key)
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            if value is not None:
                self.problems.append(((key,), f"{key} must be a date like 2026-11-22"))
            return date.min

    def nested(self, key: str, read: Callable[[Any], _T], default: _T) -> _T:
        value = self._get(key)
        if value is None:
            return default
        try:
            return read(value)
        except Unreadable as unreadable:
            self.problems += [((key, *place), text) for place, text in unreadable.problems]
            return default

    def each(self, key: str, read: Callable[[Any], _T]) -> tuple[_T, ...]:
        value = self._get(key)
        if value is not None and not isinstance(value, list):
            self.problems.append(((key,), f"{key} must be a list"))
        items: list[_T] = []
        for position, item in enumerate(value if isinstance(value, list) else []):
            try:
                items.append(read(item))
            except Unreadable as unreadable:
                self.problems += [
                    ((key, position, *place), text) for place, text in unreadable.problems
                ]
        return tuple(items)

    def done(self) -> None:
        if self.problems:
            raise Unreadable(self.problems)

    def _get(self, key: str) -> Any:
        if self.record.get(key) is None:
            self.problems.append(((), f"{key} is missing"))
            return None
        return self.record[key]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)
