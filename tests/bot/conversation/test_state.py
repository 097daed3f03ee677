"""What a chat remembers: its latest answers, through JSON and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.state import ChatState, from_plain, to_plain
from bot.wording.answer import Answer, Item
from knowledge import Snapshot, Stance, Urgency
from tests.bot.conversation.talk import Talk

IDS = st.text(alphabet="abcdef-0123456789", min_size=1, max_size=12)
ANSWERS = st.builds(
    Answer,
    id=IDS,
    language=st.sampled_from(["en", "es", "zh"]),
    urgent=st.none() | st.sampled_from(Urgency),
    helpline=st.booleans(),
    items=st.lists(st.builds(Item, claim=IDS, stance=st.sampled_from(Stance))).map(tuple),
    asked=st.lists(IDS, max_size=3).map(tuple),
    tip_offs=st.lists(IDS, max_size=3).map(tuple),
    unreviewed=st.lists(st.tuples(IDS, st.none() | IDS), max_size=3).map(tuple),
    substances=st.lists(IDS, max_size=3).map(tuple),
)


def numbered(number: int) -> Answer:
    return Answer(f"{number:x}", "en", None)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(ChatState, answers=st.lists(ANSWERS, max_size=4).map(tuple)))
def test_a_state_survives_json(state: ChatState) -> None:
    again = from_plain(json.loads(json.dumps(to_plain(state))))
    assert again == state
    for answer in again.answers:
        assert answer.urgent is None or isinstance(answer.urgent, Urgency)
        assert all(isinstance(item.stance, Stance) for item in answer.items)


@pytest.mark.parametrize("plain", [None, {}])
def test_a_chat_without_a_state_is_new(plain: dict[str, object] | None) -> None:
    assert from_plain(plain) == ChatState()


def test_an_answer_is_found_by_its_id() -> None:
    state = ChatState().remembering(numbered(1)).remembering(numbered(2))
    assert state.answer("1") == numbered(1)
    assert state.answer("3") is None


def test_a_new_answer_of_the_same_id_replaces_the_old_and_becomes_the_newest() -> None:
    changed = Answer("1", "es", None)
    state = ChatState().remembering(numbered(1)).remembering(numbered(2)).remembering(changed)
    assert state.answers == (numbered(2), changed)


def test_only_the_latest_answers_are_remembered() -> None:
    state = ChatState()
    for number in range(100):
        state = state.remembering(numbered(number))
    kept = [int(answer.id, 16) for answer in state.answers]
    assert kept == list(range(100 - len(kept), 100))
    assert 10 <= len(kept) <= 50


def test_no_word_of_a_message_is_remembered(base: Snapshot) -> None:
    talk = Talk(base)
    talk.says("My cousin Xenophon swears that NMN beats depression, no side effects!")
    assert talk.state.answers
    assert "xenophon" not in json.dumps(to_plain(talk.state)).lower()
