"""What becomes of a case: no claim at all, the same as another, two things in one."""

from __future__ import annotations

from bot.conversation.acts import CloseCase, MergeCases, SplitCase
from bot.conversation.moderation.view import OpenedCase
from bot.wording.catalogue import say
from knowledge import CaseKind, Closed, Ending, Snapshot
from tests.bot.conversation.moderation.work import RITA, TEXTS, Work, case, held
from tests.bot.conversation.talk import buttons


def test_no_health_claim_is_asked_about_once_more_and_then_closed(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS))
    asked = work.shown("m:none:1")
    assert "2 people" in asked.text.plain
    assert not work.acts
    yes, back = buttons(asked.buttons)
    assert back.data == "m:case:1"
    work.shown(yes.data)
    assert work.acts == (CloseCase(1, Ending(Closed.NOT_HEALTH, RITA.person)),)


def test_why_a_claim_stays_as_it_is_has_to_be_said(base: Snapshot) -> None:
    about = held(kind=CaseKind.FEEDBACK, claim="nmn-depression")
    work = Work(base, opened=OpenedCase(about, ()))
    work.shown("m:fine:1")
    work.says("  Read again:\nthe sources say so. ")
    ending = Ending(Closed.GIVEN_UP, RITA.person, "Read again: the sources say so.")
    assert work.acts == (CloseCase(1, ending),)
    assert work.state.pending is None


def test_a_case_that_was_lost_meanwhile_is_not_closed(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), ()))
    work.shown("m:fine:1")
    work.opened = OpenedCase(case(), ())
    assert work.says("It is fine.").text.plain == say("desk", "not_mine")
    assert work.acts == ()


def test_the_closest_cases_are_offered_first_for_merging(base: Snapshot) -> None:
    others = (
        case(5, title="Garlic", substance="garlic"),
        case(6, title="NMN: sleep", outcome="sleep"),
        case(7, kind=CaseKind.DUE, title="A review"),
    )
    work = Work(base, cases=(held(), *others), opened=OpenedCase(held(), TEXTS))
    offered = buttons(work.shown("m:merge:1").buttons)
    assert [button.data for button in offered] == ["m:into:1:6", "m:into:1:5", "m:case:1"]
    work.shown("m:into:1:6")
    assert work.acts == (MergeCases(1, 6, RITA.person),)
    for data in ("m:into:1:1", "m:into:1:99", "m:into:1"):
        assert work.notice(data)


def test_without_another_case_there_is_nothing_to_merge_with(base: Snapshot) -> None:
    work = Work(base, cases=(held(),), opened=OpenedCase(held(), TEXTS))
    assert work.notice("m:merge:1") == say("desk", "no_other")


def test_one_text_is_taken_out_into_a_case_of_its_own(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS))
    assert "2. is NMN good for low mood?" in work.shown("m:split:1").text.plain
    work.shown("m:apart:1:2")
    assert work.acts == (SplitCase(1, (2,), RITA.person),)
    assert work.notice("m:apart:1:99")


def test_one_request_alone_cannot_be_split(base: Snapshot) -> None:
    work = Work(base, opened=OpenedCase(held(), TEXTS[:1]))
    assert work.notice("m:split:1") == say("desk", "nothing_to_split")
    assert work.notice("m:apart:1:1")
