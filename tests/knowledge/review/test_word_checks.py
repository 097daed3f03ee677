"""The rules for a new substance or outcome, beside those that are there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from knowledge.review import word_checks
from tests import make

CONTENT = make.content()
GROUP = make.SUBSTANCES[0].group


def of_substance(**fields: Any) -> list[tuple[str, str]]:
    return list(word_checks.of_substance(fields, CONTENT.substances, CONTENT))


def of_outcome(**fields: Any) -> list[tuple[str, str]]:
    return list(word_checks.of_outcome(fields, CONTENT.outcomes))


def test_what_is_sound_has_no_problems_at_any_step() -> None:
    assert of_substance() == of_outcome() == []
    assert of_substance(name="Berberine") == []
    whole = {"name": "Berberine", "group": GROUP, "names": ["en: barberry", "hi: बर्बेरिन"]}
    assert of_substance(**whole, ambiguous=["barberry"]) == []
    assert of_outcome(name="hiccups", nature="condition", words=["de: Schluckauf"]) == []


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"name": "nmn"}, "name", "'nmn' is also a name of nmn"),
        ({"name": "Acetylcysteine"}, "name", "'Acetylcysteine' is also a name of nac"),
        ({"name": "x", "names": ["en: y", "es: AcetylCysteine"]}, "names", "a name of nac"),
        ({"name": "黄连"}, "name", "must hold letters from a to z"),
        ({"name": "x" * 81}, "name", "1 to 80 characters"),
        ({"name": "x", "names": ["en: !!"]}, "names", "'!!': a name has 1 to 80"),
        ({"name": "x", "names": ["tlh: niq"]}, "names", "unknown language 'tlh'"),
        ({"name": "a\u202eb"}, "name", "a character that is not seen"),
        ({"name": "x", "names": ["en: call +44 20 7946 0958"]}, "names", "something of a person"),
        ({"name": "x", "group": "moon dust"}, "group", "is no group to choose"),
        ({"name": "x", "ambiguous": ["y"]}, "ambiguous", "'y' is not among its names"),
    ],
)
def test_what_breaks_a_rule_is_said_of_its_field(
    fields: dict[str, Any], field: str, told: str
) -> None:
    ((found, message),) = of_substance(**fields)
    assert found == field
    assert told in message


def test_a_group_of_groups_cannot_be_chosen() -> None:
    general = replace(make.SUBSTANCES[0], id="any", name="any", group="general")
    content = replace(CONTENT, substances=(*CONTENT.substances, general))
    found = word_checks.of_substance({"name": "x", "group": "general"}, (), content)
    assert [field for field, _ in found] == ["group"]


def test_a_name_may_be_shared_where_one_of_the_two_is_not_sure_of_it() -> None:
    assert of_substance(name="x", names=["en: acetylcysteine"], ambiguous=["acetylcysteine"]) == []
    vague = replace(make.SUBSTANCES[1], ambiguous=frozenset({"acetylcysteine"}))
    shared = {"name": "x", "names": ["en: acetylcysteine"]}
    assert list(word_checks.of_substance(shared, (vague,), CONTENT)) == []


def test_what_is_not_sure_is_spelt_as_in_the_record() -> None:
    fields = {"name": "Hiccups", "words": ["en: HICCUPS"]}
    assert of_outcome(**fields, ambiguous=["HICCUPS"]) == []
    assert of_outcome(**fields, ambiguous=["Hiccups"]) == [
        ("ambiguous", "'Hiccups' is not among its names")
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "Depression"}, "name"),
        ({"name": "hiccups", "nature": "aspect"}, "nature"),
        ({"name": "hiccups", "words": ["en: hic"], "opposite": ["calm"]}, "opposite"),
    ],
)
def test_an_outcome_has_a_name_of_its_own_and_a_kind(fields: dict[str, Any], field: str) -> None:
    assert [found for found, _ in of_outcome(**fields)] == [field]
