"""The library on disk: one YAML file a substance, and the files of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from knowledge.collecting import without_collecting
from knowledge.errors import LibraryError
from knowledge.library import contacts, records
from knowledge.library.faults import Fault, Place
from knowledge.library.loader import Loader
from knowledge.library.reader import Unreadable
from knowledge.model import (
    Claim,
    Content,
    Danger,
    Helplines,
    Medicine,
    Outcome,
    Substance,
    TipOffPattern,
)

LIBRARY = Path(__file__).parent
"""Where the curated content lies."""

_COPIES = "host of copies"
"""The kind of publishers.yaml whose names are hosts that keep the texts of others."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that was read from a library folder, with the faults met on the way.

    `publishers` are trusted; `copies` are hosts that keep texts of others. `places` tells where
    each claim stands, so that a later rule can name file and line.
    """

    content: Content
    publishers: frozenset[str]
    copies: frozenset[str]
    faults: tuple[Fault, ...]
    places: dict[str, tuple[Path, Place]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Publishers whose sources count, and hosts that only keep copies of others."""

    publishers: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()


def load(folder: Path = LIBRARY) -> Content:
    """The content of a library folder. Raises LibraryError naming every unreadable place."""
    return whole(folder).content


def whole(folder: Path = LIBRARY) -> Shelf:
    """A library folder without faults. Raises LibraryError naming every unreadable place."""
    shelf = read(folder)
    if shelf.faults:
        listed = "\n".join(str(fault) for fault in shelf.faults[:20])
        raise LibraryError(
            f"the library in {folder} has {len(shelf.faults)} faults; "
            f"`python -m knowledge lint` lists them all:\n{listed}"
        )
    return shelf


def read(folder: Path = LIBRARY) -> Shelf:
    """Everything readable in a library folder, and a fault for each thing that is not."""
    with without_collecting():
        return _Reading(folder).shelf()


def trusted(folder: Path = LIBRARY) -> Trusted:
    """Whose sources count. Raises LibraryError."""
    reading = _Reading(folder)
    found = reading.trusted()
    if reading.faults:
        raise LibraryError("\n".join(map(str, reading.faults)))
    return found


class _Reading:
    """One pass over a folder; keeps the faults."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []
        self._claims: list[Claim] = []
        self._places: dict[str, tuple[Path, Place]] = {}

    def shelf(self) -> Shelf:
        files = sorted((self._folder / "substances").glob("*.yaml"))
        if not files:
            self._fault(self._folder / "substances", (), "no substance files here")
        substances = [value for file in files if (value := self._substance(file))]
        outcomes: tuple[Outcome, ...] = self._list("outcomes.yaml", records.outcome)
        tip_offs: tuple[TipOffPattern, ...] = self._list("tip_offs.yaml", records.tip_off)
        medicines: tuple[Medicine, ...] = self._list("medicines.yaml", records.medicine)
        dangers: tuple[Danger, ...] = self._list("dangers.yaml", records.danger)
        helplines: tuple[Helplines, ...] = self._list("helplines.yaml", contacts.helplines)
        content = Content(
            claims=tuple(self._claims),
            substances=tuple(substances),
            outcomes=outcomes,
            tip_offs=tip_offs,
            medicines=medicines,
            dangers=dangers,
            helplines=helplines,
            cues=self._cues(),
        )
        of = self.trusted()
        return Shelf(content, of.publishers, of.copies, tuple(self.faults), self._places)

    def _substance(self, file: Path) -> Substance | None:
        data = self._yaml(file)
        if data is None:
            return None
        value = self._read(file, (), data, records.substance)
        if not isinstance(data, dict) or value is None:
            return None
        if value.id != file.stem:
            self._fault(file, ("id",), f"id {value.id!r} must be the file's name {file.stem!r}")
        claims = data.get("claims")
        if claims is not None and not isinstance(claims, list):
            self._fault(file, ("claims",), "claims must be a list")
            return value
        for position, record in enumerate(claims or []):
            place: Place = ("claims", position)
            claim = self._read(file, place, record, lambda item: records.claim(item, value.id))
            if claim is None:
                continue
            if claim.id in self._places:
                other = self._places[claim.id][0].name
                self._fault(file, (*place, "id"), f"claim id {claim.id!r} also stands in {other}")
                continue
            self._claims.append(claim)
            self._places[claim.id] = (file, place)
        return value

    def _list(self, name: str, reader: Callable[[Any], _T]) -> tuple[_T, ...]:
        file = self._folder / name
        data = self._yaml(file)
        if not isinstance(data, list):
            if data is not None:
                self._fault(file, (), "must be a list")
            return ()
        read = [self._read(file, (position,), item, reader) for position, item in enumerate(data)]
        return tuple(item for item in read if item is not None)

    def _cues(self) -> dict[str, dict[str, tuple[str, ...]]]:
        file = self._folder / "cues.yaml"
        data = self._yaml(file)
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for group, names in self._mapping(file, (), data).items():
            for name, by_language in self._mapping(file, (group,), names).items():
                words = self._read(file, (group, name), {"names": by_language}, records.names)
                found[f"{group}.{name}"] = words or {}
        return found

    def _mapping(self, file: Path, place: Place, data: Any) -> dict[str, Any]:
        if isinstance(data, dict):
            return {str(key): value for key, value in data.items()}
        if data is not None or place:
            self._fault(file, place, "must be a mapping")
        return {}

    def trusted(self) -> Trusted:
        groups = self._list("publishers.yaml", records.publishers)
        copies = frozenset(name for kind, names in groups if kind == _COPIES for name in names)
        return Trusted(frozenset(name for _, names in groups for name in names) - copies, copies)

    def _yaml(self, file: Path) -> Any:
        data = None
        try:
            with file.open(encoding="utf-8") as stream:
                data = yaml.load(stream, Loader=Loader)  # noqa: S506 - a safe loader
            wrong = "is empty" if data is None else ""
        except FileNotFoundError:
            wrong = "file is missing"
        except OSError as error:
            wrong = f"cannot be read: {error.strerror}"
        except UnicodeDecodeError:
            wrong = "is not UTF-8 text"
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            at = f" at line {mark.line + 1}" if mark else ""
            wrong = f"is not YAML{at}: {getattr(error, 'problem', error)}"
        except ValueError as error:
            wrong = f"holds a value that cannot be: {error}"
        if wrong:
            self._fault(file, (), wrong)
        return data

    def _read(
        self, file: Path, place: Place, record: Any, reader: Callable[[Any], _T]
    ) -> _T | None:
        try:
            return reader(record)
        except Unreadable as unreadable:
            named = record.get("id") if isinstance(record, dict) else None
            for inner, message in unreadable.problems:
                self._fault(file, (*place, *inner), f"{named}: {message}" if named else message)
            return None

    def _fault(self, file: Path, place: Place, message: str) -> None:
        self.faults.append(Fault(file, place, message))
