"""Which conversation hears what; none is ever at a loss, whatever is typed."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import ChatState, Incoming, Kind
from bot.conversation.replies import Acknowledge, Say
from bot.conversation.state import from_plain, to_plain
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.conversation.talk import Talk, buttons, only_say

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANYTHING = st.text(max_size=60) | st.lists(
    st.sampled_from(["NMN", "cures", "depression", "no", "🧂", "?", "not", "\n", "garlic", "NAC"])
).map(" ".join)


@given(text=ANYTHING)
@QUICK
def test_any_private_text_gets_one_answer_that_telegram_takes(text: str, base: Snapshot) -> None:
    talk = Talk(base)
    said = only_say(talk.says(text))
    assert 0 < said.text.length <= 4_000
    assert all(len(button.data.encode()) <= 64 for button in buttons(said.buttons))
    assert from_plain(json.loads(json.dumps(to_plain(talk.state)))) == talk.state


@QUICK
@given(data=st.text(max_size=64))
def test_any_pressed_button_is_acknowledged(data: str, base: Snapshot) -> None:
    (first, *_) = Talk(base).presses(data)
    assert isinstance(first, Acknowledge)


@pytest.mark.parametrize("private", [True, False])
def test_a_button_works_in_a_group_too(private: bool, base: Snapshot) -> None:
    pressed = Incoming(
        Kind.BUTTON, 7, data="a:1:s0", callback="q", private=private, addressed=False
    )
    assert Talk(base).gets(pressed) == (Acknowledge("q", say("notice", "old")),)


def test_a_turn_never_changes_the_state_it_was_given(base: Snapshot) -> None:
    talk = Talk(base)
    before = talk.state
    talk.says("NMN cures depression")
    assert before == ChatState()
    assert talk.state != before


def test_the_same_state_and_message_give_the_same_turn(base: Snapshot) -> None:
    one, other = Talk(base), Talk(base)
    assert one.says("NMN cures depression") == other.says("NMN cures depression")
    assert one.state == other.state


def test_a_command_goes_before_the_text_that_follows_it(base: Snapshot) -> None:
    (said,) = Talk(base).says("NMN cures depression", command="start")
    assert isinstance(said, Say)
    assert say("start", "hello") in said.text.plain
