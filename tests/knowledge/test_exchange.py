"""The export: one line of JSON a claim, with the documented fields, drafts included."""

from __future__ import annotations

import json

from knowledge import ClaimState, Content
from knowledge.exchange import as_lines
from knowledge.library import records
from tests import make

FIELDS = [
    "id",
    "substance",
    "relation",
    "outcome",
    "claim",
    "headline",
    "status",
    "certainty",
    "best_evidence",
    "safety",
    "facts",
    "safety_facts",
    "who_to_ask",
    "sources",
    "phrasings",
    "state",
    "review",
]
SOURCE_FIELDS = ["title", "publisher", "url", "year", "says", "seen", "id"]
REVIEW_FIELDS = ["by", "reviewed", "due", "clinician", "sign_off"]


def test_every_claim_is_one_line_with_the_documented_fields() -> None:
    (line,) = as_lines(make.content(make.claim(headline="Two\nlines \u2028 and ünïcode 烟酰胺.")))
    assert "\n" not in line
    written = json.loads(line)
    assert list(written) == FIELDS
    assert list(written["sources"][0]) == SOURCE_FIELDS
    assert list(written["review"]) == REVIEW_FIELDS
    assert written["headline"] == "Two\nlines \u2028 and ünïcode 烟酰胺."


def test_values_are_written_as_plain_json() -> None:
    (line,) = as_lines(make.content())
    written = json.loads(line)
    assert written["status"] == "unproven"
    assert written["facts"] == ["The hopeful results come from mice."]
    assert written["review"]["due"] == "2027-11-22"
    assert written["review"]["clinician"] is False
    assert written["sources"][0]["year"] == 2024


def test_drafts_are_included_and_the_order_is_that_of_the_ids() -> None:
    content = make.content(
        make.claim(id="z"), make.claim(id="a", state=ClaimState.DRAFT), make.claim(id="m")
    )
    written = [json.loads(line) for line in as_lines(content)]
    assert [(claim["id"], claim["state"]) for claim in written] == [
        ("a", "draft"),
        ("m", "published"),
        ("z", "published"),
    ]


def test_the_export_of_the_library_reads_back_as_the_same_claims(library: Content) -> None:
    lines = list(as_lines(library))
    assert len(lines) == len(library.claims)
    read = []
    for line in lines:
        written = json.loads(line)
        substance = written.pop("substance")
        read.append(records.claim(written, substance))
    assert read == sorted(library.claims, key=lambda claim: claim.id)
