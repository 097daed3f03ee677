"""Effects carried from an earlier sentence."""

from __future__ import annotations

import pytest

from knowledge.reading.carried import statements
from knowledge.reading.statements import Statement
from tests.knowledge.reading.small import reading, triple, vocabulary

Said = tuple[str, str | None, str]


def carried(text: str) -> list[Statement]:
    """What the last sentence says of an effect that was named before it."""
    found = reading(text)
    last = len(found.sentences) - 1
    return list(statements(last, found.sentences, found.subjects, vocabulary()))


def told(text: str) -> list[Said]:
    return [triple(each) for each in carried(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I had anxiety. NMN cured it.", [("nmn", "improves", "anxiety")]),
        ("I had anxiety. NMN prevents it.", [("nmn", "prevents", "anxiety")]),
        ("I had anxiety. NMN caused it.", [("nmn", "harms", "anxiety")]),
        ("I had insomnia. NMN cured it.", [("nmn", "improves", "sleep")]),
        ("I had anxiety. Then NMN.", [("nmn", None, "anxiety")]),
        ("Sleep was bad. Then NMN. It helps!", [("nmn", "improves", "sleep")]),
    ],
)
def test_a_verb_without_an_effect_acts_on_the_one_named_before(
    text: str, expected: list[Said]
) -> None:
    assert told(text) == expected


def test_every_effect_of_the_earlier_sentence_is_carried() -> None:
    assert told("I had anxiety and cancer. NMN cured it.") == [
        ("nmn", "improves", "anxiety"),
        ("nmn", "improves", "cancer"),
    ]


def test_every_substance_of_the_sentence_is_credited() -> None:
    assert told("I had anxiety. NMN and garlic cured it.") == [
        ("nmn", "improves", "anxiety"),
        ("garlic", "improves", "anxiety"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NMN cured it",
        "I had anxiety. NMN cured cancer.",
        "I had anxiety. It was cured.",
        "NMN is for anxiety. It is new.",
        "The dosage was low. NMN cured it.",
        "I had anxiety.\n- NMN cured it",
    ],
    ids=["first", "own effect", "no substance", "nothing acts", "no effect", "item of a list"],
)
def test_nothing_is_carried_where_nothing_is_missing_or_nothing_is_there(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "NAC is for anxiety. NMN cured it.",
        "I had anxiety. NAC was fine. NMN cured it.",
    ],
)
def test_an_effect_that_something_else_is_credited_with_is_not_carried(text: str) -> None:
    assert told(text) == []


def test_an_effect_is_carried_over_four_sentences_and_no_farther() -> None:
    near = "I had anxiety. " + "Then this. " * 3
    assert told(f"{near}NMN cured it.") == [("nmn", "improves", "anxiety")]
    assert told(f"{near}And that. NMN cured it.") == []


def test_the_nearest_effect_is_the_one_that_is_meant() -> None:
    assert told("I had cancer. I had anxiety. NMN cured it.") == [("nmn", "improves", "anxiety")]


def test_the_farther_the_effect_the_less_it_counts() -> None:
    (near,) = carried("I had anxiety. NMN cured it.")
    (far,) = carried("I had anxiety. Then this. NMN cured it.")
    assert 0 < far.signals.near < near.signals.near < 1


def test_a_carried_effect_is_marked_as_such() -> None:
    (named,) = carried("I had anxiety. NMN cured it.")
    assert (named.signals.carried, named.signals.carried_outcome) == (False, True)
    assert named.signals.cue
    assert named.words == ("nmn", "anxiety")
    assert named.quote == "NMN cured it."
    assert named.sentence == 1


def test_the_substance_may_be_carried_too() -> None:
    (both,) = carried("NMN is new. I had anxiety. It cured me.")
    assert (both.signals.carried, both.signals.carried_outcome) == (True, True)
