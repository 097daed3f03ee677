"""Where a fault stands: the line of a place in a YAML file."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library.faults import Fault, Place, line_of

TEXT = """\
# a remark
id: nmn
claims:
  - id: first

    facts:
      - one
      - two
  - id: second
    review: {by: me,
      due: 2027-11-22}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "nmn.yaml"
    written.write_text(TEXT, encoding="utf-8")
    return written


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("id",), 2),
        (("claims", 0), 4),
        (("claims", 0, "facts", 1), 8),
        (("claims", 1, "id"), 9),
        (("claims", 1, "review", "due"), 11),
    ],
)
def test_a_place_has_its_line(file: Path, place: Place, line: int) -> None:
    assert line_of(file, place) == line


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("nothing",), 1),
        (("claims", 7), 4),
        (("claims", 0, "headline"), 4),
        (("claims", 0, "facts", "headline"), 7),
        (("id", "deeper", 3), 2),
    ],
)
def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(
    file: Path, place: Place, line: int
) -> None:
    assert line_of(file, place) == line


@pytest.mark.parametrize("content", [None, b"a: [b\n", b"caf\xe9: x\n", b""])
def test_a_file_that_cannot_be_read_has_line_one(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "spoilt.yaml"
    if content is not None:
        file.write_bytes(content)
    assert line_of(file, ("claims", 0)) == 1


def test_a_fault_reads_as_file_line_and_what_to_mend(file: Path) -> None:
    assert str(Fault(file, ("claims", 0, "facts", 0), "too long")) == "nmn.yaml:7: too long"


def test_the_lines_of_a_file_that_was_changed_are_counted_anew(file: Path) -> None:
    assert line_of(file, ("claims", 1)) == 9
    file.write_text(f"# one more remark\n{TEXT}", encoding="utf-8")
    assert line_of(file, ("claims", 1)) == 10
