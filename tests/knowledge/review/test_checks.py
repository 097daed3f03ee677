"""What keeps a draft from being handed in: the rules of the library, for one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from knowledge import Claim, Draft, DraftKind, Trusted, checks
from knowledge.library import records
from tests import make
from tests.knowledge.review.test_drafts import edit, new
from tests.make import TODAY

SOURCE = {**records.plain(make.SOURCE), "id": "cochrane-2024"}
SOUND: dict[str, Any] = {
    "sources": [SOURCE],
    "facts": ["The hopeful results come from mice. [cochrane-2024]"],
    "safety_facts": ["Do not stop prescribed treatment. [cochrane-2024]"],
}


def beside(claims: Sequence[Claim] = ()) -> checks.Beside:
    trusted = Trusted(frozenset({"Cochrane"}))
    return checks.Beside(claims, make.SUBSTANCES, make.content(*claims), trusted)


def fields_of(draft: Draft, claims: Sequence[Claim] = ()) -> list[str]:
    return [name for name, _ in checks.problems(draft, beside(claims), TODAY)]


def test_a_sound_draft_has_no_problems() -> None:
    assert fields_of(edit(**SOUND)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"headline": "NMN is a miracle for depression"}, "headline"),
        ({"status": "refuted", "certainty": "low"}, "certainty"),
        ({"facts": ["No source here."]}, "facts"),
        ({"facts": ["A source that is not there. [who]"]}, "facts"),
        ({"sources": [{**SOURCE, "publisher": "A blog"}]}, "sources"),
        ({"sources": [{**SOURCE, "url": "nowhere"}]}, "sources"),
        ({"safety": "danger", "safety_facts": []}, "safety_facts"),
        ({"due": "2020-01-01"}, "due"),
        ({"claim": "x\u202ey"}, "claim"),
        ({"phrasings": []}, "phrasings"),
        ({"phrasings": ["ask Maria on +49 151 23456789"]}, "phrasings"),
    ],
)
def test_each_rule_names_its_field(changes: dict[str, Any], field: str) -> None:
    assert field in fields_of(edit(**{**SOUND, **changes}))


def test_what_is_not_written_yet_is_no_problem_while_writing() -> None:
    draft = new(substance="nmn", headline="We can prove it!")
    found = checks.so_far(draft, beside(), TODAY)
    assert {name for name, _ in found} == {"headline"}
    assert checks.so_far(new(), beside(), TODAY) == []
    assert checks.so_far(new(headline="NMN helps sleep."), beside(), TODAY) == []


def test_a_later_choice_can_ask_for_another_headline() -> None:
    draft = new(headline="NMN helps sleep.", certainty="low", status="mixed")
    assert [name for name, _ in checks.so_far(draft, beside(), TODAY)] == ["headline"]


def test_another_claim_on_the_same_things_is_seen() -> None:
    other = make.claim(id="nmn-mood")
    assert "outcome" in fields_of(edit(**{**SOUND, "phrasings": ["mine"]}), [other])


def test_its_own_older_version_is_no_other_claim() -> None:
    assert fields_of(edit(**SOUND), [make.claim()]) == []


@pytest.mark.parametrize(
    "text",
    ["my name is Maria and I sleep again", "NMN CURED  my depression", "", "x" * 401, "a\u202eb"],
)
def test_a_phrasing_must_be_new_and_readable(text: str) -> None:
    draft = Draft(3, DraftKind.PHRASING, "nmn-sleep", "a", {"phrasing": text})
    assert fields_of(draft, [make.claim()]) == ["phrasing"]


@pytest.mark.parametrize(
    ("language", "name", "field"),
    [
        ("en", "Acetylcysteine", "name"),
        ("en", "nac", "name"),
        ("tlh", "niq", "language"),
        ("en", "!!", "name"),
        ("en", "x" * 90, "name"),
    ],
)
def test_a_name_must_be_new_and_of_a_known_language(language: str, name: str, field: str) -> None:
    draft = Draft(4, DraftKind.NAME, "nmn", "a", {"language": language, "name": name})
    assert fields_of(draft) == [field]
    good = replace(draft, fields={"language": "de", "name": "Nikomono"})
    assert fields_of(good) == []


def test_a_claim_cannot_be_about_what_is_no_longer_there() -> None:
    gone = replace(beside(), lacking=frozenset({("substance", "nmn")}))
    assert [name for name, _ in checks.problems(edit(**SOUND), gone, TODAY)] == ["substance"]
    assert [name for name, _ in checks.so_far(new(substance="nmn"), gone, TODAY)] == ["substance"]
    assert checks.so_far(new(substance="nac"), gone, TODAY) == []


def test_a_new_substance_is_checked_while_it_is_written_and_must_be_whole() -> None:
    draft = Draft(5, DraftKind.SUBSTANCE, "", "a", {"name": "Acetylcysteine"})
    ((field, told),) = checks.so_far(draft, beside(), TODAY)
    assert (field, told) == ("name", "'Acetylcysteine' is also a name of nac")
    assert fields_of(draft) == ["group"]
    good = replace(draft, fields={"name": "Zinc", "group": "amino acid"})
    assert fields_of(good) == []


def test_a_new_outcome_is_checked_too() -> None:
    draft = Draft(6, DraftKind.OUTCOME, "", "a", {"name": "Sleep", "nature": "goal"})
    assert fields_of(draft) == ["name"]
    assert fields_of(replace(draft, fields={"name": "hiccups", "nature": "condition"})) == []
