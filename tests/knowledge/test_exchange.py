"""The export: what each form holds, that nothing is lost in the forms that are read back, and that
no spreadsheet runs anything from the others."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Claim, ClaimState, Content
from knowledge.exchange import as_csv, as_lines, as_yaml, defused, reviewed_since
from knowledge.library import records
from knowledge.library.loader import Loader
from tests import make
from tests.knowledge.any_claim import CLAIM, EXAMPLES, TEXT

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
    "license",
]
SOURCE_FIELDS = ["title", "publisher", "url", "year", "says", "seen", "id"]
REVIEW_FIELDS = ["by", "reviewed", "due", "clinician", "sign_off"]
LICENCE = "CC-BY-4.0"


def claim_of(written: dict[str, Any]) -> Claim:
    inner = {key: value for key, value in written.items() if key not in ("substance", "license")}
    return records.claim(inner, written["substance"])


def read_lines(text: str) -> list[Claim]:
    return [claim_of(json.loads(line)) for line in text.split("\n") if line]


def read_yaml(text: str) -> list[Claim]:
    document = yaml.load(text, Loader=Loader)
    assert document["license"] == LICENCE
    return [claim_of(written) for written in document["claims"]]


def table(content: Content) -> list[dict[str, str]]:
    text = "".join(as_csv(content))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_claim_is_one_line_with_the_documented_fields() -> None:
    (line,) = as_lines(make.content(make.claim(headline="Two\nlines \u2028 and ünïcode 烟酰胺.")))
    assert "\n" not in line
    written = json.loads(line)
    assert list(written) == FIELDS
    assert list(written["sources"][0]) == SOURCE_FIELDS
    assert list(written["review"]) == REVIEW_FIELDS
    assert written["headline"] == "Two\nlines \u2028 and ünïcode 烟酰胺."
    assert written["license"] == LICENCE


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
    states = [("a", "draft"), ("m", "published"), ("z", "published")]
    assert [(c.id, c.state) for c in read_lines("\n".join(as_lines(content)))] == states
    assert [(c.id, c.state) for c in read_yaml("".join(as_yaml(content)))] == states
    assert [(row["id"], row["state"]) for row in table(content)] == states


def test_the_export_of_the_library_reads_back_as_the_same_claims(library: Content) -> None:
    ordered = sorted(library.claims, key=lambda claim: claim.id)
    assert read_lines("\n".join(as_lines(library))) == ordered
    assert read_yaml("".join(as_yaml(library))) == ordered


@settings(max_examples=EXAMPLES, deadline=None)
@given(CLAIM)
def test_no_claim_loses_anything_on_the_way_to_json_and_back(claim: Claim) -> None:
    assert read_lines("\n".join(as_lines(make.content(claim)))) == [claim]


@settings(max_examples=EXAMPLES, deadline=None)
@given(CLAIM)
def test_no_claim_loses_anything_on_the_way_to_yaml_and_back(claim: Claim) -> None:
    assert read_yaml("".join(as_yaml(make.content(claim)))) == [claim]


def test_a_library_without_claims_is_a_document_all_the_same() -> None:
    empty = Content((), (), ())
    assert list(as_lines(empty)) == []
    assert read_yaml("".join(as_yaml(empty))) == []
    assert table(empty) == []


def test_only_what_was_reviewed_on_that_day_or_later_is_kept() -> None:
    content = make.content()
    assert reviewed_since(content, date(2026, 11, 22)) == content
    assert reviewed_since(content, date(2026, 11, 23)).claims == ()


def test_a_table_has_a_row_a_claim_with_lists_one_entry_a_line() -> None:
    (row,) = table(make.content(make.claim(facts=("One, two.", 'He said "three".'))))
    assert row["facts"] == 'One, two.\nHe said "three".'
    assert row["sources"] == (
        "A review of many trials (Cochrane, 2024) https://doi.org/10.1000/example"
    )
    assert (row["reviewed"], row["due"]) == ("2026-11-22", "2027-11-22")
    assert (row["signed_off"], row["license"]) == ("no", LICENCE)
    assert table(make.content(make.signed()))[0]["signed_off"] == "yes"


def test_a_table_leads_nowhere_for_a_source_that_was_read_in_a_copy() -> None:
    source = make.SOURCE.__class__("A study", "NEJM", "https://copies.example/1", None, "x", "copy")
    (row,) = table(make.content(make.claim(sources=(source,))))
    assert row["sources"] == "A study (NEJM)"


def test_no_phrasing_is_in_a_table() -> None:
    text = "".join(as_csv(make.content(make.claim(phrasings=("swallow the whole bottle",)))))
    assert "swallow the whole bottle" not in text
    assert "phrasing" not in text


def test_every_line_of_a_table_ends_as_rfc_4180_wants_it_and_every_cell_is_quoted() -> None:
    lines = "".join(as_csv(make.content(make.claim(facts=("One.",))))).split("\r\n")
    assert lines.pop() == ""
    assert len(lines) == 2
    for line in lines:
        assert line.lstrip("\ufeff")[0] == '"'
        assert line[-1] == '"'


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
)
def test_a_formula_is_defused(start: str) -> None:
    assert defused(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    (row,) = table(make.content(make.claim(headline=f"{start}1+1", facts=(f"{start}1+1",))))
    assert row["headline"].startswith(f"'{start}")
    assert row["facts"].startswith(f"'{start}")


@pytest.mark.parametrize("cell", ["", "NMN", "5-HTP", "a=b", "' quoted", "²"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


@settings(max_examples=EXAMPLES, deadline=None)
@given(CLAIM, st.sampled_from("=+-@\t\r"), TEXT)
def test_no_cell_of_any_claim_is_a_formula(claim: Claim, start: str, text: str) -> None:
    bad = start + text
    changed = make.claim(
        **{name: getattr(claim, name) for name in ("facts", "sources", "review", "safety_facts")},
        id=bad,
        substance=bad,
        outcome=bad,
        claim=bad,
        headline=bad,
    )
    for row in table(make.content(claim)) + table(make.content(changed)):
        for cell in row.values():
            assert not cell or cell[0] not in "=+-@\t\r"


def test_the_table_of_the_library_can_be_read_by_a_program(
    library: Content, tmp_path: Path
) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("".join(as_csv(library)), encoding="utf-8", newline="")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, strict=True))
    assert [row["id"] for row in rows] == sorted(claim.id for claim in library.claims)
