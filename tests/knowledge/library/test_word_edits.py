"""New words in lists of the library: they stand at the end of a list, and nothing else moves."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Content
from knowledge.errors import LibraryError
from knowledge.library import edits
from knowledge.library.files import LIBRARY
from knowledge.library.loader import Loader
from knowledge.library.word_edits import with_words
from tests.knowledge import small_library
from tests.knowledge.any_claim import EXAMPLES, TEXT
from tests.knowledge.library.test_edits import changed_lines

EN = ("names", "en")
NAC_NAMES = ["NAC", "acetylcysteine"]


def read(text: str) -> Any:
    return yaml.load(text, Loader=Loader)


def nmn(*new: str) -> dict[tuple[str, ...], list[str]]:
    return {EN: ["NMN", "nicotinamide mononucleotide", *new]}


def test_a_new_name_stands_behind_the_others_on_its_line() -> None:
    text = with_words(small_library.NMN, "nmn", nmn("enemen", "N, M & N"))
    assert changed_lines(small_library.NMN, text) == (
        ["  en: [NMN, nicotinamide mononucleotide]"],
        ["  en: [NMN, nicotinamide mononucleotide, enemen, 'N, M & N']"],
    )


def test_a_name_for_which_the_line_has_no_room_gets_a_line() -> None:
    long = "a name that is so long that nobody would ever write it into a message to anybody"
    text = with_words(small_library.NMN, "nmn", nmn(long))
    assert changed_lines(small_library.NMN, text) == (
        ["  en: [NMN, nicotinamide mononucleotide]"],
        ["  en: [NMN, nicotinamide mononucleotide,", f"    {long}]"],
    )


def test_a_language_that_was_not_there_gets_a_line() -> None:
    text = with_words(small_library.NMN, "nmn", {("names", "de"): ["Enemen"]})
    assert changed_lines(small_library.NMN, text) == ([], ["  de: [Enemen]"])
    assert list(read(text)["names"]) == ["en", "es", "de"]


def test_the_first_ambiguous_name_finds_its_place() -> None:
    text = with_words(small_library.NMN, "nmn", {("ambiguous",): ["NMN"]})
    assert changed_lines(small_library.NMN, text) == ([], ["ambiguous: [NMN]"])
    assert list(read(text)) == ["id", "name", "group", "names", "ambiguous", "claims"]


def test_where_order_means_nothing_that_of_the_file_stays() -> None:
    old = small_library.NAC.replace("ambiguous: [NAC]", "ambiguous: [NAC, ABC]")
    text = with_words(old, "nac", {("ambiguous",): ["AAA", "ABC", "NAC"]})
    assert read(text)["ambiguous"] == ["NAC", "ABC", "AAA"]


def test_a_name_that_is_gone_is_taken_from_its_list() -> None:
    text = with_words(small_library.NMN, "nmn", {EN: ["NMN"]})
    assert changed_lines(small_library.NMN, text)[1] == ["  en: [NMN]"]


def test_one_outcome_of_many_gets_a_word() -> None:
    lists = {("words", "en"): ["sleep", "insomnia", "slumber"], ("ambiguous",): ["slumber"]}
    text = with_words(small_library.OUTCOMES, "sleep", lists)
    assert changed_lines(small_library.OUTCOMES, text) == (
        ["    en: [sleep, insomnia]"],
        ["    en: [sleep, insomnia, slumber]", "  ambiguous: [slumber]"],
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("names:\n  en:\n    - NAC\n", "names:\n  en:\n    - NAC\n    - new\n"),
        ("names:\n  en:\n    - NAC", "names:\n  en:\n    - NAC\n    - new\n"),
        ("names:\n  en: [NAC]  # so\n", "names:\n  en: [NAC, new]  # so\n"),
        ("names:\n  en: [\n    NAC,\n  ]\n", "names:\n  en: [\n    NAC, new,\n  ]\n"),
        ("names: {en: [NAC]}\n", "names: {en: [NAC, new]}\n"),
        ("names:\n  en: []\n", "names:\n  en: [new]\n"),
    ],
)
def test_a_list_keeps_the_style_in_which_it_was_written(old: str, new: str) -> None:
    words = [*(read(old)["names"]["en"]), "new"]
    assert with_words(f"id: nac\n{old}", "nac", {EN: words}) == f"id: nac\n{new}"


@pytest.mark.parametrize(
    "text",
    [
        "{id: nac}",
        "id: nac\nnames: {es: [a]}\n",
        "id: nac\nnames: [a]\n",
        "id: nac\nnames:\n  en: a\n",
    ],
)
def test_what_would_be_spoilt_is_refused(text: str) -> None:
    with pytest.raises(LibraryError, match="by hand"):
        with_words(text, "nac", {EN: ["new"]})


def test_a_record_that_is_not_there_is_named() -> None:
    with pytest.raises(LibraryError, match="zinc"):
        with_words(small_library.NMN, "zinc", {EN: ["zinc"]})


def test_in_every_file_of_the_library_a_name_can_be_added_alone(library: Content) -> None:
    for substance in library.substances[::10]:
        text = edits.text_of(LIBRARY / "substances" / f"{substance.id}.yaml")
        language = next(iter(substance.names))
        words = [*substance.names[language], "a new name"]
        gone, come = changed_lines(
            text, with_words(text, substance.id, {("names", language): words})
        )
        assert len(gone) == 1
        assert "".join(come).replace(" ", "") == gone[0].replace("]", ",anewname]").replace(" ", "")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_whatever_a_name_holds_it_is_read_back(names: list[str]) -> None:
    for text, id_, old in (
        (small_library.NAC, "nac", NAC_NAMES),
        ("id: nac\nnames:\n  en:\n  - NAC\n  - acetylcysteine\n", "nac", NAC_NAMES),
    ):
        made = with_words(text, id_, {EN: [*old, *names]})
        assert read(made)["names"]["en"] == [*old, *names]
