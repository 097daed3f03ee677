"""What is typed for a field."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge import entries
from tests.make import TODAY

SOURCE = (
    "Cochrane\nMagnesium for cramps\n2020\nhttps://doi.org/10.1002/x\nIt does little.\nFew trials."
)


def test_a_source_is_five_lines_and_gets_an_id_of_its_own() -> None:
    first = entries.source(SOURCE, ())
    assert first == {
        "id": "cochrane-2020",
        "publisher": "Cochrane",
        "title": "Magnesium for cramps",
        "url": "https://doi.org/10.1002/x",
        "year": 2020,
        "says": "It does little. Few trials.",
        "seen": "read",
    }
    assert entries.source(SOURCE, ["cochrane-2020"])["id"] == "cochrane-2020-2"


@pytest.mark.parametrize(
    ("publisher", "year", "id_"),
    [
        ("NIH Office of Dietary Supplements", "2022", "nods-2022"),
        ("World Health Organization", "none", "who"),
        ("Ärzteblatt", "1999", "arzteblatt-1999"),
        ("中华", "2020", "source-2020"),
    ],
)
def test_ids_of_sources_are_short(publisher: str, year: str, id_: str) -> None:
    text = SOURCE.replace("Cochrane", publisher).replace("2020", year)
    assert entries.source(text, ())["id"] == id_


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Cochrane\nTitle\n2020\nhttps://x.example", "source_lines"),
        (SOURCE.replace("2020", "last year"), "source_year"),
        (SOURCE.replace("https://", ""), "source_address"),
    ],
)
def test_a_source_that_cannot_be_read_says_why(text: str, key: str) -> None:
    with pytest.raises(entries.Unclear) as unclear:
        entries.source(text, ())
    assert unclear.value.key == key


def test_facts_are_lines_and_name_the_only_source_by_themselves() -> None:
    text = "• Trials were small.\n\n- They were short. [other]"
    assert entries.facts(text, ["a"]) == ["Trials were small. [a]", "They were short. [other]"]
    assert entries.facts(text, ["a", "b"])[0] == "Trials were small."


@pytest.mark.parametrize("read", [entries.one_line, lambda text: entries.lines(text)[0]])
def test_characters_that_are_not_seen_are_left_out(read: Callable[[str], str]) -> None:
    assert read("good\u202e \x07news\t here") == "good news here"


def test_the_day_of_the_next_review_lies_ahead() -> None:
    assert entries.due(" 2027-05-31 ", TODAY) == "2027-05-31"


@pytest.mark.parametrize(
    ("text", "key"),
    [("May", "due_date"), ("2020-01-01", "due_range"), ("2099-01-01", "due_range")],
)
def test_a_day_that_cannot_be_says_why(text: str, key: str) -> None:
    with pytest.raises(entries.Unclear) as unclear:
        entries.due(text, TODAY)
    assert unclear.value.key == key


def test_names_are_read_with_their_languages_and_without_one_are_english() -> None:
    text = "berberine hcl, berberin\nES: berberina\n- zh：黄连、小檗碱\nes: berberina"
    assert entries.names(text) == [
        "en: berberine hcl", "en: berberin", "es: berberina", "zh: 黄连", "zh: 小檗碱",
    ]  # fmt: skip
    assert entries.names("en: ,") == []


def test_a_language_that_is_not_read_is_said() -> None:
    with pytest.raises(entries.Unclear) as unclear:
        entries.names("tlh: niq")
    assert unclear.value.key == "language"


def test_words_stand_on_lines_or_between_commas() -> None:
    assert entries.words("gold, iron\n\n• lead ,") == ["gold", "iron", "lead"]
