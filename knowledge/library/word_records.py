"""New substances and outcomes as the text of their files: words in brackets, as the library is
written, so that a later word is one more in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from knowledge.errors import LibraryError
from knowledge.library.edits import checked, dumped
from knowledge.library.loader import Loader
from knowledge.library.word_edits import wrapped

_INDENT = 2


def substance_text(record: Mapping[str, Any]) -> str:
    """The text of the file of a new substance that has no claims yet."""
    return checked(_written(record), _telling(record))


def with_outcome(text: str, record: Mapping[str, Any]) -> str:
    """The text of the file of outcomes with one more, where its id has its place. Raises
    LibraryError for a shape that would be spoilt."""
    root = yaml.compose(text, Loader=Loader)
    held = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        raise LibraryError("cannot be changed by a command: write one outcome a block")
    behind = [number for number, each in enumerate(held) if str(each.get("id")) > record["id"]]
    number = min(behind, default=len(held))
    start = len(text)
    if behind:
        start = text.rfind("\n", 0, root.value[number].start_mark.index) + 1
    lines = _written(record).splitlines(keepends=True)
    item = "".join(f"{' ' * _INDENT if at else '- '}{line}" for at, line in enumerate(lines))
    ended = "" if not text[:start] or text[:start].endswith("\n") else "\n"
    made = f"{text[:start]}{ended}{item}{text[start:]}"
    return checked(made, [*held[:number], _telling(record), *held[number:]])


def _telling(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what says nothing."""
    return {key: value for key, value in record.items() if value not in ([], "", {}, None)}


def _written(record: Mapping[str, Any]) -> str:
    return "".join(_field(key, value) for key, value in _telling(record).items())


def _field(key: str, value: Any) -> str:
    if isinstance(value, dict):
        names = (
            f"{' ' * _INDENT}{name}: {wrapped(words, 2 * _INDENT)}\n"
            for name, words in value.items()
        )
        return f"{key}:\n{''.join(names)}"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return f"{key}: {wrapped(value, _INDENT)}\n"
    return dumped({key: value})
