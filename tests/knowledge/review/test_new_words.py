"""New substances and outcomes as values: their fields, their ids, the records they become."""

from __future__ import annotations

import pytest

from knowledge import new_words
from knowledge.library import records
from tests import make


def test_a_substance_is_called_by_the_name_that_is_shown_and_all_others() -> None:
    fields = {
        "name": "Berberine", "group": "herb",
        "names": ["es: berberina", "en: berberine HCl", "en: yellow root"],
        "ambiguous": ["yellow root"],
    }  # fmt: skip
    made = records.substance(new_words.substance(fields, "berberine"))
    assert made.names == {
        "en": ("Berberine", "berberine HCl", "yellow root"), "es": ("berberina",),
    }  # fmt: skip
    assert (made.name, made.group) == ("Berberine", "herb")
    assert made.ambiguous == {"yellow root"}


def test_a_name_that_is_there_in_any_spelling_is_not_added_again() -> None:
    fields = {"name": "Berberine", "group": "herb", "names": ["de: BERBERINE"]}
    assert new_words.substance(fields, "x")["names"] == {"de": ["BERBERINE"]}


def test_an_outcome_needs_a_name_and_a_kind() -> None:
    fields = {
        "name": "hair growth", "nature": "goal", "words": ["en: hair loss"],
        "opposite": ["hair loss"],
    }  # fmt: skip
    made = records.outcome(new_words.outcome(fields, "hair-growth"))
    assert made.words == {"en": ("hair growth", "hair loss")}
    assert made.opposite == {"hair loss"}
    bare = records.outcome(new_words.outcome({"name": "hiccups", "nature": "condition"}, "hiccups"))
    assert bare.words == {"en": ("hiccups",)}


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Coenzyme Q10", "coenzyme-q10"),
        ("Lion's mane", "lions-mane"),
        ("Açaí", "acai"),
        ("zinc", "zinc-3"),
        ("黄连", ""),
        ("x" * 200, "x" * 76),
    ],
)
def test_an_id_is_made_of_the_name(name: str, id_: str) -> None:
    assert new_words.id_for(name, {"zinc", "zinc-2"}) == id_


def test_what_a_substance_is_called_for_sure() -> None:
    nac = make.SUBSTANCES[1]
    assert new_words.sure_names(nac) == ("NAC", "acetylcysteine")
