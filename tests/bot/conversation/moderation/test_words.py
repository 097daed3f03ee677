"""Phrasings and names that moderators propose from a case."""

from __future__ import annotations

from bot.conversation import ChatState, Incoming, Kind
from bot.conversation.acts import KeepDraft
from bot.conversation.moderation import Step, editor, words
from bot.conversation.replies import Acknowledge, Edit
from bot.wording.catalogue import say
from knowledge import DraftKind, DraftState, Snapshot
from tests.bot.conversation.moderation.work import Work

PRESSED = Incoming(Kind.BUTTON, chat=7, person=7, message=43, data="m:is:1", callback="q")


def step(base: Snapshot) -> Step:
    return Step(ChatState(), PRESSED, Work(base).view)


def test_a_phrasing_goes_to_be_tried(base: Snapshot) -> None:
    turn = words.propose_phrasing(step(base), "nmn-depression", "nmn and\nI sing again", 4)
    (act,) = turn.acts
    assert isinstance(act, KeepDraft)
    draft = act.draft
    assert (draft.kind, draft.state, draft.case) == (DraftKind.PHRASING, DraftState.TESTING, 4)
    assert draft.fields == {"phrasing": "nmn and I sing again"}
    (said,) = turn.replies
    assert isinstance(said, Edit)
    assert said.text.plain == say("draft", "handed_in")


def test_a_phrasing_that_is_there_already_is_not_kept(base: Snapshot) -> None:
    known = base.claims["nmn-depression"].phrasings[0]
    turn = words.propose_phrasing(step(base), "nmn-depression", known)
    assert turn.acts == ()
    (said,) = turn.replies
    assert isinstance(said, Edit)
    assert "also belongs to nmn-depression" in said.text.plain


def test_a_name_goes_to_be_tried_and_one_of_nothing_is_refused(base: Snapshot) -> None:
    (act,) = words.propose_name(step(base), "nmn", "de", "Nikomono-Kraft", 4).acts
    assert isinstance(act, KeepDraft)
    assert (act.draft.kind, act.draft.subject) == (DraftKind.NAME, "nmn")
    (reply,) = words.propose_name(step(base), "no-such", "de", "x").replies
    assert isinstance(reply, Acknowledge)


def test_a_new_claim_from_a_case_begins_where_it_is_not_known(base: Snapshot) -> None:
    turn = editor.start(step(base), case=4, substance="nmn", outcome="sleep")
    (act,) = turn.acts
    assert isinstance(act, KeepDraft)
    assert act.draft.case == 4
    assert turn.state.pending is not None
    assert turn.state.pending.said == {"field": "relation"}
