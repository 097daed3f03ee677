"""The rules of the library: each is broken once, alone, and must be named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import lint
from knowledge.model import Certainty, Status
from tests.knowledge import small_library
from tests.knowledge.library.breakage import NAC, NMN, OUTCOMES, Breakage
from tests.knowledge.library.breakages import BREAKAGES

NAC_HEADLINE = "NAC may improve sleep a little."


def test_the_small_library_is_clean_before_anything_is_broken(tmp_path: Path) -> None:
    assert lint.check(small_library.write(tmp_path)) == []


@pytest.mark.parametrize("broken", BREAKAGES, ids=lambda broken: broken.name)
def test_one_broken_thing_gives_one_fault_with_file_and_line(
    tmp_path: Path, broken: Breakage
) -> None:
    folder = small_library.write(tmp_path)
    text = small_library.change(folder, broken.file, broken.old, broken.new)
    line = small_library.line_with(text, broken.at)
    (fault,) = [str(fault) for fault in lint.check(folder)]
    assert fault.startswith(f"{Path(broken.file).name}:{line}: ")
    assert broken.message in fault


NEEDS_ITS_VERB = "certainty needs its verb"
WRONG_VERBS = (
    (Status.SUPPORTED, Certainty.HIGH, "NAC may improve sleep.", "yet the headline hedges"),
    (Status.REFUTED, Certainty.HIGH, "NAC probably ruins sleep.", "yet the headline hedges"),
    (Status.SUPPORTED, Certainty.MODERATE, "NAC improves sleep.", NEEDS_ITS_VERB),
    (Status.REFUTED, Certainty.MODERATE, "NAC does not improve sleep.", NEEDS_ITS_VERB),
    (Status.MIXED, Certainty.LOW, "NAC improves sleep for some.", NEEDS_ITS_VERB),
    (Status.SUPPORTED, Certainty.LOW, "NAC probably improves sleep.", NEEDS_ITS_VERB),
    (Status.MIXED, Certainty.VERY_LOW, "NAC may improve sleep.", NEEDS_ITS_VERB),
    (Status.UNPROVEN, Certainty.LOW, "NAC may improve sleep.", "must say that evidence is missing"),
    (Status.UNPROVEN, Certainty.LOW, "No study was found; it is false.", "unproven is not false"),
)
RIGHT_VERBS = (
    (Status.SUPPORTED, Certainty.HIGH, "NAC improves sleep."),
    (Status.REFUTED, Certainty.HIGH, "NAC does not improve sleep."),
    (Status.SUPPORTED, Certainty.MODERATE, "NAC probably improves sleep."),
    (Status.REFUTED, Certainty.MODERATE, "NAC probably does not improve sleep."),
    (Status.MIXED, Certainty.LOW, "NAC may improve sleep for some."),
    (Status.SUPPORTED, Certainty.VERY_LOW, "We do not know whether NAC improves sleep."),
    (Status.UNPROVEN, Certainty.LOW, "No study shows that NAC improves sleep."),
)


def _reworded(folder: Path, status: Status, certainty: Certainty, headline: str) -> None:
    old = f"headline: {NAC_HEADLINE}\n    status: supported\n    certainty: low\n"
    new = f"headline: {headline}\n    status: {status}\n    certainty: {certainty}\n"
    small_library.change(small_library.write(folder), NAC, old, new)


@pytest.mark.parametrize(("status", "certainty", "headline", "message"), WRONG_VERBS)
def test_a_headline_whose_verb_does_not_follow_the_certainty_is_refused(
    tmp_path: Path, status: Status, certainty: Certainty, headline: str, message: str
) -> None:
    _reworded(tmp_path, status, certainty, headline)
    (fault,) = [str(fault) for fault in lint.check(tmp_path)]
    line = small_library.line_with((tmp_path / NAC).read_text(encoding="utf-8"), headline)
    assert fault.startswith(f"nac.yaml:{line}: nac-sleep: ")
    assert message in fault


@pytest.mark.parametrize(("status", "certainty", "headline"), RIGHT_VERBS)
def test_a_headline_whose_verb_follows_the_certainty_passes(
    tmp_path: Path, status: Status, certainty: Certainty, headline: str
) -> None:
    _reworded(tmp_path, status, certainty, headline)
    assert lint.check(tmp_path) == []


def test_a_draft_may_still_lack_a_trusted_source(tmp_path: Path) -> None:
    folder = small_library.write(tmp_path)
    small_library.change(folder, NMN, "publisher: Cochrane", "publisher: Shop of Wonders")
    small_library.change(folder, NMN, "state: published", "state: draft")
    assert lint.check(folder) == []


def test_several_broken_things_are_all_named(tmp_path: Path) -> None:
    folder = small_library.write(tmp_path)
    small_library.change(folder, NMN, "due: 2027-11-22", "due: 2020-11-22")
    small_library.change(folder, NAC, NAC_HEADLINE, "This scam may improve sleep.")
    small_library.change(folder, OUTCOMES, "ambiguous: [feeling low]", "ambiguous: [mood]")
    assert sorted(fault.file.name for fault in lint.check(folder)) == [
        "nac.yaml",
        "nmn.yaml",
        "outcomes.yaml",
    ]


@pytest.mark.parametrize("name", [OUTCOMES, "tip_offs.yaml", "cues.yaml", "publishers.yaml"])
def test_a_file_that_is_missing_is_the_only_fault(tmp_path: Path, name: str) -> None:
    folder = small_library.write(tmp_path)
    (folder / name).unlink()
    assert [str(fault) for fault in lint.check(folder)] == [f"{name}:1: file is missing"]


def test_an_outcome_that_cannot_be_read_causes_no_other_fault(tmp_path: Path) -> None:
    folder = small_library.write(tmp_path)
    small_library.change(folder, OUTCOMES, "nature: condition", "nature: odd")
    (fault,) = lint.check(folder)
    assert str(fault).startswith("outcomes.yaml:3: depression: nature is 'odd'")


def test_the_real_library_is_clean() -> None:
    assert [str(fault) for fault in lint.check()] == []


def test_every_rule_says_what_it_asks_for() -> None:
    assert all((rule.__doc__ or "").strip() for rule in lint.RULES)
