"""Helplines: from plain data to values, and the rules that they must satisfy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.library.addresses import address_faults
from knowledge.library.faults import Fault
from knowledge.library.reader import Reader
from knowledge.model import Helplines, Line, Seen, Source

_LINE = frozenset({"name", "number", "hours", "source"})
_SEEN = frozenset({"id", "title", "publisher", "url", "seen"})
_COUNTRY = frozenset({"country", "name", "names", "emergency", "crisis", "poison", "sources"})
_NOWHERE = Line("", "", "")
_NUMBER = re.compile(r"[0-9*#+() /.-]{2,40}(?:[A-Za-z. ,0-9]{0,24})")


def helplines(record: Any) -> Helplines:
    """The helplines of a country from plain data. Raises Unreadable."""
    read = Reader(record, _COUNTRY)
    value = Helplines(
        country=read.text("country"),
        name=read.text("name"),
        names=read.texts("names", required=False),
        emergency=read.nested("emergency", _emergency, _NOWHERE),
        crisis=read.each("crisis", _line) if read.record.get("crisis") else (),
        poison=read.each("poison", _line) if read.record.get("poison") else (),
        sources=read.each("sources", _seen),
    )
    read.done()
    return value


def _emergency(record: Any) -> Line:
    read = Reader(record, _LINE)
    value = Line(
        read.text("name") if read.record.get("name") else "",
        read.text("number"),
        read.text("source"),
    )
    read.done()
    return value


def _line(record: Any) -> Line:
    read = Reader(record, _LINE)
    value = Line(
        read.text("name"),
        read.text("number"),
        read.text("source"),
        read.text("hours") if read.record.get("hours") else "",
    )
    read.done()
    return value


def _seen(record: Any) -> Seen:
    read = Reader(record, _SEEN)
    value = Seen(
        id=read.text("id"),
        title=read.text("title"),
        publisher=read.text("publisher"),
        url=read.text("url"),
        seen=read.day("seen") or date.min,
    )
    read.done()
    return value


def check(countries: tuple[Helplines, ...], file: Path) -> Iterator[Fault]:
    """Every number can be dialled and was seen somewhere that can be opened; a country stands
    once."""
    known: set[str] = set()
    for at, country in enumerate(countries):
        if not re.fullmatch("[A-Z]{2}", country.country) or country.country in known:
            yield Fault(file, (at, "country"), f"{country.country!r} is no code, or stands twice")
        known.add(country.country)
        ids = {source.id for source in country.sources}
        for line in (country.emergency, *country.crisis, *country.poison):
            if not _NUMBER.fullmatch(line.number):
                yield Fault(file, (at,), f"{country.name}: {line.number!r} cannot be dialled")
            if line.source not in ids:
                yield Fault(file, (at,), f"{country.name}: no source {line.source!r} here")
        for position, seen in enumerate(country.sources):
            source = Source(seen.title, seen.publisher, seen.url, None, "", "")
            for message in address_faults(source, frozenset()):
                yield Fault(file, (at, "sources", position), f"{country.name}: {message}")
