"""The sentences of the frame, by key."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


@cache
def _sentences() -> dict[str, Any]:
    loaded: dict[str, Any] = _read("en.yaml")
    return loaded


@cache
def _notes() -> dict[str, str]:
    loaded: dict[str, str] = _read("notes.yaml")
    return loaded


@cache
def _in_danger() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = _read("urgent.yaml")
    return loaded


def _read(name: str) -> Any:
    return yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def urgent_in(kind: str, language: str) -> str:
    """What a person in danger reads in their own language; empty for English."""
    return _in_danger()[kind].get(language, "")


def say(room: str, key: str, **values: object) -> str:
    """The sentence `room.key`, filled in. Raises KeyError for one that nobody wrote."""
    return str(_sentences()[room][key]).format(**values)


def steps(room: str, key: str) -> list[str]:
    """A list of sentences."""
    return [str(step) for step in _sentences()[room][key]]


def note_for(language: str) -> str:
    """One line in the person's own language that answers are in English; empty for English."""
    return _notes().get(language, "")
