"""Commands: /start, /help, /check, and a kind word on any other."""

from __future__ import annotations

import re

import pytest

from bot.conversation import ChatState, Context, Incoming, Kind, respond
from bot.conversation.acts import TellData
from bot.conversation.commands import COMMANDS
from bot.wording.catalogue import say, steps
from knowledge import Snapshot
from tests.bot.conversation.talk import Talk, only_say
from tests.make import TODAY

UNKNOWN = say("command", "unknown")


def test_the_menu_is_one_that_telegram_takes() -> None:
    for name, description in COMMANDS.items():
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(description) <= 256


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"mydata"}))
def test_every_command_of_the_menu_is_answered(name: str, base: Snapshot) -> None:
    said = only_say(Talk(base).says("", command=name))
    assert said.text.plain != UNKNOWN


def test_the_command_that_asks_for_a_file_gets_one(base: Snapshot) -> None:
    incoming = Incoming(Kind.TEXT, chat=7, message=42, command="mydata")
    assert respond(ChatState(), incoming, Context(base, TODAY)).acts == (TellData(42),)


def test_start_says_how_it_works_and_that_it_is_no_doctor(base: Snapshot) -> None:
    talk = Talk(base)
    text = only_say(talk.says("", command="start")).text.plain
    for key in ("hello", "how", "example", "not_a_doctor", "privacy"):
        assert say("start", key) in text
    assert talk.state.answers == ()


def test_help_lists_every_step(base: Snapshot) -> None:
    text = only_say(Talk(base).says("", command="help")).text.plain
    assert all(f"• {step}" in text for step in steps("help", "steps"))
    assert say("help", "scales") in text


def test_check_with_a_text_answers_like_the_text_alone(base: Snapshot) -> None:
    asked, sent = Talk(base), Talk(base)
    assert asked.says("NMN cures depression", command="check") == sent.says("NMN cures depression")
    assert asked.state == sent.state
    assert asked.state.answers


@pytest.mark.parametrize("text", ["", "  \n"])
@pytest.mark.parametrize(
    ("private", "key"), [(True, ("nothing", "send")), (False, ("group", "reply_to_check"))]
)
def test_check_without_a_text_says_what_to_send(
    text: str, private: bool, key: tuple[str, str], base: Snapshot
) -> None:
    said = only_say(Talk(base).says(text, command="check", private=private))
    assert said.text.plain == say(*key)
    assert said.to == 42


def test_check_answers_in_a_group(base: Snapshot) -> None:
    said = only_say(Talk(base).says("NMN cures depression", command="check", private=False))
    assert "NMN" in said.text.plain


def test_an_unknown_command_gets_a_kind_word(base: Snapshot) -> None:
    assert only_say(Talk(base).says("", command="weather")).text.plain == UNKNOWN


def test_an_unknown_command_in_a_group_is_left_to_other_bots(base: Snapshot) -> None:
    assert Talk(base).says("", command="weather", private=False) == ()


def test_a_crisis_after_a_command_is_heard(base: Snapshot) -> None:
    said = only_say(Talk(base).says("I want to kill myself", command="check"))
    assert say("urgent", "crisis_now") in said.text.plain
