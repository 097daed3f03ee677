"""What people in danger read: help first, in their own language, with the numbers of their
country."""

from __future__ import annotations

import pytest

from bot.wording import emergency
from bot.wording.catalogue import say, urgent_in
from bot.wording.emergency import DIRECTORY
from knowledge import Helplines, Snapshot, Urgency

KINDS = (Urgency.CRISIS, Urgency.POISONING)


def country(base: Snapshot, code: str = "GB") -> Helplines:
    return base.vocabulary.helplines[code]


@pytest.mark.parametrize("kind", KINDS)
def test_the_numbers_of_the_country_stand_there(kind: Urgency, base: Snapshot) -> None:
    held = country(base)
    text = emergency.alone(kind, "en", held).plain
    assert held.emergency.number in text
    for line in held.crisis if kind is Urgency.CRISIS else held.poison:
        assert line.number in text


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_country_it_is_asked_for_and_never_guessed(kind: Urgency) -> None:
    assert say("urgent", "set_country") in emergency.alone(kind, "de", None).plain


@pytest.mark.parametrize("kind", KINDS)
def test_the_own_language_comes_first(kind: Urgency, base: Snapshot) -> None:
    text = emergency.alone(kind, "hi", country(base, "IN")).plain
    assert text.startswith(urgent_in(kind, "hi"))


def test_a_crisis_always_gets_the_directory(base: Snapshot) -> None:
    for held in (None, *base.vocabulary.helplines.values()):
        assert DIRECTORY in emergency.alone(Urgency.CRISIS, "en", held).plain


def test_a_poisoning_hears_what_to_keep_at_hand(base: Snapshot) -> None:
    text = emergency.alone(Urgency.POISONING, "en", country(base)).plain
    assert text.endswith(say("urgent", "poisoning_pack"))


@pytest.mark.parametrize("kind", KINDS)
def test_on_top_of_an_answer_it_is_short(kind: Urgency, base: Snapshot) -> None:
    for held in (None, *base.vocabulary.helplines.values()):
        assert len(emergency.on_top(kind, held).plain) < 400


def test_below_an_answer_there_is_one_line_of_the_country(base: Snapshot) -> None:
    held = country(base)
    text = emergency.below(held).plain
    assert held.crisis[0].number in text
    assert "\n" not in text
    assert DIRECTORY not in text


def test_below_an_answer_the_directory_stands_in_for_an_unknown_country() -> None:
    text = emergency.below(None).plain
    assert DIRECTORY in text
    assert "/country" in text


def test_a_country_without_a_line_gets_the_directory_and_is_not_asked_for_again(
    base: Snapshot,
) -> None:
    without = next(each for each in base.vocabulary.helplines.values() if not each.crisis)
    text = emergency.below(without).plain
    assert DIRECTORY in text
    assert "/country" not in text


def test_in_a_group_nothing_of_what_was_said_is_repeated() -> None:
    text = emergency.in_private().plain
    assert DIRECTORY in text
    assert say("urgent", "crisis") not in text


def test_sixty_countries_and_more_have_numbers(base: Snapshot) -> None:
    held = base.vocabulary.helplines.values()
    assert len(held) >= 60
    assert sum(bool(each.crisis) for each in held) >= 60
