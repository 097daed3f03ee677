"""What a message says that substances do to outcomes."""

from __future__ import annotations

import pytest

from knowledge import Snapshot, Stance, assess
from tests.knowledge.reading.small import reading, said, triple


def stances(text: str) -> dict[tuple[str, str | None, str], Stance]:
    return {triple(statement): statement.stance for statement in reading(text).statements}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN cures cancer", {("nmn", "improves", "cancer")}),
        ("cancer? NMN.", {("nmn", None, "cancer")}),
        ("NMN and NAC cure cancer", {("nmn", "improves", "cancer"), ("nac", "improves", "cancer")}),
        (
            "NMN cures cancer and NAC causes anxiety",
            {("nmn", "improves", "cancer"), ("nac", "harms", "anxiety")},
        ),
        (
            "For cancer: garlic, NMN and NAC",
            {(substance, None, "cancer") for substance in ("garlic", "nmn", "nac")},
        ),
        ("cancer is beaten", set()),
        ("NMN is here", set()),
        ("", set()),
    ],
)
def test_each_outcome_is_said_of_the_substances_that_govern_it(
    text: str, expected: set[tuple[str, str | None, str]]
) -> None:
    assert said(text) == expected


def test_an_outcome_between_two_substances_belongs_to_the_first() -> None:
    assert said("NMN for anxiety, NAC for cancer") == {
        ("nmn", None, "anxiety"),
        ("nac", None, "cancer"),
    }


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("NMN cures cancer", Stance.ASSERTS),
        ("NMN does not cure cancer", Stance.DISPUTES),
        ("NMN never cures cancer", Stance.DISPUTES),
        ("NMN does not make your cancer stop", Stance.DISPUTES),
        ("Does NMN not cure cancer?", Stance.ASKS),
        ("I was not well until NMN cured my cancer", Stance.ASSERTS),
        ("According to her NMN does not cure cancer", Stance.DISPUTES),
    ],
)
def test_a_denied_effect_is_disputed(text: str, stance: Stance) -> None:
    assert stances(text) == {("nmn", "improves", "cancer"): stance}


@pytest.mark.parametrize(
    "text",
    [
        "NMN, not NAC, is what really cures cancer",
        "NMN is no toy and it really cures cancer",
        "NMN, not NAC, cures cancer",
        "NMN is no toy and cures cancer",
    ],
)
def test_a_negator_of_something_else_denies_nothing(text: str) -> None:
    assert stances(text)["nmn", "improves", "cancer"] is Stance.ASSERTS


def test_the_lack_of_a_substance_that_harms_means_that_it_helps() -> None:
    assert said("Low NAD causes cancer") == {("nad", "improves", "cancer")}
    assert said("NAD deficiency causes cancer") == {("nad", "improves", "cancer")}
    assert said("NAD causes cancer") == {("nad", "harms", "cancer")}


def test_an_effect_by_way_of_another_is_said_too() -> None:
    text = "NMN regrows hair and so cures anxiety"
    assert ("nmn", "improves", "hair-anxiety") in said(text)
    assert ("nmn", "improves", "hair-anxiety") not in said("NMN cures anxiety")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN instead of Prozac", ("nmn", "replaces", "antidepressant")),
        ("I was on Prozac. I use NMN now instead.", ("nmn", "replaces", "antidepressant")),
        ("NMN is great. She threw away her pills.", ("nmn", "replaces", "")),
        ("I was on Prozac. Swapped it for NMN.", ("nmn", "replaces", "antidepressant")),
        ("Stop your Prozac!", ("supplements", "replaces", "antidepressant")),
    ],
)
def test_a_swap_is_of_the_medicine_it_means(
    text: str, expected: tuple[str, str | None, str]
) -> None:
    assert expected in said(text)


@pytest.mark.parametrize(
    "text", ["Stop taking NMN if you feel sick", "I was on Prozac. Stop taking NMN now."]
)
def test_stopping_the_substance_itself_replaces_nothing(text: str) -> None:
    assert "replaces" not in {relation for _, relation, _ in said(text)}


def test_a_swap_keeps_all_that_the_word_for_the_medicine_may_mean(base: Snapshot) -> None:
    found = assess("I was on Zoloft. Now I only use NMN instead.", base).answers
    assert "nmn-replaces-antidepressant" in {finding.claim.id for finding in found}


def test_items_of_a_list_share_the_effect_of_the_line_above() -> None:
    statements = reading("These boost sleep:\n- NMN\n- garlic").statements
    shared = [each for each in statements if each.signals.carried_outcome]
    assert [triple(each) for each in shared] == [
        ("nmn", "improves", "sleep"),
        ("garlic", "improves", "sleep"),
    ]


def test_a_list_under_a_question_asks_of_each_item() -> None:
    text = "Can anyone here tell me which of these will boost sleep?\n- NMN\n- garlic"
    assert stances(text) == {
        ("nmn", "improves", "sleep"): Stance.ASKS,
        ("garlic", "improves", "sleep"): Stance.ASKS,
    }


@pytest.mark.parametrize(
    ("text", "signal", "expected"),
    [
        ("NMN cures cancer", "named", 1.0),
        ("turmerik cures cancer", "named", 0.85),
        ("NMN cures cancer", "carried", False),
        ("NMN is new. It cures cancer.", "carried", True),
        ("iron cures cancer", "vague_substance", True),
        ("NMN cures cancer", "vague_substance", False),
        ("NMN helps the heart", "vague_outcome", True),
        ("NMN cures cancer", "vague_outcome", False),
        ("NMN cures cancer", "cue", True),
        ("NMN cancer", "cue", False),
        ("NMN cures cancer", "alone", True),
        ("NMN cures cancer, " + "says he, " * 8, "alone", False),
        ("NMN cures cancer", "near", 1.0),
        ("NMN cancer", "near", 0.0),
    ],
)
def test_a_statement_carries_what_speaks_for_it(text: str, signal: str, expected: float) -> None:
    (statement,) = reading(text).statements
    assert getattr(statement.signals, signal) == pytest.approx(expected)


def test_a_statement_quotes_its_sentence_and_the_words_it_was_read_from() -> None:
    (statement,) = reading("Hello. Turmeric cures my Cancer! Bye.").statements
    assert statement.quote == "Turmeric cures my Cancer!"
    assert statement.words == ("turmeric", "cancer")
    assert statement.sentence == 1


def test_one_word_read_as_substance_and_outcome_says_nothing_of_itself(base: Snapshot) -> None:
    for text in ("melatonin", "collagen", "NAD+", "creatine", "probiotics"):
        assert not assess(text, base).answers
