"""Files that another team sends: what they say is read, and every wrong line is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge import Claim, Content
from knowledge.errors import KnowledgeError
from knowledge.exchange import as_lines, as_yaml
from knowledge.library import records
from knowledge.received import received
from tests import make
from tests.knowledge.any_claim import CLAIM, EXAMPLES


def plain(**changes: Any) -> dict[str, Any]:
    return {**records.plain(make.claim()), **changes}


def lines(tmp_path: Path, *written: Any) -> Path:
    file = tmp_path / "sent.jsonl"
    each = [line if isinstance(line, str) else json.dumps(line) for line in written]
    file.write_text("\n".join(each), encoding="utf-8")
    return file


def document(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "sent.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def claims(file: Path) -> list[Claim]:
    sent, wrong = received(file)
    assert wrong == []
    return [each.claim for each in sent]


def faults(file: Path) -> list[tuple[int, str]]:
    _, wrong = received(file)
    return [(each.line, each.message) for each in wrong]


def test_both_forms_of_the_export_are_read_as_the_same_claims(
    library: Content, tmp_path: Path
) -> None:
    ordered = sorted(library.claims, key=lambda claim: claim.id)
    assert claims(lines(tmp_path, *as_lines(library))) == ordered
    assert claims(document(tmp_path, "".join(as_yaml(library)))) == ordered


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
def test_line_ends_blank_lines_and_a_byte_order_mark_do_not_matter(
    tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "sent.jsonl"
    text = ending.join(["\ufeff" + json.dumps(plain()), json.dumps(plain(id="other")), ""])
    file.write_bytes(text.encode())
    assert [claim.id for claim in claims(file)] == ["nmn-depression", "other"]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    written = json.dumps(plain(headline="One\u2028two."), ensure_ascii=False)
    (claim,) = claims(lines(tmp_path, written))
    assert claim.headline == "One\u2028two."


def test_every_wrong_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    file = lines(
        tmp_path,
        plain(id="good"),
        "{not json",
        plain(id="bad-status", status="true", certainty="sure"),
        "[]",
        '{"id": "twice", "id": "again"}',
    )
    sent, wrong = received(file)
    assert [each.claim.id for each in sent] == ["good"]
    assert [fault.line for fault in wrong] == [2, 3, 3, 4, 5]
    messages = " ".join(fault.message for fault in wrong)
    assert "is not JSON" in messages
    assert "bad-status: status is 'true'; allowed: supported" in messages
    assert "bad-status: certainty is 'sure'" in messages
    assert "must be a mapping of fields" in messages
    assert "'id' stands twice" in messages


def test_in_yaml_the_line_is_that_of_the_field(tmp_path: Path) -> None:
    text = "".join(as_yaml(make.content(make.claim(), make.claim(id="other"))))
    text = text.replace("certainty: moderate", "certainty: sure")
    found = faults(document(tmp_path, text))
    expected = [n for n, line in enumerate(text.split("\n"), 1) if "certainty: sure" in line]
    assert [line for line, _ in found] == expected
    assert len(expected) == 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("claims:\n  - id: [\n", 3, "is not YAML"),
        ("claims: []\nclaims: []\n", 2, "'claims' stands twice"),
        ("- id: nmn", 1, "must be a mapping with a list of claims"),
        ("", 1, "must be a mapping with a list of claims"),
        ("claims: many", 1, "must be a mapping with a list of claims"),
        ("claims: []\nsender: us\n", 2, "unknown field 'sender'"),
        ("claims: []\nlicense: all rights reserved\n", 2, "license is 'all rights reserved'"),
        ("claims:\n  - just words\n", 2, "must be a mapping of fields"),
        ("claims:\n  - !!python/object:os.system {}\n", 2, "is not YAML"),
    ],
)
def test_a_document_of_another_shape_is_refused(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    ((at, said),) = faults(document(tmp_path, text))
    assert at == line
    assert message in said


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "../../etc/passwd"}, "is no id"),
        ({"id": "NMN"}, "is no id"),
        ({"id": "nmn.yaml"}, "is no id"),
        ({"substance": None}, "substance is missing"),
        ({"substance": 5}, "substance is missing"),
        ({"license": "CC-BY-NC-4.0"}, "license is 'CC-BY-NC-4.0'"),
        ({"license": ["CC-BY-4.0"]}, "license is ['CC-BY-4.0']"),
        ({"headline": "It \x1b[2Jclears the screen."}, "holds a control character"),
        ({"facts": ["It \u202eturns round."]}, "holds a control character"),
        ({"headline": "A half \ud800."}, "holds a control character"),
    ],
)
def test_what_could_do_harm_is_refused(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    ((line, said),) = faults(lines(tmp_path, plain(id="good"), plain(**changes)))
    assert line == 2
    assert message in said


def test_a_claim_under_a_licence_that_gives_it_away_is_taken(tmp_path: Path) -> None:
    assert len(claims(lines(tmp_path, plain(license="CC0-1.0")))) == 1


def test_the_same_claim_twice_is_refused(tmp_path: Path) -> None:
    assert faults(lines(tmp_path, plain(), plain())) == [
        (2, "nmn-depression: stands twice in this file")
    ]


@pytest.mark.parametrize("deep", [100_000])
def test_what_is_nested_without_end_is_refused(tmp_path: Path, deep: int) -> None:
    ((line, message),) = faults(lines(tmp_path, "[" * deep))
    assert line == 1
    assert message.startswith("is not JSON")


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "sent.jsonl"
    file.write_bytes(b"{}\n\xff\xfe\n")
    assert faults(file) == [(2, "is not UTF-8 text")]


@pytest.mark.parametrize("name", ["sent.csv", "sent", "sent.json"])
def test_only_the_forms_that_lose_nothing_are_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnowledgeError, match=r"only \.yaml and \.jsonl"):
        received(tmp_path / name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"sent\.yaml: No such file"):
        received(tmp_path / "sent.yaml")


@settings(max_examples=EXAMPLES, deadline=None)
@given(CLAIM)
def test_whatever_is_sent_there_is_an_answer_and_no_crash(
    tmp_path_factory: pytest.TempPathFactory, claim: Claim
) -> None:
    folder = tmp_path_factory.mktemp("sent")
    content = make.content(claim)
    for file in (lines(folder, *as_lines(content)), document(folder, "".join(as_yaml(content)))):
        sent, wrong = received(file)
        assert [each.claim for each in sent] == [claim] or wrong
