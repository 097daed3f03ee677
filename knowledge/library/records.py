"""Plain data, as in a YAML file or a database column, to the values of the model and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from knowledge.library.faults import Place
from knowledge.model import (
    Certainty,
    Claim,
    ClaimState,
    Consult,
    Danger,
    Evidence,
    Interaction,
    Limit,
    LimitKind,
    Medicine,
    Nature,
    Outcome,
    Relation,
    Review,
    Safety,
    Severity,
    Sign,
    SignKind,
    Source,
    Status,
    Substance,
    TipOffPattern,
)

Plain = dict[str, Any]
_E = TypeVar("_E", bound=Enum)
_T = TypeVar("_T")


class Unreadable(Exception):  # noqa: N818 - carries places, is turned into faults by its catcher
    """A record that cannot be read: every place with what is wrong there."""

    def __init__(self, problems: list[tuple[Place, str]]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = problems


class _Reader:
    """Reads the fields of one mapping and collects every problem instead of stopping at one."""

    def __init__(self, record: Any, known: frozenset[str]) -> None:
        if not isinstance(record, dict):
            raise Unreadable([((), "must be a mapping of fields")])
        self.record: Mapping[str, Any] = record
        self.problems: list[tuple[Place, str]] = [
            ((str(key),), f"unknown field {key!r}") for key in record if key not in known
        ]

    def text(self, key: str) -> str:
        value = self._get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.problems.append(((key,), f"{key} must be text"))
            return ""
        return value or ""

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        value = self._get(key) if required else self.record.get(key, [])
        if value is None:
            return ()
        if not _are_texts(value):
            self.problems.append(((key,), f"{key} must be a list of texts"))
            return ()
        return tuple(value)

    def choice(self, key: str, kind: type[_E]) -> _E:
        value = self._get(key)
        try:
            return kind(value)
        except ValueError:
            if value is not None:
                allowed = ", ".join(str(member.value) for member in kind)
                self.problems.append(((key,), f"{key} is {value!r}; allowed: {allowed}"))
            return next(iter(kind))

    def names(self, key: str) -> dict[str, tuple[str, ...]]:
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(map(_are_texts, value.values())):
            self.problems.append(((key,), f"{key} must map a language to a list of texts"))
            return {}
        return {str(language): tuple(words) for language, words in value.items()}

    def yes(self, key: str) -> bool:
        value = self.record.get(key, False)
        if not isinstance(value, bool):
            self.problems.append(((key,), f"{key} must be true or false"))
        return value is True

    def day(self, key: str) -> date:
        value = self._get(key)
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            if value is not None:
                self.problems.append(((key,), f"{key} must be a date like 2026-11-22"))
            return date.min

    def nested(self, key: str, read: Callable[[Any], _T], default: _T) -> _T:
        value = self._get(key)
        if value is None:
            return default
        try:
            return read(value)
        except Unreadable as unreadable:
            self.problems += [((key, *place), text) for place, text in unreadable.problems]
            return default

    def each(self, key: str, read: Callable[[Any], _T]) -> tuple[_T, ...]:
        value = self._get(key)
        if value is not None and not isinstance(value, list):
            self.problems.append(((key,), f"{key} must be a list"))
        items: list[_T] = []
        for position, item in enumerate(value if isinstance(value, list) else []):
            try:
                items.append(read(item))
            except Unreadable as unreadable:
                self.problems += [
                    ((key, position, *place), text) for place, text in unreadable.problems
                ]
        return tuple(items)

    def done(self) -> None:
        if self.problems:
            raise Unreadable(self.problems)

    def _get(self, key: str) -> Any:
        if self.record.get(key) is None:
            self.problems.append(((), f"{key} is missing"))
            return None
        return self.record[key]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)


def _fields(kind: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


_SOURCE, _REVIEW, _CLAIM = _fields(Source), _fields(Review), _fields(Claim) - {"substance"}
_SUBSTANCE = _fields(Substance) | {"claims"}
_LIMIT, _INTERACTION = _fields(Limit), _fields(Interaction)
_NO_SOURCE = Source("", "", "", None, "", "")
_MEDICINE, _DANGER, _SIGN = _fields(Medicine), _fields(Danger), _fields(Sign)
_OUTCOME, _TIP_OFF = _fields(Outcome), _fields(TipOffPattern) | {"source"}


def source(record: Any) -> Source:
    """A source from plain data. Raises Unreadable."""
    read = _Reader(record, _SOURCE)
    year = read.record.get("year")
    if year is not None and type(year) is not int:
        read.problems.append((("year",), "year must be a number"))
    value = Source(
        title=read.text("title"),
        publisher=read.text("publisher"),
        url=read.text("url"),
        year=year if isinstance(year, int) else None,
        says=read.text("says"),
        seen=read.text("seen"),
        id=read.text("id") if read.record.get("id") else "",
    )
    read.done()
    return value


def review(record: Any) -> Review:
    """A review from plain data. Raises Unreadable."""
    read = _Reader(record, _REVIEW)
    value = Review(
        by=read.text("by"),
        reviewed=read.day("reviewed"),
        due=read.day("due"),
        clinician=read.yes("clinician"),
    )
    read.done()
    return value


def claim(record: Any, substance: str) -> Claim:
    """A claim of this substance from plain data. Raises Unreadable."""
    read = _Reader(record, _CLAIM)
    value = Claim(
        id=read.text("id"),
        substance=substance,
        relation=read.choice("relation", Relation),
        outcome=read.text("outcome"),
        claim=read.text("claim"),
        headline=read.text("headline"),
        status=read.choice("status", Status),
        certainty=read.choice("certainty", Certainty),
        best_evidence=read.choice("best_evidence", Evidence),
        safety=read.choice("safety", Safety),
        facts=read.texts("facts"),
        safety_facts=read.texts("safety_facts", required=False),
        who_to_ask=read.choice("who_to_ask", Consult),
        sources=read.each("sources", source),
        phrasings=read.texts("phrasings"),
        state=read.choice("state", ClaimState),
        review=read.nested("review", review, Review("", date.min, date.min)),
    )
    read.done()
    return value


def substance(record: Any) -> Substance:
    """A substance from plain data; its claims are read apart. Raises Unreadable."""
    read = _Reader(record, _SUBSTANCE)
    value = Substance(
        id=read.text("id"),
        name=read.text("name"),
        group=read.text("group"),
        names=read.names("names"),
        ambiguous=frozenset(read.texts("ambiguous", required=False)),
        about=read.text("about") if read.record.get("about") else "",
        who_must_not=read.texts("who_must_not", required=False),
        sources=read.each("sources", source) if read.record.get("sources") else (),
        limits=read.each("limits", limit) if read.record.get("limits") else (),
        interactions=(
            read.each("interactions", interaction) if read.record.get("interactions") else ()
        ),
    )
    read.done()
    return value


def limit(record: Any) -> Limit:
    """An upper limit from plain data. Raises Unreadable."""
    read = _Reader(record, _LIMIT)
    amount = read.record.get("amount")
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int | float)):
        read.problems.append((("amount",), "amount must be a number, or left out"))
        amount = None
    value = Limit(
        population=read.text("population"),
        amount=amount,
        unit=read.text("unit"),
        per=read.text("per"),
        kind=read.choice("kind", LimitKind),
        note=read.text("note"),
        source=read.nested("source", source, _NO_SOURCE),
    )
    read.done()
    return value


def interaction(record: Any) -> Interaction:
    """An interaction with a medicine from plain data. Raises Unreadable."""
    read = _Reader(record, _INTERACTION)
    value = Interaction(
        medicine=read.text("medicine"),
        effect=read.text("effect"),
        severity=read.choice("severity", Severity),
        source=read.nested("source", source, _NO_SOURCE),
    )
    read.done()
    return value


def outcome(record: Any) -> Outcome:
    """An outcome from plain data. Raises Unreadable."""
    read = _Reader(record, _OUTCOME)
    value = Outcome(
        id=read.text("id"),
        name=read.text("name"),
        nature=read.choice("nature", Nature),
        words=read.names("words"),
        ambiguous=frozenset(read.texts("ambiguous", required=False)),
        opposite=frozenset(read.texts("opposite", required=False)),
        parts=read.texts("parts", required=False),
        treats=read.texts("treats", required=False),
    )
    read.done()
    return value


def tip_off(record: Any) -> TipOffPattern:
    """A tip-off pattern from plain data. Raises Unreadable."""
    read = _Reader(record, _TIP_OFF)
    value = TipOffPattern(
        id=read.text("id"),
        name=read.text("name"),
        why=read.text("why"),
        phrases=read.names("phrases") if read.record.get("phrases") else {},
    )
    read.done()
    return value


def medicine(record: Any) -> Medicine:
    """A class of medicines from plain data. Raises Unreadable."""
    read = _Reader(record, _MEDICINE)
    value = Medicine(
        id=read.text("id"),
        name=read.text("name"),
        names=read.names("names"),
        outcomes=read.texts("outcomes", required=False),
    )
    read.done()
    return value


def danger(record: Any) -> Danger:
    """A line on danger from plain data. Raises Unreadable."""
    read = _Reader(record, _DANGER)
    value = Danger(
        id=read.text("id"),
        line=read.text("line"),
        question=read.text("question"),
        doubt=read.text("doubt"),
        who_to_ask=read.choice("who_to_ask", Consult),
        sources=read.each("sources", source),
        review=read.nested("review", review, Review("", date.min, date.min)),
        sign=read.nested("sign", sign, Sign(SignKind.STOPS)),
    )
    read.done()
    return value


def sign(record: Any) -> Sign:
    """What a danger is recognised by, from plain data. Raises Unreadable."""
    read = _Reader(record, _SIGN)
    value = Sign(
        kind=read.choice("kind", SignKind),
        medicines=read.texts("medicines", required=False),
        substances=read.texts("substances", required=False),
        doing=read.text("doing") if read.record.get("doing") else "",
        except_for=read.texts("except_for", required=False),
        phrases=read.names("phrases") if read.record.get("phrases") else {},
    )
    read.done()
    return value


def names(record: Any) -> dict[str, tuple[str, ...]]:
    """Words by language from {"names": {...}}. Raises Unreadable."""
    read = _Reader(record, frozenset({"names"}))
    value = read.names("names")
    read.done()
    return value


def publishers(record: Any) -> tuple[str, tuple[str, ...]]:
    """The kind of one group of publishers, and their names. Raises Unreadable."""
    read = _Reader(record, frozenset({"kind", "why", "names"}))
    value = read.text("kind"), read.texts("names")
    read.text("why")
    read.done()
    return value


def plain(value: Any) -> Plain:
    """A value of the model as plain data: enums, dates and tuples as JSON and YAML know them."""
    return {key: _plain(item) for key, item in asdict(value).items()}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
    return value
