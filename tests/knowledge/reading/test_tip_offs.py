"""Sales and fraud patterns: named, once each, with the sentence that shows them."""

from __future__ import annotations

import pytest

from knowledge import Snapshot
from knowledge.reading.reader import read
from knowledge.reading.tip_offs import UNRELATED
from tests.knowledge.reading.small import reading


def kinds(text: str) -> list[str]:
    return [tip_off.kind for tip_off in reading(text).tip_offs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They hide this!", ["secret"]),
        ("NMN has no side effects. They hide this.", ["no-side-effects", "secret"]),
        ("They hide this. They hide this!", ["secret"]),
        ("NMN cures cancer.", []),
        ("Te ocultan la verdad sobre el ajo y la salud", ["secret"]),
    ],
)
def test_each_pattern_is_named_once(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text", ["Is it true that they hide this?", "It is a myth that they hide this."]
)
def test_who_asks_or_doubts_sells_nothing(text: str) -> None:
    assert kinds(text) == []


def test_a_reference_sells_nothing() -> None:
    assert kinds("[1] They hide this, 2020") == []


def test_a_pattern_is_shown_by_its_first_sentence() -> None:
    (tip_off,) = reading("NMN is new. They hide this from us. They hide this.").tip_offs
    assert tip_off.quote == "They hide this from us."


def test_a_long_quote_is_cut() -> None:
    (tip_off,) = reading("They hide this " + "and that " * 40).tip_offs
    assert len(tip_off.quote) <= 160


FOREIGN = "A study in 2019 looked at sugar.", "A trial in 2020 looked at salt."


@pytest.mark.parametrize(
    ("passages", "seen"),
    [
        (("NMN is the thing.", *FOREIGN), True),
        (("NMN is the thing.", FOREIGN[0]), False),
        (FOREIGN, False),
        (("NMN is the thing.", *(f"{each} So take NMN." for each in FOREIGN)), False),
        (("NMN is the thing.", "A study looked at sugar.", "A trial looked at salt."), False),
    ],
    ids=["two", "one", "no topic", "topic named", "undated"],
)
def test_dated_studies_that_never_name_the_topic_are_told(
    passages: tuple[str, ...], seen: bool
) -> None:
    assert (UNRELATED in kinds("\n\n".join(passages))) is seen


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NMN beats depression, no side effects!", "no-side-effects"),
        ("El ajo lo cura todo, sin efectos secundarios", "no-side-effects"),
        ("Kurkuma hilft ohne Nebenwirkungen", "no-side-effects"),
        ("姜黄无副作用", "no-side-effects"),
        ("This herb cures everything", "cure-all"),
    ],
)
def test_patterns_of_the_library_are_seen_in_several_languages(
    text: str, kind: str, base: Snapshot
) -> None:
    assert kind in {tip_off.kind for tip_off in read(text, base.vocabulary).tip_offs}
