"""/country: set by the person, in any language; never guessed, forgotten when asked."""

from __future__ import annotations

import pytest

from bot.conversation.country import find
from bot.conversation.replies import Say
from bot.conversation.state import from_plain, to_plain
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.conversation.talk import Talk, only_say

CRISIS = "I want to kill myself"


def told(talk: Talk, text: str) -> str:
    return only_say(talk.says(text, command="country")).text.plain


@pytest.mark.parametrize(
    ("name", "code"),
    [("GB", "GB"), ("germany", "DE"), ("Deutschland", "DE"), ("Индия", "IN"), ("méxico", "MX"),
     ("Mexico", "MX"), ("中国", "CN"), ("  in ", "IN")],
)  # fmt: skip
def test_a_country_is_found_by_its_code_or_name(name: str, code: str, base: Snapshot) -> None:
    found = find(name, base.vocabulary.helplines.values())
    assert found is not None
    assert found.country == code


@pytest.mark.parametrize("name", ["Atlantis", "x", "G", "the moon"])
def test_what_is_no_country_is_not_guessed(name: str, base: Snapshot) -> None:
    assert find(name, base.vocabulary.helplines.values()) is None


def test_the_country_decides_which_numbers_a_crisis_gets(base: Snapshot) -> None:
    talk = Talk(base)
    held = base.vocabulary.helplines["IN"]
    told(talk, "India")
    text = talk.asks(CRISIS).text.plain
    assert held.crisis[0].number in text
    assert held.emergency.number in text


def test_without_a_name_it_says_what_is_kept(base: Snapshot) -> None:
    talk = Talk(base)
    assert told(talk, "") == say("country", "none")
    kept = told(talk, "India")
    assert told(talk, "") == kept


def test_it_is_forgotten_when_asked(base: Snapshot) -> None:
    talk = Talk(base)
    told(talk, "India")
    assert told(talk, "none") == say("country", "forgotten")
    assert talk.state.country == ""


def test_an_unknown_one_changes_nothing(base: Snapshot) -> None:
    talk = Talk(base)
    told(talk, "India")
    assert told(talk, "Atlantis") == say("country", "unknown")
    assert talk.state.country == "IN"


def test_it_is_kept_with_the_chat(base: Snapshot) -> None:
    talk = Talk(base)
    told(talk, "India")
    assert from_plain(to_plain(talk.state)) == talk.state


def test_a_state_of_before_knows_no_country() -> None:
    assert from_plain({"answers": []}).country == ""


def test_in_a_group_it_is_not_set(base: Snapshot) -> None:
    talk = Talk(base)
    assert talk.says("India", command="country", private=False) == ()
    assert talk.state.country == ""


def test_a_crisis_in_a_group_gets_an_offer_and_nothing_else(base: Snapshot) -> None:
    talk = Talk(base)
    (said,) = talk.says(CRISIS, private=False)
    assert isinstance(said, Say)
    assert say("urgent", "in_private") in said.text.plain
    assert say("urgent", "crisis") not in said.text.plain
    assert talk.state.answers == ()
