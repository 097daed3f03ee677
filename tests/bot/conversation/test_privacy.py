"""/privacy, /mydata, /forget: what is kept is said, shown and erased, and nobody is tricked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import ChatState, Context, Incoming, Kind, Turn, respond
from bot.conversation.acts import Forget, TellData
from bot.conversation.privacy import erased
from bot.conversation.replies import Acknowledge, Edit
from bot.wording.answer import Answer
from bot.wording.catalogue import say, steps
from knowledge import Snapshot
from tests.bot.conversation.talk import Talk, buttons, only_say
from tests.make import TODAY

KNOWN = ChatState((Answer("1f", "en", None),), country="IN")


def asked(talk: Talk, message: int = 42) -> tuple[str, str]:
    """Ask to be forgotten: the data of yes and of no."""
    said = only_say(talk.says("", message, command="forget"))
    assert said.text.plain == say("privacy", "sure")
    yes, no = buttons(said.buttons)
    return yes.data, no.data


def turn(talk: Talk, data: str, *, days: int = 0, private: bool = True) -> Turn:
    press = Incoming(Kind.BUTTON, chat=7, message=43, data=data, callback="q1", private=private)
    return respond(talk.state, press, Context(talk.base, TODAY + timedelta(days=days)))


def refused(found: Turn, talk: Talk) -> str:
    (only,) = found.replies
    assert isinstance(only, Acknowledge)
    assert found.acts == ()
    assert found.state == talk.state
    return only.notice


def test_privacy_says_what_is_kept_and_what_one_can_do(base: Snapshot) -> None:
    text = only_say(Talk(base).says("", command="privacy")).text.plain
    assert all(f"• {step}" in text for step in steps("privacy", "kept"))
    assert "/mydata" in text
    assert "/forget" in text


def test_nothing_is_erased_by_asking(base: Snapshot) -> None:
    talk = Talk(base, KNOWN)
    asked(talk)
    assert talk.state.answers == KNOWN.answers


def test_a_yes_erases_everything(base: Snapshot) -> None:
    talk = Talk(base, KNOWN)
    yes, _ = asked(talk)
    assert turn(talk, yes) == Turn(ChatState(), (Acknowledge("q1"),), (Forget(43),))


def test_a_no_keeps_everything_and_voids_the_yes(base: Snapshot) -> None:
    talk = Talk(base, KNOWN)
    yes, no = asked(talk)
    assert talk.shown(no).text.plain == say("privacy", "nothing_erased")
    assert talk.state == KNOWN
    assert refused(turn(talk, yes), talk) == say("privacy", "old")


def test_only_the_latest_question_counts(base: Snapshot) -> None:
    talk = Talk(base, KNOWN)
    first, _ = asked(talk, 42)
    second, _ = asked(talk, 44)
    assert refused(turn(talk, first), talk) == say("privacy", "old")
    assert turn(talk, second).acts


@pytest.mark.parametrize(("days", "counts"), [(0, True), (1, True), (2, False), (400, False)])
def test_a_question_is_void_after_a_day(base: Snapshot, days: int, counts: bool) -> None:
    talk = Talk(base, KNOWN)
    yes, _ = asked(talk)
    assert bool(turn(talk, yes, days=days).acts) is counts


@pytest.mark.parametrize(
    "data", ["p:", "p:y", "p:1-1:y", "p:-:y", "p:1-1:z", "p:1-1:y\n", "p:" + "f" * 60, "p:１-1:y"]
)
def test_a_forged_button_erases_nothing(base: Snapshot, data: str) -> None:
    for state in (KNOWN, ChatState()):
        talk = Talk(base, state)
        assert refused(turn(talk, data), talk)


def test_a_yes_of_another_chat_erases_nothing(base: Snapshot) -> None:
    yes, _ = asked(Talk(base, KNOWN), message=42)
    other = Talk(base, KNOWN)
    asked(other, message=50)
    assert refused(turn(other, yes), other)


@pytest.mark.parametrize("command", ["mydata", "forget"])
def test_in_a_group_nothing_is_shown_or_erased(base: Snapshot, command: str) -> None:
    talk = Talk(base, KNOWN)
    said = only_say(talk.says("", command=command, private=False))
    assert said.text.plain == say("privacy", "in_private")
    assert said.buttons == ()
    assert talk.state == KNOWN


def test_a_yes_that_is_pressed_in_a_group_erases_nothing(base: Snapshot) -> None:
    talk = Talk(base, KNOWN)
    yes, _ = asked(talk)
    assert refused(turn(talk, yes, private=False), talk)


def test_the_file_is_an_answer_to_who_asked(base: Snapshot) -> None:
    incoming = Incoming(Kind.TEXT, chat=7, message=42, command="mydata")
    found = respond(KNOWN, incoming, Context(base, TODAY))
    assert found == Turn(KNOWN, acts=(TellData(42),))


def test_what_was_erased_is_told_in_place_of_the_question() -> None:
    told = erased(43, {"chats": 2, "inbox": 1, "outbox": 0})
    assert isinstance(told, Edit)
    assert told.message == 43
    for what, count in (("chats", 2), ("inbox", 1), ("outbox", 0)):
        assert say("privacy_erased", what, count=count) in told.text.plain


def test_other_buttons_work_while_the_question_is_open(base: Snapshot) -> None:
    talk = Talk(base, replace(KNOWN, erasing="1-1"))
    assert talk.notice("a:77:s0") == say("notice", "old")
