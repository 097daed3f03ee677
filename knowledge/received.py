"""Claims that another team sent, in a file of YAML or JSON lines like those of `export`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import KnowledgeError
from knowledge.exchange import LICENCE
from knowledge.library import records
from knowledge.library.faults import Place, line_of
from knowledge.library.loader import Loader
from knowledge.library.reader import Unreadable
from knowledge.library.soundness import control_characters, is_id
from knowledge.model import Claim

LICENCES = frozenset({LICENCE, "CC0-1.0"})
"""Under which a claim may be taken into this library."""
Line = Callable[[Place], int]
"""The line (from 1) of a place in a record."""


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """What is wrong on a line of the file."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Received:
    """One claim that was sent, and where it stands."""

    claim: Claim
    line: Line


def received(file: Path) -> tuple[list[Received], list[Wrong]]:
    """All claims of a file that can be read, and everything that cannot. Raises KnowledgeError
    where there is no such file."""
    readers = {".yaml": _yaml, ".yml": _yaml, ".jsonl": _json_lines}
    if file.suffix not in readers:
        raise KnowledgeError(f"{file.name}: only .yaml and .jsonl files can be imported")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise KnowledgeError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        return [], [Wrong(before.count(b"\n") + 1, "is not UTF-8 text")]
    found: list[Received] = []
    wrong: list[Wrong] = []
    for each in readers[file.suffix](file, text):
        if isinstance(each, Wrong):
            wrong.append(each)
        elif faults := list(_faults(each, found)):
            wrong += faults
        else:
            found.append(each)
    return found, wrong


def _json_lines(_: Path, text: str) -> Iterator[Received | Wrong]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line, object_pairs_hook=_single)
            except (ValueError, RecursionError) as error:
                yield Wrong(number, f"is not JSON: {error}")
            else:
                yield from _claim(record, _on(number))


def _yaml(file: Path, text: str) -> Iterator[Received | Wrong]:
    try:
        data = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        yield Wrong(mark.line + 1 if mark else 1, f"is not YAML: {problem}")
        return
    if not isinstance(data, dict) or not isinstance(data.get("claims"), list):
        yield Wrong(1, "must be a mapping with a list of claims, as `export --format yaml` writes")
        return
    if not _licensed(data):
        yield Wrong(line_of(file, ("license",)), _other_licence(data))
    for unknown in sorted(map(str, {*data} - {"license", "attribution", "claims"})):
        yield Wrong(line_of(file, (unknown,)), f"unknown field {unknown!r}")
    for number, record in enumerate(data["claims"]):
        yield from _claim(record, _in(file, number))


def _on(number: int) -> Line:
    return lambda _: number


def _in(file: Path, number: int) -> Line:
    return lambda place: line_of(file, ("claims", number, *place))


def _claim(record: Any, line: Line) -> Iterator[Received | Wrong]:
    named = f"{record['id']}: " if isinstance(record, dict) and record.get("id") else ""
    if isinstance(record, dict):
        if not _licensed(record):
            yield Wrong(line(("license",)), named + _other_licence(record))
        record = {key: value for key, value in record.items() if key != "license"}
    substance = record.pop("substance", None) if isinstance(record, dict) else None
    if isinstance(record, dict) and not (isinstance(substance, str) and substance):
        yield Wrong(line(()), f"{named}substance is missing")
    try:
        yield Received(records.claim(record, str(substance)), line)
    except Unreadable as unreadable:
        for place, message in unreadable.problems:
            yield Wrong(line(place), named + message)


def _faults(sent: Received, before: list[Received]) -> Iterator[Wrong]:
    id_ = sent.claim.id
    if not is_id(id_):
        yield Wrong(sent.line(("id",)), f"{id_!r} is no id: small letters, digits and hyphens")
    if any(other.claim.id == id_ for other in before):
        yield Wrong(sent.line(("id",)), f"{id_}: stands twice in this file")
    for place in control_characters(records.plain(sent.claim)):
        yield Wrong(sent.line(place), f"{id_}: holds a control character")


def _licensed(record: dict[Any, Any]) -> bool:
    return str(record.get("license", LICENCE)) in LICENCES


def _other_licence(record: dict[Any, Any]) -> str:
    return f"license is {record['license']!r}; taken in are {', '.join(sorted(LICENCES))}"


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = next(key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1)
        raise ValueError(f"{twice!r} stands twice")
    return read
