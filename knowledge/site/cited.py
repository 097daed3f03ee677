"""Statements with the numbers of their sources, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.citations import cited, said
from knowledge.model import Source


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a record, and the places (from 1) of its sources in the list of its page."""

    text: str
    marks: tuple[int, ...]


def statement(fact: str, sources: Sequence[Source]) -> Statement:
    """A fact that ends with the ids of its sources."""
    places = {source.id: place for place, source in enumerate(sources, 1) if source.id}
    marks = [places[id_] for id_ in cited(fact) if id_ in places]
    return Statement(said(fact), tuple(sorted(set(marks))))


def statements(facts: Iterable[str], sources: Sequence[Source]) -> list[Statement]:
    """Facts in their order."""
    return [statement(fact, sources) for fact in facts]


def place_of(source: Source, sources: Sequence[Source]) -> int:
    """Where a source stands in a list that names each once."""
    return next(n for n, each in enumerate(sources, 1) if _same(each, source))


def each_once(sources: Iterable[Source]) -> list[Source]:
    """Sources without those that were named before."""
    found: list[Source] = []
    for source in sources:
        if not any(_same(each, source) for each in found):
            found.append(source)
    return found


def _same(one: Source, other: Source) -> bool:
    return (one.title, one.url) == (other.title, other.url)
