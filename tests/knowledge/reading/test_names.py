"""Known names among the words of a sentence."""

from __future__ import annotations

import pytest

from knowledge.reading.names import EXACT, Match, Name, NameIndex, keys_of
from tests.knowledge.reading.small import words


def index(*names: tuple[str, str, str], language: str = "en") -> NameIndex:
    made = NameIndex()
    for group, id_, text in names:
        made.add(Name(group, id_, text), language)
    return made


def found(made: NameIndex, text: str, *languages: str) -> list[tuple[str, int, int]]:
    matches = made.find(words(text), languages or ("en",))
    return [(match.name.id, match.start, match.end) for match in matches]


VITAMINS = (
    ("substance", "vitamin", "vitamin"),
    ("substance", "d", "vitamin D"),
    ("substance", "d3", "vitamin D3"),
    ("substance", "c", "vitamin C"),
)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("vitamins", [("vitamin", 0, 1)]),
        ("take vitamin D", [("d", 1, 3)]),
        ("VITAMIN-D3 drops", [("d3", 0, 3)]),
        ("vitamin D and vitamin C", [("d", 0, 2), ("c", 3, 5)]),
        ("minerals", []),
        ("", []),
    ],
)
def test_the_longest_name_wins(text: str, matches: list[tuple[str, int, int]]) -> None:
    assert found(index(*VITAMINS), text) == matches


def test_names_of_different_kinds_may_share_their_words() -> None:
    made = index(("substance", "d", "vitamin D"), ("cue", "product", "vitamin"))
    assert {id_ for id_, _, _ in found(made, "vitamin D")} == {"d", "product"}


def test_one_word_may_stand_for_two_things_of_a_kind() -> None:
    made = index(("outcome", "hair-loss", "bald"), ("outcome", "hair-growth", "bald"))
    assert {id_ for id_, _, _ in found(made, "bald men")} == {"hair-loss", "hair-growth"}


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("en", "cure", "cured"),
        ("en", "capsule", "capsules"),
        ("es", "depresión", "depresiones"),
        ("es", "cúrcuma", "curcuma"),
        ("pt", "depressão", "depressao"),
        ("fr", "guérir", "guéri"),
        ("de", "Depression", "Depressionen"),
        ("it", "cura", "curano"),
        ("ru", "депрессия", "депрессию"),
        ("ar", "سرطان", "السرطان"),
        ("ar", "السرطان", "والسرطان"),
        ("zh", "癌症", "癌症"),
    ],
)
def test_a_name_is_found_in_the_forms_of_its_language(
    language: str, name: str, written: str
) -> None:
    made = index(("outcome", "it", name), language=language)
    assert found(made, written, language) == [("it", 0, len(words(written)))]


def test_a_name_of_one_language_is_not_read_in_another() -> None:
    made = index(("outcome", "cancer", "cáncer"), language="es")
    assert not found(made, "cáncer", "de")


def test_exact_names_are_found_only_as_written() -> None:
    made = index(("substance", "garlic", "garlic"), language=EXACT)
    assert found(made, "GARLIC", EXACT) == [("garlic", 0, 1)]
    assert not found(made, "garlics", EXACT)


def test_a_name_without_words_is_never_found() -> None:
    assert not found(index(("substance", "nothing", "!?")), "anything!?")


def test_a_name_is_found_once_though_read_in_two_languages() -> None:
    made = index(("substance", "nmn", "NMN"))
    made.add(Name("substance", "nmn", "NMN"), "es")
    assert found(made, "NMN", "en", "es") == [("nmn", 0, 1)]


def test_the_order_in_which_names_were_learnt_does_not_matter() -> None:
    text = "vitamin D and vitamin C with vitamins"
    assert found(index(*VITAMINS), text) == found(index(*reversed(VITAMINS)), text)


def test_matches_come_in_reading_order() -> None:
    made = index(("b", "second", "two"), ("a", "first", "one"))
    matches: tuple[Match, ...] = made.find(words("one two one"), ("en",))
    assert [match.start for match in matches] == [0, 1, 2]


@pytest.mark.parametrize("language", ["zh", EXACT])
def test_without_a_stemmer_a_word_is_compared_as_it_is(language: str) -> None:
    assert keys_of(words("Depressionen")[0], language) == ("depressionen",)
