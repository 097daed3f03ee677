"""The counts of a library."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge import ClaimState, Content
from knowledge.library import plain
from knowledge.statistics import in_words, statistics
from tests import make


def counted(*claims: Any, today: date = make.TODAY) -> dict[str, Any]:
    return statistics(make.content(*claims), today)


def test_the_counts_of_the_real_library_add_up(library: Content) -> None:
    all_ = statistics(library, make.TODAY)
    assert all_["published"] + all_["drafts"] == len(library.claims)
    for scale in ("status", "certainty", "safety", "relation"):
        assert sum(all_[scale].values()) == all_["published"]
    assert sum(all_["sources_by_publisher"].values()) == all_["sources"]
    assert 0 <= all_["with_two_sources"] <= 1
    assert 0 <= all_["facts_tied_to_sources"] <= 1


def test_an_empty_library_is_counted_without_an_error() -> None:
    empty = statistics(Content((), (), ()), make.TODAY)
    assert empty["with_two_sources"] == 0
    assert empty["facts_tied_to_sources"] == 0
    assert empty["grade_median"] is None


def test_a_review_is_overdue_the_day_after_it_was_due() -> None:
    due = make.REVIEW.due
    assert counted(today=due)["overdue"] == 0
    assert counted(today=date(due.year, due.month, due.day + 1))["overdue"] == 1


def test_publishers_are_counted_the_most_cited_first() -> None:
    other = replace(make.SOURCE, publisher="US FDA")
    both = make.claim(sources=(make.SOURCE, other, make.SOURCE))
    assert list(counted(both)["sources_by_publisher"].items()) == [("Cochrane", 2), ("US FDA", 1)]


@pytest.mark.parametrize(
    ("years", "old", "undated"),
    [((2021,), 0, 0), ((2020,), 1, 0), ((2001, 2026), 0, 0), ((2001, None), 1, 0), ((None,), 0, 1)],
)
def test_the_newest_source_of_a_claim_tells_its_age(
    years: tuple[int | None, ...], old: int, undated: int
) -> None:
    claim = make.claim(sources=tuple(replace(make.SOURCE, year=year) for year in years))
    found = counted(claim)
    assert found["newest_source_over_five_years"] == old
    assert found["no_source_with_a_year"] == undated


def test_facts_that_name_their_source_are_a_share_of_all() -> None:
    claim = make.claim(facts=("Mice only. [ods]", "Tired."), safety_facts=("Ask. [fda]", "Wait."))
    assert counted(claim)["facts_tied_to_sources"] == 0.5


def test_a_sign_off_counts_and_drafts_do_not() -> None:
    draft = make.signed(id="draft", state=ClaimState.DRAFT)
    found = counted(make.signed(id="signed"), make.claim(id="unsigned"), draft)
    assert (found["signed_off"], found["published"], found["drafts"]) == (1, 2, 1)


def test_grades_are_not_measured_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "available", lambda: False)
    assert counted()["grade_median"] is None
    assert "grade_over_8: not measured" in list(in_words(counted()))


def test_grades_are_those_of_all_that_a_claim_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def grade(text: str) -> float:
        read.append(text)
        return 9.0 if "Hard" in text else 4.0

    fake = SimpleNamespace(textstat=SimpleNamespace(flesch_kincaid_grade=grade))
    monkeypatch.setattr(plain, "available", lambda: True)
    monkeypatch.setitem(sys.modules, "textstat", fake)
    hard = make.claim(id="hard", facts=("Hard words. [ods]",))
    found = counted(make.claim(id="a"), make.claim(id="b"), hard)
    assert (found["grade_median"], found["grade_over_8"]) == (4.0, 1)
    assert "Hard words." in read[2]
    assert "[ods]" not in read[2]


def test_a_long_count_shows_its_head_in_words() -> None:
    (line,) = in_words({"sources": {f"p{number}": 1 for number in range(20)}})
    assert line.endswith("p11 1, and 8 more")
