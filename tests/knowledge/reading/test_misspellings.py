"""Misspelt names: recognised, and never one substance for another."""

from __future__ import annotations

import pytest

from knowledge import Snapshot, assess
from knowledge.reading.misspellings import Speller
from knowledge.reading.names import Name
from tests.knowledge.reading.small import words


def speller(*names: str) -> Speller:
    made = Speller()
    for name in names:
        made.add(Name("substance", name, name))
    return made


def heard(made: Speller, text: str, *taken: int) -> list[tuple[str, int, int]]:
    slips = made.misspelt(words(text), set(taken), ("en",))
    return [(name.id, start, end) for name, start, end, _ in slips]


@pytest.mark.parametrize(
    "written", ["magnesum", "magnesiumm", "magnezium", "mganesium", "MAGNESUM", "mag nesium"]
)
def test_a_slip_of_a_long_name_is_recognised(written: str) -> None:
    text = f"the {written} tablets"
    assert heard(speller("magnesium", "garlic"), text) == [("magnesium", 1, len(words(text)) - 1)]


def test_the_right_name_among_similar_ones_is_found() -> None:
    made = speller("magnesium", "manganese")
    assert heard(made, "magnesum") == [("magnesium", 0, 1)]
    assert heard(made, "mangnese") == [("manganese", 0, 1)]


def test_a_word_as_near_to_one_name_as_to_another_stands_for_neither() -> None:
    assert not heard(speller("aaabbbb", "aaacbbb"), "aaadbbb")


@pytest.mark.parametrize("written", ["nmm", "nac", "nnm", "zinq"])
def test_short_names_are_never_guessed(written: str) -> None:
    assert not heard(speller("NMN", "NAD", "zinc"), written)


@pytest.mark.parametrize("written", ["strong", "together", "thinking"])
def test_an_ordinary_word_is_taken_for_itself(written: str) -> None:
    assert not heard(speller("stronk", "togather", "thinkink"), written)


def test_a_word_that_was_kept_is_no_slip() -> None:
    made = speller("creatine")
    assert heard(made, "creatinin")
    made.keep("creatinin")
    assert not heard(made, "creatinin")


def test_an_ambiguous_name_is_not_guessed_at() -> None:
    made = Speller()
    made.add(Name("substance", "selenium", "selenium", ambiguous=True))
    assert not heard(made, "selenim")


@pytest.mark.parametrize("written", ["stjohnswort", "st johnswort", "st johns wortt"])
def test_words_run_together_or_apart_are_one_name(written: str) -> None:
    assert heard(speller("St Johns wort"), written) == [("St Johns wort", 0, len(words(written)))]


def test_words_already_understood_are_left_alone() -> None:
    assert not heard(speller("magnesium"), "magnesum", 0)


def test_one_slip_is_surer_than_two() -> None:
    made = speller("ashwagandha")
    sure = {
        text: next(made.misspelt(words(text), set(), ("en",)))[3]
        for text in ("ashwaganda", "aswaganda")
    }
    assert 0 < sure["aswaganda"] < sure["ashwaganda"] < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NMN", "NAC"),
        ("NMN", "NMM"),
        ("creatinine", "creatine"),
        ("manganese", "magnesium"),
        ("vitamin B6", "vitamin B12"),
        ("cysteine", "cystine"),
        ("glutathione", "glutamine"),
        ("artemisia", "artemisinin"),
        ("melanin", "melatonin"),
        ("safflower", "saffron"),
        ("iodide", "iodine"),
        ("threonine", "theanine"),
        ("glutamate", "glutamine"),
        ("carnosine", "beta-alanine"),
        ("borage", "borax"),
        ("prebiotics", "probiotics"),
    ],
)
def test_one_substance_never_becomes_another(one: str, other: str, base: Snapshot) -> None:
    mine = assess(f"{one} cures depression", base).substances
    theirs = assess(f"{other} cures depression", base).substances
    assert not set(mine) & set(theirs)
