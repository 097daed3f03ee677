"""What is said to people who sent more than can be read: when to try again, and where help is."""

from __future__ import annotations

import pytest

from bot.wording import waiting
from bot.wording.catalogue import say
from bot.wording.emergency import DIRECTORY
from knowledge import Snapshot


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "2 seconds"), (29.1, "30 seconds"), (60, "60 seconds"), (61, "2 minutes")],
)
def test_a_time_is_told_in_words_and_never_too_short(seconds: float, words: str) -> None:
    assert waiting.in_words(seconds) == words


def test_who_has_to_wait_is_told_how_long_and_where_help_is(base: Snapshot) -> None:
    country = base.vocabulary.helplines["IN"]
    text = waiting.rest(30, country, private=True).plain
    assert "30 seconds" in text
    assert country.emergency.number in text
    assert DIRECTORY in text


@pytest.mark.parametrize(("may", "key"), [(True, "appeal"), (False, "no_appeal")])
def test_who_is_blocked_is_told_what_to_do_about_it(may: bool, key: str) -> None:
    text = waiting.blocked(may_appeal=may).plain
    assert say("waiting", key) in text
    assert DIRECTORY in text
