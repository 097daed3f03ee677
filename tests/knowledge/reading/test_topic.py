"""What a text speaks of from sentence to sentence."""

from __future__ import annotations

import pytest

from knowledge.reading import topic
from tests.knowledge.reading.small import reading, said, vocabulary


def subjects(text: str) -> list[tuple[str, ...]]:
    """The substances that each sentence speaks of."""
    found = topic.subjects_of(reading(text).sentences)
    return [tuple(subject.id for subject in of) for of in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN is new. It cures cancer.", [("nmn",), ("nmn",)]),
        ("NMN is new. NAC is old. It works.", [("nmn",), ("nac",), ("nac",)]),
        ("NMN and NAC are new. They work.", [("nmn", "nac"), ("nmn", "nac")]),
        ("All about NMN\n\nNew.\n\nIt works.", [("nmn",)] * 3),
        ("It is a fine day. It works.", [(), ()]),
        ("NMN and more NMN. It works.", [("nmn", "nmn"), ("nmn",)]),
    ],
)
def test_the_last_substance_named_is_carried_on(text: str, expected: list[tuple[str, ...]]) -> None:
    assert subjects(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN is new. This supplement works.", [("nmn",), ("nmn",)]),
        ("This supplement works. It does.", [("supplements",), ("supplements",)]),
    ],
)
def test_a_general_word_refers_back_to_what_was_named(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert subjects(text) == expected


def test_sentences_before_the_first_name_speak_of_it() -> None:
    assert subjects("Depressed? Anxious? Try NMN.") == [("nmn",)] * 3


def test_sentences_before_several_names_speak_of_none() -> None:
    assert subjects("Depressed? Try NMN or NAC.") == [(), ("nmn", "nac")]


def test_an_item_speaks_of_the_line_above_its_list_and_not_of_the_item_before() -> None:
    text = "NMN does this:\n- cures cancer\n- NAC, the same\n- boosts energy\n\nIt works."
    assert subjects(text) == [("nmn",), ("nmn",), ("nac",), ("nmn",), ("nac",)]


def test_a_reference_speaks_of_nothing_and_carries_nothing() -> None:
    text = "NMN is new.\n\n[1] Smith, garlic in mice, 2020\n\nIt works."
    assert subjects(text) == [("nmn",), (), ("nmn",)]


def test_a_substance_within_the_name_of_a_measure_is_not_the_topic() -> None:
    assert subjects("NMN raises the NAD level. It works.") == [("nmn",), ("nmn",)]
    assert subjects("Your NAD level. It works.") == [("nad",), ("nad",)]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("She has an iron will.", False),
        ("I take iron.", True),
        ("Iron cures anxiety.", True),
        ("Ferrous sulfate is new. She has iron.", True),
        ("She has an iron heart.", False),
    ],
)
def test_a_vague_substance_needs_support(text: str, heard: bool) -> None:
    assert ("iron" in reading(text).substances) is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("A heart of gold. Garlic is fine.", False),
        ("Garlic for the heart.", True),
        ("Garlic is fine. It boosts the heart.", True),
        ("Garlic is fine. My heart is broken.", False),
    ],
)
def test_a_vague_outcome_needs_a_substance_that_acts_on_it(text: str, heard: bool) -> None:
    outcomes = [mention.id for one in reading(text).sentences for mention in one.outcomes]
    assert ("heart" in outcomes) is heard


