"""What is wrong in a library file, and where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

Place = tuple[str | int, ...]
"""The way from a file's root to a value: ("claims", 3, "headline")."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, the place in it, and what to mend."""

    file: Path
    place: Place
    message: str

    @property
    def line(self) -> int:
        """The line (from 1) of the fault in its file."""
        return line_of(self.file, self.place)

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}: {self.message}"


def _root(file: Path) -> yaml.Node | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return _composed(file, (found.st_mtime_ns, found.st_size))


@cache
def _composed(file: Path, _version: tuple[int, int]) -> yaml.Node | None:
    try:
        with file.open(encoding="utf-8") as stream:
            root: yaml.Node | None = yaml.compose(stream, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    return root


def line_of(file: Path, place: Place) -> int:
    """The line (from 1) of a place in a YAML file, or of the nearest thing around it."""
    node, line = _root(file), 1
    for step in place:
        inner = _child(node, step)
        if inner is None:
            break
        node = inner
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        return next((value for key, value in pairs if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        items: list[yaml.Node] = node.value
        return items[step]
    return None
