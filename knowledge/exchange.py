"""Export of the base in forms that other programs read.

YAML and JSON lines hold everything and are read back by `knowledge.received`. CSV and ClaimReview
are for people and search engines: no phrasing is ever in them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import yaml

from knowledge.library import records
from knowledge.model import Claim, Content, Source

LICENCE = "CC-BY-4.0"
"""The licence of the content, as SPDX names it; every export says it."""
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
AUTHOR = "Grain of Salt"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take the rest of a cell for a formula (OWASP, CSV injection)."""


def reviewed_since(content: Content, day: date) -> Content:
    """The content with those claims alone that were reviewed on this day or later."""
    kept = tuple(claim for claim in content.claims if claim.review.reviewed >= day)
    return replace(content, claims=kept)


def as_lines(content: Content) -> Iterator[str]:
    """Every claim, published or draft, as one line of JSON, ordered by id."""
    for claim in _ordered(content):
        yield json.dumps({**records.plain(claim), "license": LICENCE}, ensure_ascii=False)


def as_yaml(content: Content) -> Iterator[str]:
    """Every claim, published or draft, as parts of one YAML document, ordered by id."""
    yield f"license: {LICENCE}\nattribution: From the library of {AUTHOR}\n"
    claims = _ordered(content)
    yield "claims:\n" if claims else "claims: []\n"
    for claim in claims:
        written: str = yaml.dump(
            [records.plain(claim)],
            Dumper=yaml.CSafeDumper,
            allow_unicode=True,
            sort_keys=False,
            width=100,
        )
        yield written


def as_csv(content: Content) -> Iterator[str]:
    """Every claim, published or draft, as a row of a table that spreadsheets open: RFC 4180 behind
    a byte order mark, lists one entry a line, formulas defused."""
    yield "\ufeff" + _row([*_COLUMNS])
    for claim in _ordered(content):
        yield _row([defused(column(claim)) for column in _COLUMNS.values()])


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _ordered(content: Content) -> list[Claim]:
    return sorted(content.claims, key=lambda claim: claim.id)


def _row(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _source(source: Source) -> str:
    mark = f"[{source.id}] " if source.id else ""
    year = f", {source.year}" if source.year else ""
    address = f" {source.address}" if source.address else ""
    return f"{mark}{source.title} ({source.publisher}{year}){address}"


_COLUMNS: dict[str, Callable[[Claim], str]] = {
    "id": lambda claim: claim.id,
    "state": lambda claim: claim.state,
    "substance": lambda claim: claim.substance,
    "relation": lambda claim: claim.relation,
    "outcome": lambda claim: claim.outcome,
    "claim": lambda claim: claim.claim,
    "headline": lambda claim: claim.headline,
    "status": lambda claim: claim.status,
    "certainty": lambda claim: claim.certainty,
    "best_evidence": lambda claim: claim.best_evidence,
    "safety": lambda claim: claim.safety,
    "facts": lambda claim: "\n".join(claim.facts),
    "safety_facts": lambda claim: "\n".join(claim.safety_facts),
    "who_to_ask": lambda claim: claim.who_to_ask,
    "sources": lambda claim: "\n".join(map(_source, claim.sources)),
    "reviewed_by": lambda claim: claim.review.by,
    "reviewed": lambda claim: claim.review.reviewed.isoformat(),
    "due": lambda claim: claim.review.due.isoformat(),
    "signed_off": lambda claim: "yes" if claim.review.clinician else "no",
    "license": lambda _: LICENCE,
}
