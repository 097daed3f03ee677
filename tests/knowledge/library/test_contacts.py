"""Helplines: numbers that can be dialled, each seen somewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.library import contacts
from knowledge.library.reader import Unreadable
from knowledge.library.records import plain
from knowledge.model import Helplines, Line, Seen

SEEN = Seen("gov", "Emergencies", "GOV.UK", "https://example.org/999", date(2026, 11, 28))
GB = Helplines(
    country="GB",
    name="United Kingdom",
    names=("UK",),
    emergency=Line("", "999", "gov"),
    crisis=(Line("Samaritans", "116 123", "gov", "24 hours"),),
    poison=(),
    sources=(SEEN,),
)


def faults(*countries: Helplines) -> list[str]:
    return [fault.message for fault in contacts.check(countries, Path("helplines.yaml"))]


def test_what_is_right_has_no_fault() -> None:
    assert faults(GB) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"country": "UKX"}, "'UKX' is no code, or stands twice"),
        ({"emergency": Line("", "call us", "gov")}, "'call us' cannot be dialled"),
        ({"crisis": (Line("S", "116 123", "other"),)}, "no source 'other' here"),
        ({"sources": (replace(SEEN, url="example.org"),)}, "not an address: 'example.org'"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], message: str) -> None:
    (found,) = faults(replace(GB, **changes))  # type: ignore[arg-type]
    assert message in found


def test_a_country_stands_once() -> None:
    assert faults(GB, GB) == ["'GB' is no code, or stands twice"]


def test_it_is_written_and_read_without_loss() -> None:
    written = dict(plain(GB).items())
    written["emergency"] = {"number": "999", "source": "gov"}
    assert contacts.helplines(written) == GB


def test_a_line_without_its_number_cannot_be_read() -> None:
    written = plain(GB)
    written["crisis"] = [{"name": "Samaritans", "source": "gov"}]
    with pytest.raises(Unreadable, match="number is missing"):
        contacts.helplines(written)
