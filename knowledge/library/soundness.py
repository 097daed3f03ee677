"""What no record may hold that comes from outside: ids that are none, characters that mislead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from knowledge.library.faults import Place

LONGEST_ID = 80
"""Characters of an id that the database has room for."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_id(text: str) -> bool:
    """Whether this can name a record, and its file: small letters, digits and hyphens."""
    return bool(_ID.fullmatch(text)) and len(text) <= LONGEST_ID


def control_characters(value: Any) -> Iterator[Place]:
    """Where plain data holds characters that are not seen, or that turn the text around."""
    for place, text in _texts(value, ()):
        if any(c in _TURNS_TEXT or unicodedata.category(c) in ("Cc", "Cs") for c in text):
            yield place


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            yield from _texts(inner, (*place, step))
