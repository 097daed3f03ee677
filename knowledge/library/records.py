"""Plain data, as in a YAML file or a database column, to the values of the model and back."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date
from enum import Enum
from typing import Any

from knowledge.library import signing
from knowledge.library.reader import Reader
from knowledge.model import (
    Certainty,
    Claim,
    ClaimState,
    ClinicianRole,
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
    SignOff,
    Source,
    Status,
    Substance,
    TipOffPattern,
)

Plain = dict[str, Any]


def _fields(kind: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


_SOURCE, _REVIEW, _CLAIM = _fields(Source), _fields(Review), _fields(Claim) - {"substance"}
_SUBSTANCE = _fields(Substance) | {"claims"}
_LIMIT, _INTERACTION = _fields(Limit), _fields(Interaction)
_SIGN_OFF = _fields(SignOff)
_UNSIGNED = SignOff("", ClinicianRole.OTHER, date.min, "")
_NO_SOURCE = Source("", "", "", None, "", "")
_MEDICINE, _DANGER, _SIGN = _fields(Medicine), _fields(Danger), _fields(Sign)
_OUTCOME, _TIP_OFF = _fields(Outcome), _fields(TipOffPattern) | {"source"}


def source(record: Any) -> Source:
    """A source from plain data. Raises Unreadable."""
    read = Reader(record, _SOURCE)
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
    read = Reader(record, _REVIEW)
    stated = read.yes("clinician")
    signed = read.nested("sign_off", sign_off, _UNSIGNED) if read.record.get("sign_off") else None
    if stated and not signed:
        message = (
            "clinician is true, yet no sign_off says who; `python -m knowledge signoff` adds it"
        )
        read.problems.append((("clinician",), message))
    value = Review(
        by=read.text("by"),
        reviewed=read.day("reviewed"),
        due=read.day("due"),
        clinician=stated,
        sign_off=signed,
    )
    read.done()
    return value


def sign_off(record: Any) -> SignOff:
    """A sign-off from plain data. Raises Unreadable."""
    read = Reader(record, _SIGN_OFF)
    value = SignOff(
        by=read.text("by"),
        role=read.choice("role", ClinicianRole),
        signed=read.day("signed"),
        of=read.text("of"),
    )
    read.done()
    return value


def claim(record: Any, substance: str) -> Claim:
    """A claim of this substance from plain data. Raises Unreadable."""
    read = Reader(record, _CLAIM)
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
    # What a clinician signed is what was there on that day: a changed claim is unsigned.
    return replace(value, review=replace(value.review, clinician=signing.holds(value)))


def substance(record: Any) -> Substance:
    """A substance from plain data; its claims are read apart. Raises Unreadable."""
    read = Reader(record, _SUBSTANCE)
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
    read = Reader(record, _LIMIT)
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
    read = Reader(record, _INTERACTION)
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
    read = Reader(record, _OUTCOME)
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
    read = Reader(record, _TIP_OFF)
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
    read = Reader(record, _MEDICINE)
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
    read = Reader(record, _DANGER)
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
    read = Reader(record, _SIGN)
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
    read = Reader(record, frozenset({"names"}))
    value = read.names("names")
    read.done()
    return value


def publishers(record: Any) -> tuple[str, tuple[str, ...]]:
    """The kind of one group of publishers, and their names. Raises Unreadable."""
    read = Reader(record, frozenset({"kind", "why", "names"}))
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
