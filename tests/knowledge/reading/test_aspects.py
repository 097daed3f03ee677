"""Statements on the taking itself: safety, dose, timing, approval, proof."""

from __future__ import annotations

import pytest

from knowledge import Stance
from tests.knowledge.reading.small import reading, said


def safety(text: str) -> Stance:
    (statement,) = [s for s in reading(text).statements if s.relation == "is-safe"]
    return statement.stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("NMN is safe", Stance.ASSERTS),
        ("NMN has no side effects", Stance.ASSERTS),
        ("NMN is harmless and never dangerous", Stance.ASSERTS),
        ("NMN is not safe", Stance.DISPUTES),
        ("NMN is dangerous", Stance.DISPUTES),
        ("NMN has side effects", Stance.DISPUTES),
        ("Is NMN safe?", Stance.ASKS),
        ("Is NMN dangerous?", Stance.ASKS),
        ("According to her NMN is safe", Stance.REPORTS),
        ("According to her NMN is dangerous", Stance.DISPUTES),
    ],
)
def test_harm_denies_safety(text: str, stance: Stance) -> None:
    assert safety(text) is stance


@pytest.mark.parametrize(
    "text", ["NMN is not toxic", "NMN is never dangerous", "NMN is not at all toxic"]
)
def test_denied_harm_asserts_safety(text: str) -> None:
    assert safety(text) is Stance.ASSERTS


def test_whom_it_is_safe_for_comes_before_safety_at_large() -> None:
    (statement,) = reading("NMN is safe for children").statements
    assert statement.outcomes == ("children", "safety")


@pytest.mark.parametrize(
    ("text", "stance"),
    [("I take NMN and give it to my children", Stance.ASSERTS), ("NMN in children?", Stance.ASKS)],
)
def test_children_beside_a_substance_speak_of_its_safety(text: str, stance: Stance) -> None:
    (statement,) = reading(text).statements
    assert (statement.relation, statement.outcomes) == ("is-safe", ("children",))
    assert statement.stance is stance


@pytest.mark.parametrize(
    "text", ["NMN and my children went out", "My children read of NMN", "NMN for my children"]
)
def test_children_that_are_only_named_say_nothing(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    ["NMN is new. It is dangerous.", "NMN is new. Driving is dangerous.", "Dangerous weather"],
)
def test_a_word_of_danger_without_the_substance_beside_it_is_not_on_its_safety(text: str) -> None:
    assert "is-safe" not in {relation for _, relation, _ in said(text)}


@pytest.mark.parametrize("text", ["NMN for a dangerous cancer", "NMN, toxic anxiety, cures it"])
def test_a_word_of_danger_beside_an_illness_speaks_of_the_illness(text: str) -> None:
    assert "is-safe" not in {relation for _, relation, _ in said(text)}


def test_a_word_of_safety_counts_also_where_the_substance_is_carried() -> None:
    assert said("NMN is new. It is harmless.") == {("nmn", "is-safe", "safety")}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("NMN and other drugs go well", Stance.ASSERTS),
        ("Other drugs with NMN?", Stance.ASKS),
        ("NMN and other drugs are dangerous", Stance.DISPUTES),
        ("NMN with other drugs causes headache", Stance.DISPUTES),
        ("NMN with other drugs, never", Stance.DISPUTES),
    ],
)
def test_other_medicine_beside_a_substance_says_that_they_go_together_unless_it_warns(
    text: str, stance: Stance
) -> None:
    together = [s for s in reading(text).statements if s.relation == "safe-with"]
    assert [(s.substance, s.outcomes, s.stance) for s in together] == [
        ("nmn", ("drug-interaction",), stance)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skip the NMN", {("nmn", "not-needed", "")}),
        ("Skip NMN today", {("nmn", "not-needed", "")}),
        ("NMN, then skip it", set()),
        ("Skip the whole long talk about NMN", set()),
    ],
)
def test_to_skip_a_substance_says_that_it_is_not_needed(
    text: str, expected: set[tuple[str, str | None, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "amount", ["500 mg", "500mg", "1,000 mg", "2.5 g", "5000 IU", "20 mcg", "5 ml", "3 grams"]
)
def test_an_amount_that_is_to_be_taken_is_a_dose(amount: str) -> None:
    assert said(f"How much NMN? {amount} every morning") == {("nmn", "how-to-take", "dose")}


@pytest.mark.parametrize(
    "text",
    ["A 500 mg bottle of NMN", "NMN 500 every morning", "NMN every morning", "NMN: 5 gifts a day"],
)
def test_a_number_without_unit_or_taking_is_no_dose(text: str) -> None:
    assert said(text) == set()


def test_a_dose_is_named_once() -> None:
    assert said("NMN dosage: 500 mg a day") == {("nmn", "how-to-take", "dose")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN in the morning", ("nmn", "how-to-take", "timing")),
        ("NMN is approved by the FDA", ("nmn", "is-official", "regulatory-status")),
        ("NMN is officially recommended", ("nmn", "is-official", "regulatory-status")),
        ("NMN is banned", ("nmn", "is-banned", "regulatory-status")),
        ("A study shows that NMN cures cancer", ("nmn", "is-proven", "cancer")),
    ],
)
def test_timing_approval_and_proof_are_statements(
    text: str, expected: tuple[str, str | None, str]
) -> None:
    assert expected in said(text)


def test_proof_of_nothing_in_particular_says_nothing() -> None:
    assert said("A study of NMN") == set()


def test_each_substance_of_a_sentence_gets_its_own_statement() -> None:
    assert said("NMN and garlic are safe") == {
        ("nmn", "is-safe", "safety"),
        ("garlic", "is-safe", "safety"),
    }


def test_a_carried_substance_is_marked_as_carried() -> None:
    (statement,) = reading("NMN is new. It is safe.").statements
    assert statement.signals.carried
    assert statement.words == ("nmn", "safe")
