"""Messages over the limit: a cry for help is answered, anything else told to wait, or nothing."""

from __future__ import annotations

import pytest

from bot.conversation import ChatState, Context, Incoming, Kind, hear, may_cry
from bot.conversation.replies import Acknowledge, Say
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.make import TODAY

STATE = ChatState()


def heard(base: Snapshot, incoming: Incoming, wait: float = 0.0) -> tuple[object, ...]:
    turn = hear(STATE, incoming, Context(base, TODAY), wait)
    assert turn.state == STATE
    return turn.replies


@pytest.mark.parametrize("wait", [0.0, 30.0])
def test_a_cry_for_help_is_answered_whatever_else_would_be_said(
    base: Snapshot, wait: float
) -> None:
    (said,) = heard(base, Incoming(Kind.TEXT, 7, text="I want to kill myself"), wait)
    assert isinstance(said, Say)
    assert say("urgent", "crisis") in said.text.plain


def test_anything_else_is_told_how_long_to_wait_or_nothing(base: Snapshot) -> None:
    claim = Incoming(Kind.TEXT, 7, text="NMN beats depression.", message=5)
    (said,) = heard(base, claim, 30.0)
    assert isinstance(said, Say)
    assert (said.to, "30 seconds" in said.text.plain) == (5, True)
    assert heard(base, claim) == ()


def test_a_pressed_button_stops_waiting_with_a_notice(base: Snapshot) -> None:
    pressed = Incoming(Kind.BUTTON, 7, callback="q")
    notice = say("waiting", "button", time="30 seconds")
    assert heard(base, pressed, 30.0) == (Acknowledge("q", notice),)


@pytest.mark.parametrize(
    ("incoming", "may"),
    [
        (Incoming(Kind.TEXT, 7, text="help"), True),
        (Incoming(Kind.TEXT, 7, text="help", forwarded=True), False),
        (Incoming(Kind.TEXT, 7, text="x" * 501), False),
        (Incoming(Kind.TEXT, 7, text="help", command="check"), False),
        (Incoming(Kind.BUTTON, 7, text="help"), False),
    ],
)
def test_a_cry_is_short_and_in_a_persons_own_words(incoming: Incoming, may: bool) -> None:
    assert may_cry(incoming) is may
