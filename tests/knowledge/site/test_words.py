"""The words of the website: complete, and the bot's where the bot says the same."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest
import yaml

from bot.wording import catalogue
from knowledge import Certainty, Consult, Evidence, LimitKind, Relation, Safety, Severity, Status
from knowledge.reading.language import LANGUAGES
from knowledge.site.words import day, room

SHARED = [
    "certainty",
    "short_status",
    "short_certainty",
    "ask",
    "ask_danger",
    "evidence",
    "label",
    "with_medicine",
]
COMPLETE: list[tuple[str, type[StrEnum]]] = [
    ("status", Status),
    ("short_status", Status),
    ("certainty", Certainty),
    ("short_certainty", Certainty),
    ("safety", Safety),
    ("short_safety", Safety),
    ("risky", Safety),
    ("ask", Consult),
    ("ask_danger", Consult),
    ("evidence", Evidence),
    ("label", Relation),
    ("with_medicine", Severity),
    ("limit", LimitKind),
]


@pytest.mark.parametrize("name", SHARED)
def test_what_the_bot_says_too_is_said_in_the_same_words(name: str) -> None:
    file = catalogue._FOLDER / "en.yaml"
    assert room(name) == yaml.safe_load(file.read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize(("name", "kinds"), COMPLETE)
def test_there_are_words_for_every_kind(name: str, kinds: type[StrEnum]) -> None:
    assert {kind.value for kind in kinds} <= set(room(name))


def test_every_language_of_the_vocabulary_has_a_name() -> None:
    assert set(room("language")) == set(LANGUAGES)


def test_a_date_reads_as_people_write_it() -> None:
    assert day(date(2026, 3, 1)) == "1 March 2026"
