"""Personal data is replaced, what says how much and when stays: the written set, and its floors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import scrubbed
from knowledge.reading.language import LANGUAGES
from tests.review.personal import Judged, judge, lines, lost, recall

_OTHER = st.text(max_size=300).filter(lambda text: "lima" not in text.lower())


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [judge(line) for line in lines()]


def test_the_set_is_large_and_in_every_language(judged: list[Judged]) -> None:
    assert len(judged) >= 150
    for language in LANGUAGES:
        assert sum(one.line.language == language for one in judged) >= 10


def test_nearly_all_personal_data_goes(judged: list[Judged]) -> None:
    assert recall(judged) >= 0.97, [(one.left, one.result) for one in judged if one.left]


def test_amounts_prices_years_and_citations_stay(judged: list[Judged]) -> None:
    assert lost(judged) <= 0.01, [(one.lost, one.result) for one in judged if one.lost]


def test_most_goes_of_what_was_written_after_the_patterns() -> None:
    unseen = [judge(line) for line in lines("unseen")]
    assert recall(unseen) >= 0.8
    assert lost(unseen) <= 0.05


def test_what_was_removed_is_counted_by_its_kind() -> None:
    found = scrubbed("My name is Ana Lima, +34 612 345 678, ana@example.com, @ana, 500-1000 mg")
    assert found.text == "My name is [name], [phone], [email], [handle], 500-1000 mg"
    assert found.removed == {"name": 1, "phone": 1, "email": 1, "handle": 1}


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://user:secret@www.example.org:8080/a/b?token=1#me", "www.example.org"),
        ("see example.com/profile/ana-1961", "see example.com"),
        ("http://192.168.1.17/admin", "[link]"),
        ("https://wa.me/34612345678", "[handle]"),
    ],
)
def test_of_a_link_only_its_host_is_left(link: str, host: str) -> None:
    assert scrubbed(link).text == host


def test_digits_of_other_scripts_and_invisible_letters_hide_nothing() -> None:
    assert scrubbed("٠٥٠١٢٣٤٥٦٧ ९८७६५४३२१० 0\u200b50\u200b1234567").removed == {"phone": 3}
    assert "1234567" not in scrubbed("call 0\u200b50\u200b1234567").text


@given(_OTHER, _OTHER)
def test_no_text_around_it_hides_personal_data(before: str, after: str) -> None:
    assert "lima" not in scrubbed(f"{before} ana.lima@example.com {after}").text.lower()


@pytest.mark.parametrize("part", ["1", "1 ", "a@", "a.", "+", "12 Ab ", "http://", "5 mg ", "路"])
def test_a_hostile_text_is_scrubbed_to_its_end(part: str) -> None:
    # A slow expression would run into the time limit of the test here.
    text = part * (40_000 // len(part))
    assert scrubbed(f"{text} ana@example.com").text.endswith("[email]")
