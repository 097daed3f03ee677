"""One case: shown whole, worked on by one at a time, shared with colleagues."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.acts import HandBack, PassOn, TakeCase, Tell
from bot.conversation.moderation.view import Disputed, OpenedCase
from bot.conversation.replies import Acknowledge, Say
from bot.wording.catalogue import say
from knowledge import CaseKind, Closed, Ending, Member, Snapshot
from tests.bot.conversation.moderation.work import (
    NOW_MS,
    OLGA,
    RITA,
    TEXTS,
    Work,
    case,
    held,
)
from tests.bot.conversation.talk import buttons


def labels(shown: object) -> list[str]:
    return [button.label for button in buttons(shown.buttons)]  # type: ignore[attr-defined]


def test_a_case_shows_what_was_sent_and_the_nearest_claims(base: Snapshot) -> None:
    shown = Work(base, opened=OpenedCase(case(), TEXTS)).shown("m:case:1")
    assert "1. NMN cured my depression" in shown.text.plain
    assert base.claims["nmn-depression"].headline in shown.text.plain
    assert say("case", "free") in shown.text.plain
    assert labels(shown) == [say("case_button", "take"), say("case", "to_queue")]


def test_a_text_that_is_not_kept_any_more_is_left_out(base: Snapshot) -> None:
    requests = tuple(replace(request, text=None) for request in TEXTS)
    shown = Work(base, opened=OpenedCase(case(), requests)).shown("m:case:1")
    assert say("case", "texts") not in shown.text.plain


def test_who_takes_it_works_on_it_for_two_hours_and_sees_what_can_be_done(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(case(), TEXTS))
    shown = work.shown("m:take:1")
    assert work.acts == (TakeCase(1, RITA.person),)
    assert "Rita works on it until" in shown.text.plain
    assert say("case_button", "is") in labels(shown)


def test_a_colleagues_case_can_be_seen_but_not_taken(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(OLGA), TEXTS))
    assert "Olga works on it" in work.shown("m:case:1").text.plain
    assert labels(work.shown("m:case:1")) == [say("case", "to_queue")]
    assert work.notice("m:take:1") == say("desk", "taken")


def test_a_case_whose_lease_ran_out_is_free(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(OLGA, NOW_MS), TEXTS))
    work.shown("m:take:1")
    assert work.acts == (TakeCase(1, RITA.person),)


@pytest.mark.parametrize(
    "data", ["m:back:1", "m:colleagues:1", "m:none:1", "m:noneyes:1", "m:merge:1", "m:split:1"]
)
def test_only_who_works_on_a_case_changes_it(base: Snapshot, data: str) -> None:
    ended = case(ending=Ending(Closed.NOT_HEALTH, OLGA.person))
    for opened in (None, OpenedCase(case(), TEXTS), OpenedCase(held(OLGA), TEXTS), ended):
        found = OpenedCase(opened, TEXTS) if opened is ended else opened
        assert Work(base, opened=found).notice(data)  # type: ignore[arg-type]


def test_a_case_is_handed_back(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS))
    assert say("case", "free") in work.shown("m:back:1").text.plain
    assert work.acts == (HandBack(1, RITA.person),)


def test_a_case_is_passed_on_and_the_colleague_is_told(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS))
    assert f"m:pass:1:{OLGA.short}" in [
        button.data for button in buttons(work.shown("m:colleagues:1").buttons)
    ]
    work.shown(f"m:pass:1:{OLGA.short}")
    taken, told = work.acts
    assert taken == PassOn(1, RITA.person, OLGA.person)
    assert isinstance(told, Tell)
    assert told.person == OLGA.person
    assert isinstance(told.reply, Say)
    assert "NMN: depression" in told.reply.text.plain
    assert work.notice("m:pass:1:ffffffffffff") == say("desk", "not_mine")


def test_a_colleague_is_asked_in_ones_own_words(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS))
    work.shown(f"m:ask:1:{OLGA.short}")
    said = work.says("Is this <b>one</b> claim?")
    assert said.text.plain == say("case", "was_asked", name="Olga")
    (told,) = work.acts
    assert isinstance(told, Tell)
    assert isinstance(told.reply, Say)
    assert "Is this <b>one</b> claim?" in told.reply.text.plain
    assert [button.data for button in buttons(told.reply.buttons)] == [
        f"m:answer:1:{RITA.short}",
        "m:case:1",
    ]
    assert work.state.pending is None


def test_the_answer_of_a_colleague_goes_to_who_asked(base: Snapshot) -> None:
    work = Work(base, me=OLGA, opened=OpenedCase(held(), TEXTS))
    assert begins_to_answer(work).text.plain == say("asking", "what", name="Rita")
    said = work.says("Two claims: <i>mood</i> & sleep.")
    assert said.text.plain == say("asking", "was_told", name="Rita")
    (told,) = work.acts
    assert isinstance(told, Tell)
    assert told.person == RITA.person
    assert isinstance(told.reply, Say)
    about = say("asking", "answers_you", name="Olga", title="NMN: depression")
    assert told.reply.text.plain == f"{about}\nTwo claims: <i>mood</i> & sleep."
    assert [button.data for button in buttons(told.reply.buttons)] == ["m:case:1"]
    assert work.state.pending is None


def begins_to_answer(work: Work) -> Say:
    """What a press on the button under a question of Rita's is answered with."""
    acknowledged, asked = work.presses(f"m:answer:1:{RITA.short}").replies
    assert acknowledged == Acknowledge("q")
    assert isinstance(asked, Say)
    return asked


