"""Brings what moderators changed in a stored base back into the files of the library."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.changes import differences
from knowledge.errors import LibraryError
from knowledge.library import edits, lint, records, word_edits, word_records
from knowledge.library.files import Shelf
from knowledge.library.records import Plain
from knowledge.model import Claim
from knowledge.storage.held import Held
from knowledge.storage.history import Moderated
from knowledge.storage.rows import CLAIM, Key, rows_of

_ORDER = ("substance", "outcome", CLAIM)
"""A substance must be there before its claims."""
_WORDS = frozenset({"names", "words", "ambiguous", "opposite"})
"""Fields of the vocabulary that are lists of words."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull writes: the text of each file, a line for each record, and the records that were
    left because the library changed them too."""

    texts: dict[Path, str | None] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    left: list[Key] = field(default_factory=list)


def pulled(shelf: Shelf, moderated: Iterable[Moderated], folder: Path) -> Pulled:
    """What moderators changed and the files do not say yet. Raises LibraryError for a change that
    only a person can write there."""
    library = rows_of(shelf.content)
    pull = Pulled()
    ordered = sorted(moderated, key=lambda each: (_ORDER.index(each.held.key.kind), each.held.key))
    for each in ordered:
        key = each.held.key
        row = library.get(key)
        theirs = row["digest"] if row else None
        if theirs == each.digest:
            continue
        if theirs != each.held.digest or not each.held.settled:
            pull.left.append(key)
            continue
        _pull(pull, folder, each.held, each.body)
    return pull


def check(pull: Pulled, folder: Path) -> None:
    """Raises LibraryError when the library would break its own rules afterwards."""
    with tempfile.TemporaryDirectory() as temporary:
        tried = Path(temporary)
        for file in [*folder.glob("*.yaml"), *(folder / "substances").glob("*.yaml")]:
            copy = tried / file.relative_to(folder)
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, copy)
        for file, text in pull.texts.items():
            if text is not None:
                (tried / file.relative_to(folder)).write_bytes(text.encode())
        if faults := lint.check(tried):
            listed = "\n".join(map(str, faults))
            raise LibraryError(f"nothing was written: it would break the rules:\n{listed}")


def _pull(pull: Pulled, folder: Path, held: Held, ours: Plain | None) -> None:
    if held.key.kind == CLAIM:
        _claim(pull, folder, held, ours)
    elif ours is None:
        raise LibraryError(f"{held.key.id}: moderators removed this {held.key.kind}: do it by hand")
    elif held.key.kind == "substance" and held.body is None:
        file = _file(folder, ours["id"])
        pull.texts[file] = word_records.substance_text(ours)
        pull.lines.append(f"{ours['id']}: new, in {file.name}")
    elif held.body is None:
        file = folder / "outcomes.yaml"
        with edits.naming(file):
            pull.texts[file] = word_records.with_outcome(_text(pull, file), ours)
        pull.lines.append(f"{ours['id']}: new, in {file.name}")
    else:
        _words(pull, folder, held, ours)


def _claim(pull: Pulled, folder: Path, held: Held, ours: Plain | None) -> None:
    id_ = held.key.id
    before = _of_claim(held.body)
    after = _of_claim(ours)
    if before and (after is None or before.substance != after.substance):
        file = _file(folder, before.substance)
        with edits.naming(file):
            pull.texts[file] = edits.without_claim(_text(pull, file), id_)
        pull.lines.append(f"{id_}: removed from {file.name}")
        before = None
    if after is None:
        return
    file = _file(folder, after.substance)
    record = edits.record_of(after)
    with edits.naming(file):
        if before is None:
            pull.texts[file] = edits.with_claim(_text(pull, file), record)
            pull.lines.append(f"{id_}: new, in {file.name}")
        else:
            old = edits.record_of(before)
            changed = {name: value for name, value in record.items() if value != old[name]}
            pull.texts[file] = edits.with_fields(_text(pull, file), id_, changed)
            pull.lines.append(f"{id_}: {', '.join(changed)} in {file.name}")


def _words(pull: Pulled, folder: Path, held: Held, ours: Plain) -> None:
    kind, id_ = held.key
    file = _file(folder, id_) if kind == "substance" else folder / "outcomes.yaml"
    lists: dict[word_edits.Path, list[str]] = {}
    for each in differences(held.body, ours):
        path = tuple(each.field.split("."))
        if path[0] not in _WORDS or each.after is None:
            raise LibraryError(f"{id_}: moderators changed {each.field}: do it by hand")
        lists[path] = each.after
    with edits.naming(file):
        pull.texts[file] = word_edits.with_words(_text(pull, file), id_, lists)
    pull.lines.append(f"{id_}: {', '.join(map('.'.join, lists))} in {file.name}")


def _of_claim(body: Plain | None) -> Claim | None:
    if body is None:
        return None
    return records.claim({k: v for k, v in body.items() if k != "substance"}, body["substance"])


def _file(folder: Path, substance: str) -> Path:
    return folder / "substances" / f"{substance}.yaml"


def _text(pull: Pulled, file: Path) -> str:
    if text := pull.texts.get(file):
        return text
    if not file.exists():
        raise LibraryError(f"{file.name} is not there: a claim needs the file of its substance")
    return edits.text_of(file)
