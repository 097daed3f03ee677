"""The library on disk: what is read, and the one clear fault for what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import LibraryError
from knowledge.library import files
from knowledge.model import Content, Nature
from tests.knowledge import small_library

NAMES = tuple(small_library.FILES)
NMN = "substances/nmn.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_library.write(tmp_path)


def test_a_library_is_read_whole(folder: Path) -> None:
    content = files.load(folder)
    assert {claim.id: claim.substance for claim in content.claims} == {
        "nac-sleep": "nac",
        "nac-depression": "nac",
        "nmn-depression": "nmn",
    }
    assert {s.id: s.names["en"][-1] for s in content.substances} == {
        "nac": "acetylcysteine",
        "nmn": "nicotinamide mononucleotide",
    }
    assert {o.id: o.nature for o in content.outcomes} == {
        "depression": Nature.CONDITION,
        "sleep": Nature.GOAL,
    }
    assert [tip_off.id for tip_off in content.tip_offs] == ["cure-all"]
    assert content.cues == {"relations.improves-condition": {"en": ("cure", "cured")}}


def test_each_claim_knows_where_it_stands(folder: Path) -> None:
    shelf = files.read(folder)
    assert shelf.places["nac-depression"] == (folder / "substances/nac.yaml", ("claims", 1))
    assert shelf.publishers == {"Cochrane"}


def test_reading_twice_gives_equal_content(folder: Path) -> None:
    assert files.load(folder) == files.load(folder)


def test_the_real_library_has_substance_claims_and_every_kind_of_file(library: Content) -> None:
    assert len(library.claims) > 100
    assert library.substances
    assert library.outcomes
    assert library.tip_offs
    assert library.cues


def _broken(file: Path) -> None:
    file.write_text("first: line\nsecond: [never closed\nthird: line\n", encoding="utf-8")


def _not_utf8(file: Path) -> None:
    file.write_bytes("name: caf\u00e9\n".encode("latin-1"))


def _with_a_nul(file: Path) -> None:
    file.write_bytes(b"name: \x00\n")


def _empty(file: Path) -> None:
    file.write_text("# nothing but a remark\n", encoding="utf-8")


def _only_words(file: Path) -> None:
    file.write_text("just some words\n", encoding="utf-8")


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _only_fault(folder: Path) -> str:
    (fault,) = files.read(folder).faults
    return str(fault)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_broken, "is not YAML at line 3"),
        (_not_utf8, "is not UTF-8 text"),
        (_with_a_nul, "is not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_clear_fault(
    folder: Path, name: str, spoil: Callable[[Path], None], message: str
) -> None:
    spoil(folder / name)
    fault = _only_fault(folder)
    assert fault.startswith(f"{Path(name).name}:")
    assert message in fault
    with pytest.raises(LibraryError, match=Path(name).name):
        files.load(folder)


@pytest.mark.parametrize("name", [name for name in NAMES if "/" not in name])
def test_a_missing_file_gives_one_clear_fault(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert _only_fault(folder) == f"{name}:1: file is missing"


def test_a_folder_without_a_library_is_refused_with_every_missing_file(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as refused:
        files.load(tmp_path / "nowhere")
    for name in ("outcomes.yaml", "tip_offs.yaml", "cues.yaml", "publishers.yaml"):
        assert f"{name}:1: file is missing" in str(refused.value)
    assert "no substance files here" in str(refused.value)
    assert "`python -m knowledge lint`" in str(refused.value)


def test_other_files_beside_a_spoilt_one_are_still_read(folder: Path) -> None:
    _broken(folder / "substances/nac.yaml")
    assert [claim.id for claim in files.read(folder).content.claims] == ["nmn-depression"]


def test_a_claim_that_cannot_be_read_does_not_hide_its_neighbours(folder: Path) -> None:
    small_library.change(folder, "substances/nac.yaml", "status: supported", "status: excellent")
    assert [claim.id for claim in files.read(folder).content.claims] == [
        "nac-depression",
        "nmn-depression",
    ]


@pytest.mark.parametrize("name", ["outcomes.yaml", "tip_offs.yaml"])
def test_a_list_file_that_holds_no_list_is_refused(folder: Path, name: str) -> None:
    _only_words(folder / name)
    assert _only_fault(folder) == f"{name}:1: must be a list"


@pytest.mark.parametrize("name", [NMN, "outcomes.yaml", "tip_offs.yaml", "publishers.yaml"])
def test_a_record_that_is_no_mapping_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("[one]\n", encoding="utf-8")
    assert _only_fault(folder) == f"{Path(name).name}:1: must be a mapping of fields"


@pytest.mark.parametrize("claims", ["5", "0", "some words", "{id: nmn-depression}"])
def test_claims_that_are_no_list_give_one_clear_fault(folder: Path, claims: str) -> None:
    before, _, _ = small_library.NMN.partition("claims:")
    (folder / NMN).write_text(f"{before}claims: {claims}\n", encoding="utf-8")
    assert _only_fault(folder) == "nmn.yaml:7: claims must be a list"


def test_a_key_that_stands_twice_is_refused(folder: Path) -> None:
    twice = "    safety: danger\n    safety: ordinary\n"
    text = small_library.change(folder, NMN, "    safety: danger\n", twice)
    line = small_library.line_with(text, "safety: ordinary")
    assert f"at line {line}: 'safety' stands twice" in _only_fault(folder)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_gives_one_clear_fault(folder: Path, name: str) -> None:
    _empty(folder / name)
    assert _only_fault(folder).startswith(f"{Path(name).name}:1: ")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_the_system_refuses_gives_one_clear_fault(folder: Path, name: str) -> None:
    _a_folder(folder / name)
    assert _only_fault(folder).startswith(f"{Path(name).name}:1: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cues.yaml", "just some words\n"),
        ("cues.yaml", "relations:\n"),
        ("cues.yaml", "relations: improves\n"),
        ("cues.yaml", "relations:\n  improves:\n    - cure\n"),
        ("cues.yaml", "relations:\n  improves:\n    en: cure\n"),
        ("publishers.yaml", "just some words\n"),
        ("publishers.yaml", "- Cochrane\n"),
        ("publishers.yaml", "- {kind: reviewers, why: They weigh.}\n"),
        ("publishers.yaml", "- {kind: reviewers, why: They weigh., names: Cochrane}\n"),
    ],
)
def test_cues_and_publishers_of_another_shape_give_one_clear_fault(
    folder: Path, name: str, text: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert _only_fault(folder).startswith(f"{name}:")


def test_a_day_that_no_calendar_has_gives_one_clear_fault(folder: Path) -> None:
    text = small_library.change(folder, NMN, "due: 2027-11-22", "due: 2027-02-30")
    line = small_library.line_with(text, "2027-02-30")
    assert _only_fault(folder) == (
        f"nmn.yaml:{line}: nmn-depression: due must be a date like 2026-11-22"
    )