ENDED = case(ending=Ending(Closed.NOT_HEALTH, RITA.person))


@pytest.mark.parametrize(
    ("opened", "team", "why"),
    [
        (None, (OLGA, RITA), "ended"),
        (OpenedCase(ENDED, ()), (OLGA, RITA), "ended"),
        (OpenedCase(held(), TEXTS), (OLGA,), "gone"),
    ],
)
def test_an_answer_that_nobody_needs_any_more_is_refused_kindly(
    base: Snapshot, opened: OpenedCase | None, team: tuple[Member, ...], why: str
) -> None:
    work = Work(base, me=OLGA, team=team, opened=opened)
    assert work.notice(f"m:answer:1:{RITA.short}") == say("asking", why)
    # It came to that only while the answer was being written.
    work = Work(base, me=OLGA, opened=OpenedCase(held(), TEXTS))
    begins_to_answer(work)
    work.opened, work.team = opened, team
    assert work.says("Two claims.").text.plain == say("asking", why)
    assert (work.acts, work.state.pending) == ((), None)


def test_what_is_too_long_for_one_message_is_not_cut(base: Snapshot) -> None:
    work = Work(base, me=OLGA, opened=OpenedCase(held(), TEXTS))
    begins_to_answer(work)
    assert work.says("a" * 1_501).text.plain == say("asking", "too_long", most=1_500)
    assert work.acts == ()
    assert work.says("a" * 1_500).text.plain == say("asking", "was_told", name="Rita")


def test_no_question_is_asked_about_a_case_that_has_ended(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS))
    work.shown(f"m:ask:1:{OLGA.short}")
    work.opened = OpenedCase(ENDED, ())
    assert work.says("Is this one claim?").text.plain == say("case", "closed")
    assert (work.acts, work.state.pending) == ((), None)


@pytest.mark.parametrize("data", ["m:answer:1", "m:answer:1:", f"m:answer:1:{OLGA.short}"])
def test_nobody_answers_themselves_or_nobody(base: Snapshot, data: str) -> None:
    work = Work(base, me=OLGA, opened=OpenedCase(held(), TEXTS))
    assert work.notice(data) == say("asking", "gone")


def test_alone_in_the_team_there_is_nobody_to_ask(base: Snapshot) -> None:
    work = Work(base, team=(RITA,), opened=OpenedCase(held(), TEXTS))
    assert work.notice("m:colleagues:1") == say("desk", "nobody_else")


def test_a_case_about_a_claim_shows_that_claim_and_its_own_deeds(base: Snapshot) -> None:
    about = held(kind=CaseKind.FEEDBACK, claim="nmn-depression", reach=0)
    shown = Work(base, opened=OpenedCase(about, ())).shown("m:case:1")
    assert base.claims["nmn-depression"].headline in shown.text.plain
    assert say("case_button", "fine") in labels(shown)
    assert say("case_button", "merge") not in labels(shown)


def test_that_a_due_review_is_well_has_to_be_said_in_the_claim(base: Snapshot) -> None:
    about = held(kind=CaseKind.DUE, claim="nmn-depression", reach=0)
    shown = Work(base, opened=OpenedCase(about, ())).shown("m:case:1")
    assert say("case_button", "claim") in labels(shown)
    assert say("case_button", "fine") not in labels(shown)


def test_what_the_library_has_otherwise_is_shown_line_by_line(base: Snapshot) -> None:
    ours = {"headline": "Ours.", "status": "mixed"}
    disputed = Disputed("claim", "nmn-depression", ours, {**ours, "headline": "Theirs."})
    about = held(kind=CaseKind.LIBRARY, claim="nmn-depression", reach=0)
    shown = Work(base, opened=OpenedCase(about, (), disputed=disputed)).shown("m:case:1")
    assert "− Ours.\n+ Theirs." in shown.text.plain
    assert say("case_button", "ours") in labels(shown)
    names = Disputed("substance", "nmn", {"names": {"en": ["a"]}}, {"names": {"en": ["b"]}})
    shown = Work(base, opened=OpenedCase(about, (), disputed=names)).shown("m:case:1")
    assert "names.en" in shown.text.plain
