"""Effects by meaning, with vectors that only count letters."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pytest

from knowledge.matching.meaning import Meaning, Vectors, evenly_set, wordings
from tests.make import claim

CLAIMS = (
    claim(id="sad", outcome="depression", claim="sad sadness", phrasings=("sadder", "so sad")),
    claim(id="owl", outcome="sleep", claim="zzz zonk", phrasings=("zonk zonk", "zzzonk")),
    claim(id="curl", outcome="hair", claim="curly curl", phrasings=("curlicue", "curl up")),
)


def letters(texts: list[str]) -> Vectors:
    """A unit vector of how often each letter stands in a text."""
    counts = [[text.lower().count(letter) for letter in ascii_lowercase] for text in texts]
    rows = np.array(counts, dtype=np.float32)
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


MEANING = Meaning(CLAIMS, letters([text for _, text in wordings(CLAIMS)]), letters)


@pytest.mark.parametrize(
    ("text", "effect"), [("sadness", "depression"), ("ZONKS", "sleep"), ("my curls", "hair")]
)
def test_the_effect_that_stands_out_is_told(text: str, effect: str) -> None:
    found = MEANING.effects(text)
    assert max(found, key=lambda outcome: found[outcome]) == effect
    assert 0.5 < found[effect] <= 1


def test_what_is_far_behind_the_nearest_is_left_out() -> None:
    assert set(MEANING.effects("zonk")) == {"sleep"}


def test_two_effects_that_are_alike_are_half_as_likely_each() -> None:
    twins = (CLAIMS[0], claim(id="other", outcome="grief", claim=CLAIMS[0].claim,
                              phrasings=CLAIMS[0].phrasings), CLAIMS[1])  # fmt: skip
    meaning = Meaning(twins, letters([text for _, text in wordings(twins)]), letters)
    found = meaning.effects("sadness")
    assert found["depression"] == pytest.approx(found["grief"], abs=1e-3)
    assert found["depression"] == pytest.approx(0.5, abs=1e-3)


def test_the_nearer_a_phrasing_the_higher_the_likeness() -> None:
    same = MEANING.likeness(CLAIMS[0], "so sad")
    assert same == pytest.approx(1.0, abs=1e-3)
    assert 0 <= MEANING.likeness(CLAIMS[0], "zonk") < MEANING.likeness(CLAIMS[0], "sadly") < same


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_means_nothing(text: str) -> None:
    assert MEANING.effects(text) == {}
    assert MEANING.likeness(CLAIMS[0], text) == 0


@pytest.mark.parametrize("text", ["🎉", "123", "姜黄"])
def test_a_text_that_is_like_nothing_is_measured_all_the_same(text: str) -> None:
    assert all(0 <= value <= 1 for value in MEANING.effects(text).values())
    assert 0 <= MEANING.likeness(CLAIMS[0], text) <= 1


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert MEANING.effects("sad " * 200 + "zonk " * 500) == MEANING.effects("sad " * 150)


@pytest.mark.parametrize(
    "meaning",
    [
        Meaning(),
        Meaning(CLAIMS),
        Meaning(CLAIMS, letters([text for _, text in wordings(CLAIMS)])),
        Meaning((), letters([""])[:0], letters),
    ],
    ids=["nothing", "no vectors", "no function", "no claims"],
)
def test_without_all_that_it_needs_it_finds_nothing(meaning: Meaning) -> None:
    assert not meaning.active
    assert meaning.effects("sadness") == {}
    assert meaning.likeness(CLAIMS[0], "sadness") == 0


def test_with_all_that_it_needs_it_is_active() -> None:
    assert MEANING.active


def test_a_base_of_one_claim_has_one_effect() -> None:
    one = CLAIMS[:1]
    meaning = Meaning(one, letters([text for _, text in wordings(one)]), letters)
    assert set(meaning.effects("sadness")) <= {"depression"}


def test_a_claim_is_compared_by_its_wording_and_all_its_phrasings() -> None:
    assert [text for of, text in wordings(CLAIMS) if of.id == "owl"] == [
        "zzz zonk",
        "zonk zonk",
        "zzzonk",
    ]


def test_a_text_is_embedded_once() -> None:
    asked: list[str] = []

    def remembered(texts: list[str]) -> Vectors:
        asked.extend(texts)
        return letters(texts)

    meaning = Meaning(CLAIMS, letters([text for _, text in wordings(CLAIMS)]), remembered)
    meaning.effects("sadness")
    meaning.likeness(CLAIMS[0], "sadness")
    meaning.effects("sadness")
    assert asked == ["sadness"]


def test_a_text_costs_what_is_read_of_it() -> None:
    meaning = Meaning(CLAIMS, letters([text for _, text in wordings(CLAIMS)]), letters)
    assert meaning.cost("sadness") == len("sadness")
    assert meaning.cost("a b " * 1_000) < 600
    assert meaning.cost("  ") == 0
    assert Meaning().cost("sadness") == 0


def test_vectors_are_remembered_and_never_computed_twice() -> None:
    asked: list[str] = []

    def counting(texts: list[str]) -> Vectors:
        asked.extend(texts)
        return letters(texts)

    meaning = Meaning(CLAIMS, letters([text for _, text in wordings(CLAIMS)]), counting)
    heard: dict[str, Vectors] = {}
    first = meaning.remembering(heard, {}).effects("sadness")
    again: dict[str, Vectors] = {}
    later = MEANING.remembering(again, heard)
    assert first == later.effects("sadness") == MEANING.effects("sadness")
    assert asked == ["sadness"]
    assert set(heard) == set(again) == {"sadness"}


def test_without_vectors_there_is_nothing_to_remember() -> None:
    heard: dict[str, Vectors] = {}
    assert Meaning().remembering(heard, {}).effects("sadness") == {}
    assert heard == {}


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("so good!!!!!!!!", "so good!!!"),
        ("iron, " * 100, "iron, iron, iron, "),
        ("give my baby 500 mg iron. " * 50, "give my baby 500 mg iron. " * 3),
        ("no no no, never", "no no no, never"),
    ],
)
def test_what_is_said_again_and_again_is_heard_three_times(said: str, heard: str) -> None:
    assert evenly_set(said) == heard
