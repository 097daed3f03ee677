"""The rules of the lines on danger: sourced, plain, and about what the library knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.library import plain
from knowledge.library.addresses import address_faults
from knowledge.library.faults import Fault, Place
from knowledge.library.files import Shelf
from knowledge.model import Danger, SignKind

LINE = 260
"""Longest line, in characters."""
HARDEST = 9.0
"""A line of two or three sentences is judged a little less strictly than a whole record."""


def check(shelf: Shelf, file: Path) -> list[Fault]:
    """Every fault of the lines on danger."""
    if any(fault.file.name == file.name for fault in shelf.faults):
        return []
    seen: set[str] = set()
    faults = []
    for number, danger in enumerate(shelf.content.dangers):
        if danger.id in seen:
            faults.append(Fault(file, (number, "id"), f"id {danger.id!r} stands twice"))
        seen.add(danger.id)
        for rule in (_words, _sources, _sign):
            for inner, message in rule(danger, shelf):
                faults.append(Fault(file, (number, *inner), f"{danger.id}: {message}"))
    return faults


def _words(danger: Danger, _: Shelf) -> Iterator[tuple[Place, str]]:
    for key, text in (
        ("line", danger.line),
        ("question", danger.question),
        ("doubt", danger.doubt),
    ):
        if len(text) > LINE:
            yield (key,), f"{len(text)} characters, at most {LINE}"
        if not text.endswith("."):
            yield (key,), "must end with a full stop"
        if plain.available() and (hard := plain.grade([text])) > HARDEST:
            yield (key,), f"needs school grade {hard:.1f} to read, at most {HARDEST:.0f}"
    if danger.review.due <= danger.review.reviewed:
        yield ("review", "due"), "due must be after reviewed"


def _sources(danger: Danger, shelf: Shelf) -> Iterator[tuple[Place, str]]:
    if not danger.sources:
        yield ("sources",), "no source"
    for position, source in enumerate(danger.sources):
        if shelf.publishers and source.publisher not in shelf.publishers:
            yield ("sources", position), f"{source.publisher!r} is not in publishers.yaml"
        for message in address_faults(source, shelf.copies):
            yield ("sources", position, "url"), message


def _sign(danger: Danger, shelf: Shelf) -> Iterator[tuple[Place, str]]:
    sign, content = danger.sign, shelf.content
    for key, ids, known in (
        ("medicines", sign.medicines, {each.id for each in content.medicines}),
        ("substances", sign.substances, {each.id for each in content.substances}),
        ("except_for", sign.except_for, {each.id for each in content.substances}),
    ):
        for id_ in sorted({*ids} - known):
            yield ("sign", key), f"unknown {key.removesuffix('s')} {id_!r}"
    if sign.kind in (SignKind.PEOPLE, SignKind.DOING) and not sign.doing:
        yield ("sign",), f"a sign of kind {sign.kind} must name what is heard in `doing`"