@pytest.mark.parametrize(
    ("text", "introduced"),
    [
        ("For sleep:\n- NMN\n- NAC", [None, "sleep", "sleep"]),
        ("For sleep:\n- NMN for cancer\n- NAC", [None, None, "sleep"]),
        ("For you:\n- NMN", [None, None]),
        ("For sleep:\n- NMN\n\nFor you:\n- NAC", [None, "sleep", None, None]),
    ],
)
def test_the_line_above_a_list_says_what_its_substances_are_for(
    text: str, introduced: list[str | None]
) -> None:
    found = topic.introductions(reading(text).sentences)
    assert [one.outcomes[0].id if one else None for one in found] == introduced


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("I was on Prozac. I take NMN instead.", ("antidepressant",)),
        ("I was on Prozac. It was bad. I take NMN instead.", ("antidepressant",)),
        ("I was on Zoloft. I take NMN instead.", ("antidepressant", "ssri")),
        ("I was on Prozac and Zoloft. I take NMN instead.", ("antidepressant", "ssri")),
        ("I was on Zoloft, then Prozac. I take NMN instead.", ("antidepressant",)),
        ("I was on Prozac. It was bad. So bad. I take NMN instead.", ()),
        ("I was on Prozac.\n\nI take NMN instead.", ()),
        ("I had cancer. I take NMN instead.", ()),
    ],
)
def test_instead_reaches_back_two_sentences_in_its_paragraph(
    text: str, medicine: tuple[str, ...]
) -> None:
    reads = reading(text).sentences
    found = topic.medicine_before(len(reads) - 1, reads, vocabulary())
    assert tuple(mention.id for mention in found) == medicine


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Stop your Prozac!", ("supplements",)),
        ("Prozac makes you ill. Stop taking it!", ()),
        ("I stop taking Prozac", ()),
        ("My doctor said to stop taking Prozac", ()),
        ("Prozac is old", ()),
        ("Stop taking it", ()),
    ],
)
def test_a_call_to_stop_a_medicine_without_a_remedy_speaks_of_any(
    text: str, of: tuple[str, ...]
) -> None:
    last = reading(text).sentences[-1]
    assert tuple(subject.id for subject in topic.unnamed(last, vocabulary(), sold=False)) == of


@pytest.mark.parametrize(
    ("text", "sold"),
    [
        ("They hide this: our pill cures cancer", True),
        ("They hide this. The capsule is new.", True),
        ("Our pill cures cancer", False),
        ("They hide this: it cures cancer", False),
        ("They hide this: the NMN pill cures cancer", False),
        ("", False),
    ],
)
def test_a_product_is_sold_unnamed_where_no_substance_is_named(text: str, sold: bool) -> None:
    assert topic.sells_unnamed(reading(text).sentences) is sold


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("It cures cancer", ("supplements",)),
        ("Take it instead of Prozac", ("supplements",)),
        ("It is new", ()),
    ],
)
def test_what_is_sold_without_a_known_name_is_any_remedy_where_it_acts(
    text: str, of: tuple[str, ...]
) -> None:
    (one,) = reading(text).sentences
    assert tuple(subject.id for subject in topic.unnamed(one, vocabulary(), sold=True)) == of


def test_a_sales_talk_without_a_name_speaks_of_any_remedy() -> None:
    assert said("They hide this: our pill cures cancer") == {("supplements", "improves", "cancer")}
    assert said("Our pill cures cancer") == set()


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("She has iron. It cures anxiety.", True),
        ("It cures anxiety. She has iron.", True),
        ("She has iron. What a fine day. It cures anxiety.", False),
        ("She has iron.\n\nIt cures anxiety.", False),
        ("She has iron. I had anxiety.", False),
    ],
)
def test_a_vague_substance_is_supported_by_an_effect_in_the_sentence_beside_it(
    text: str, heard: bool
) -> None:
    assert ("iron" in reading(text).substances) is heard


def test_a_list_of_side_effects_ends_with_its_items() -> None:
    text = "NMN. Side effects include:\n- headache\n- anxiety\n\nNMN cures cancer.\n- headache"
    warn, items = topic.warnings(reading(text).sentences)
    assert warn == {1}
    assert items == {2, 3}


def test_a_referral_to_a_doctor_is_a_warning() -> None:
    warn, items = topic.warnings(reading("NMN is new. Talk to your doctor first.").sentences)
    assert (warn, items) == ({1}, set())
