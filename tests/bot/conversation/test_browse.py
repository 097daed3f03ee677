"""Pressed buttons: details in place; old, forged and withdrawn ones are politely refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import keyboards
from bot.conversation.replies import Acknowledge, Edit
from bot.wording import compose, emergency
from bot.wording.answer import Answer, Item
from bot.wording.catalogue import say
from knowledge import ClaimState, Snapshot, Stance, Urgency, snapshot
from tests.bot.conversation.talk import Talk, buttons
from tests.make import CLAIM, TODAY, claim, content

CLAIMS = [
    claim(id=f"nmn-sleep-{n:02}", outcome="sleep", headline=f"Headline on sleep {n:02}.")
    for n in range(20)
]
MANY = Answer(
    "2a",
    "en",
    None,
    items=tuple(Item(each.id, Stance.ASSERTS) for each in CLAIMS),
    asked=(CLAIM.id,),
)
OLD, UNKNOWN, WITHDRAWN = (say("notice", key) for key in ("old", "unknown", "withdrawn"))


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(content(CLAIM, *CLAIMS))


@pytest.fixture
def talk(small: Snapshot) -> Talk:
    return Talk(small).holding(MANY)


@pytest.mark.parametrize("number", [1, 2, 20])
def test_the_button_of_a_claim_shows_its_details(number: int, talk: Talk) -> None:
    edit = talk.shown(f"a:2a:c{number}")
    assert edit.text == compose.detail(compose.held(MANY, talk.base)[number - 1], TODAY)
    named = keyboards.mark(CLAIMS[number - 1].id)
    rating = [f"f:{verdict}:2a:{number}:{named}" for verdict in "hnw"]
    assert [button.data for button in buttons(edit.buttons)] == [*rating, "a:2a:s0"]


@pytest.mark.parametrize("data", ["a:2a:c1", "a:2a:m1", "f:w:2a:1"])
def test_a_button_shows_the_claim_that_it_names_and_no_other_of_its_number(
    data: str, talk: Talk
) -> None:
    held = CLAIM.id if ":m" in data else CLAIMS[0].id
    # One of before they named claims is about its number still.
    for named in (data, f"{data}:{keyboards.mark(held)}"):
        answered, *_ = Talk(talk.base).holding(MANY).presses(named)
        assert isinstance(answered, Acknowledge)
        assert answered.notice != OLD
    assert talk.notice(f"{data}:{keyboards.mark('of-another-answer')}") == OLD


def test_the_button_of_a_choice_shows_its_details(talk: Talk) -> None:
    assert CLAIM.headline in talk.shown("a:2a:m1").text.plain


def test_details_keep_the_stance_of_the_message(small: Snapshot) -> None:
    disputed = replace(MANY, items=(Item(CLAIM.id, Stance.DISPUTES), *MANY.items))
    text = Talk(small).holding(disputed).shown("a:2a:c1").text.plain
    assert say("stance", "disputes") in text


def test_the_way_back_shows_the_first_reply_again(talk: Talk, small: Snapshot) -> None:
    assert talk.shown("a:2a:s0").text == compose.reply(MANY, small, TODAY)


def test_all_sources_are_shown(talk: Talk, small: Snapshot) -> None:
    seen = [talk.shown(f"a:2a:q{number}").text for number in range(3)]
    assert seen == [compose.all_sources(MANY, small, number).text for number in range(3)]


@pytest.mark.parametrize(("view", "named"), [("l", "headline"), ("q", "label")])
def test_one_may_leaf_through_all_claims_and_back(view: str, named: str, talk: Talk) -> None:
    edit = talk.shown(f"a:2a:{view}0")
    seen = edit.text.plain
    while more := [b for b in buttons(edit.buttons) if b.label == say("button", "more")]:
        edit = talk.shown(more[0].data)
        seen += edit.text.plain
        assert any(b.label == say("button", "less") for b in buttons(edit.buttons))
    for number, each in enumerate(CLAIMS, 1):
        assert f"{number}. {each.headline if named == 'headline' else 'NMN for sleep'}\n" in seen
    while less := [b for b in buttons(edit.buttons) if b.label == say("button", "less")]:
        edit = talk.shown(less[0].data)
    assert edit == talk.shown(f"a:2a:{view}0")


@pytest.mark.parametrize("view", ["l", "q"])
def test_a_page_beyond_the_last_shows_the_last(view: str, talk: Talk) -> None:
    assert talk.shown(f"a:2a:{view}999") == talk.shown(f"a:2a:{view}2")


def test_none_of_these_is_taken_as_an_answer_and_can_be_taken_back(talk: Talk) -> None:
    edit = talk.shown("a:2a:n0")
    assert edit.text.plain == say("asked", "not_these")
    assert [button.data for button in buttons(edit.buttons)] == ["r:p:2a", "a:2a:s0"]


def test_browsing_changes_nothing_that_is_remembered(talk: Talk) -> None:
    before = talk.state
    for data in ("a:2a:c1", "a:2a:l1", "a:2a:q0", "a:2a:s0", "a:2a:m1", "a:2a:n0"):
        talk.shown(data)
    assert talk.state == before


@pytest.mark.parametrize("data", ["a:1:s0", "a:ffff:c1"])
def test_a_button_of_a_forgotten_answer_is_refused(data: str, talk: Talk) -> None:
    assert talk.notice(data) == OLD


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hello",
        "a:2a:c0",
        "a:2a:c21",
        "a:2a:c999",
        "a:2a:c1000",
        "a:2a:m0",
        "a:2a:m2",
        "a:2a:x0",
        "a:2a:c",
        "a:2a:c-1",
        "a:2A:s0",
        "a:zz:s0",
        "b:2a:s0",
        "a:2a:s0\n",
        " a:2a:s0",
        "a:2a:s0;drop",
        f"a:{'f' * 60}:s0",
        "🧂",
    ],
)
def test_a_forged_button_is_refused(data: str, talk: Talk) -> None:
    assert talk.notice(data) == UNKNOWN


@pytest.mark.parametrize("data", ["a:2a:c1", "a:2a:m1"])
def test_the_button_of_a_withdrawn_claim_is_refused(data: str, talk: Talk) -> None:
    talk.base = snapshot(content(*CLAIMS[1:]))
    assert talk.notice(data) == WITHDRAWN


def test_the_button_of_a_claim_that_became_a_draft_is_refused(talk: Talk) -> None:
    draft = replace(CLAIMS[0], state=ClaimState.DRAFT)
    talk.base = snapshot(content(draft, *CLAIMS[1:]))
    assert talk.notice("a:2a:c1") == WITHDRAWN


@pytest.mark.parametrize("view", ["s0", "l0"])
def test_after_a_withdrawal_each_button_still_shows_its_own_claim(view: str, talk: Talk) -> None:
    talk.base = snapshot(content(*CLAIMS[1:]))
    first = next(b for b in buttons(talk.shown(f"a:2a:{view}").buttons) if ":c" in b.data)
    assert CLAIMS[1].headline in talk.shown(first.data).text.plain


@pytest.mark.parametrize("view", ["s0", "l0", "q0"])
def test_a_view_of_claims_that_were_all_withdrawn_is_refused(view: str, talk: Talk) -> None:
    talk.base = snapshot(content(CLAIM))
    assert talk.notice(f"a:2a:{view}") == WITHDRAWN


@pytest.mark.parametrize("view", ["l0", "q0"])
def test_a_list_that_an_answer_without_claims_never_offered_is_refused(
    view: str, small: Snapshot
) -> None:
    asked = replace(MANY, items=())
    assert Talk(small).holding(asked).notice(f"a:2a:{view}") == UNKNOWN


def test_a_question_whose_choices_were_all_withdrawn_still_has_a_first_reply(
    small: Snapshot,
) -> None:
    """On the way back from the details of a choice."""
    talk = Talk(small).holding(replace(MANY, items=()))
    talk.base = snapshot(content(claim(id="other")))
    edit = talk.shown("a:2a:s0")
    assert say("nothing", "no_claim") in edit.text.plain
    assert [button.data for button in buttons(edit.buttons)] == ["r:p:2a"]


def test_a_remembered_poisoning_shows_its_numbers_again(small: Snapshot) -> None:
    urgent = replace(MANY, urgent=Urgency.POISONING)
    edit = Talk(small).holding(urgent).shown("a:2a:s0")
    assert edit.text == emergency.alone(Urgency.POISONING, "en", None)
    assert edit.buttons == ()


def test_every_button_of_a_real_answer_leads_somewhere(base: Snapshot, article: str) -> None:
    """Press all that can be reached from the first reply; every claim's details are among it."""
    talk = Talk(base)
    said = talk.asks(article)
    waiting, seen, texts = [b.data for b in buttons(said.buttons)], set[str](), ""
    assert waiting
    while waiting:
        data = waiting.pop()
        if data in seen:
            continue
        seen.add(data)
        replies = talk.presses(data)
        assert isinstance(replies[0], Acknowledge)
        if not data.startswith(f"{keyboards.PREFIX}:"):
            # What people think of it; that has tests of its own.
            continue
        (edit,) = replies[1:]
        assert isinstance(edit, Edit)
        assert 0 < edit.text.length <= 4_000
        texts += edit.text.plain
        waiting += [b.data for b in buttons(edit.buttons)]
    (answer,) = talk.state.answers
    for one in compose.held(answer, base):
        assert compose.detail(one, TODAY).plain in texts
