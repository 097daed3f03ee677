"""A substance or outcome that is not there yet, made in the middle of writing a claim."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.conversation import ChatState
from bot.conversation.acts import KeepDraft, Publish, PutBack, Tell
from bot.conversation.moderation import Papers, Stored
from bot.conversation.replies import Edit, Say
from bot.conversation.state import Pending
from bot.wording.catalogue import say
from knowledge import Change, Draft, DraftKind, DraftState, Snapshot, Trial
from tests.bot.conversation.moderation.work import NOW_MS, OLGA, RITA, Work

CLAIM = Draft(1, DraftKind.NEW_CLAIM, "", RITA.person, case=9, version=1)
MADE = Draft(
    2, DraftKind.SUBSTANCE, "", RITA.person, {"for": 1, "name": "Zorbium"}, case=9, version=1
)
WHOLE = replace(
    MADE, subject="zorbium",
    fields={**MADE.fields, "group": "mineral", "names": ["en: zorbia", "es: zorbio"]},
)  # fmt: skip
WAITING = replace(WHOLE, state=DraftState.WAITING, trial=Trial(), edition=1)


def work(base: Snapshot, draft: Draft, **papers: Any) -> Work:
    return Work(base, papers=Papers(next_id=2, draft=draft, **papers))


def writing(base: Snapshot, draft: Draft, field: str, **papers: Any) -> Work:
    """Somebody who is asked for a field."""
    at = work(base, draft, **papers)
    at.state = ChatState(pending=Pending("d-field", str(draft.id), {"field": field}))
    return at


def kept(at: Work) -> Draft:
    (act,) = at.acts
    assert isinstance(act, KeepDraft)
    return act.draft


def goes_on_with(at: Work, draft: Draft) -> Work:
    at.papers = replace(at.papers, draft=draft)
    return at


def labels(reply: Say | Edit) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


@pytest.mark.parametrize(
    ("field", "kind", "next_field"),
    [
        ("substance", DraftKind.SUBSTANCE, "group"),
        ("outcome", DraftKind.OUTCOME, "nature"),
    ],
)
def test_what_is_not_there_is_made_and_named_as_it_was_typed(
    base: Snapshot, field: str, kind: DraftKind, next_field: str
) -> None:
    at = writing(base, CLAIM, field)
    told = at.says("Zorbium  qqqq")
    assert say("draft_unclear", f"no_{field}") in told.text.plain
    assert say("new_word", "make") in labels(told)
    shown = at.shown(f"m:d-make:1:{field}")
    draft = kept(at)
    assert (draft.kind, draft.case, draft.author) == (kind, 9, RITA.person)
    assert draft.fields == {"for": 1, "name": "Zorbium qqqq"}
    assert say("word_rule", f"{kind} {next_field}") in shown.text.plain
    assert at.state.pending == Pending("d-field", "2", {"field": next_field})


def test_a_name_that_is_there_already_is_shown_to_be_wrong_at_once(base: Snapshot) -> None:
    at = work(base, CLAIM)
    at.state = ChatState(pending=Pending("d-field", "1", {"field": "substance", "typed": "NMN"}))
    shown = at.shown("m:d-make:1:substance")
    assert "'NMN' is also a name of nmn" in shown.text.plain
    assert at.state.pending == Pending("d-field", "2", {"field": "name"})


def test_what_was_typed_for_something_else_is_no_name(base: Snapshot) -> None:
    at = work(base, CLAIM)
    at.state = ChatState(pending=Pending("d-field", "1", {"field": "outcome", "typed": "hiccups"}))
    at.shown("m:d-make:1:substance")
    assert kept(at).fields == {"for": 1}


def test_one_that_was_begun_for_this_claim_is_gone_on_with(base: Snapshot) -> None:
    at = work(base, CLAIM, every=(CLAIM, MADE))
    assert say("word_rule", "substance group") in at.shown("m:d-make:1:substance").text.plain
    assert at.acts == ()
    at = work(base, CLAIM, every=(CLAIM, WAITING))
    assert at.notice("m:d-make:1:substance") == say("new_word", "waits")


@pytest.mark.parametrize("field", ["relation", "nature", "0", ""])
def test_nothing_else_can_be_made(base: Snapshot, field: str) -> None:
    assert work(base, CLAIM).notice(f"m:d-make:1:{field}") == say("desk", "old")


def test_a_group_is_chosen_among_those_of_the_base(base: Snapshot) -> None:
    at = writing(base, MADE, "group")
    assert say("draft_unclear", "no_group") in at.says("qqqqqq").text.plain
    shown = at.says("miner")
    assert say("draft_step", "which") in shown.text.plain
    data = next(b.data for row in shown.buttons for b in row if b.label == "mineral")
    assert say("word_rule", "substance names") in at.shown(data).text.plain
    assert kept(at).fields["group"] == "mineral"
    assert at.notice("m:d-pick:2:g:no-such") == say("desk", "old")


def test_names_are_typed_with_their_languages_and_those_of_others_refused(base: Snapshot) -> None:
    at = writing(base, MADE, "names")
    assert say("draft_unclear", "language") in at.says("tlh: niq").text.plain
    told = at.says("en: zorbia, magnesium\nes: zorbio")
    assert "'magnesium' is also a name of magnesium" in told.text.plain
    draft = kept(at)
    assert draft.fields["names"] == ["en: zorbia", "en: magnesium", "es: zorbio"]
    _, second, _ = (b.data for row in told.buttons for b in row if ":d-cut:" in b.data)
    mended = goes_on_with(at, draft).shown(second)
    assert "is also a name" not in mended.text.plain
    assert kept(at).fields["names"] == ["en: zorbia", "es: zorbio"]


def test_words_that_mean_other_things_are_taken_as_they_were_spelt(base: Snapshot) -> None:
    at = writing(base, WHOLE, "ambiguous")
    assert "'gold' is not among its names" in at.says("zorbium, gold").text.plain
    assert kept(at).fields["ambiguous"] == ["Zorbium", "gold"]


def test_the_kind_of_an_outcome_is_a_button(base: Snapshot) -> None:
    outcome = Draft(2, DraftKind.OUTCOME, "", RITA.person, {"for": 1, "name": "hiccups"}, version=1)
    at = writing(base, outcome, "nature")
    shown = at.says("goal")
    assert say("draft_unclear", "choose") in shown.text.plain
    assert say("word_nature", "goal") in labels(shown)
    at.shown("m:d-set:2:nature:condition")
    assert kept(at).fields["nature"] == "condition"
    assert at.notice("m:d-set:2:nature:colour") == say("desk", "old")


def test_it_is_seen_as_a_whole_and_handed_in_once_it_is(base: Snapshot) -> None:
    at = work(base, MADE)
    assert at.notice("m:d-see:2") == say("draft_step", "no_preview")
    assert say("draft_step", "lacking", field="Group") in at.shown("m:d-in:2").text.plain
    at = work(base, WHOLE)
    overview = at.shown("m:d-open:2")
    assert "✓ Other names" in labels(overview)
    assert at.notice("m:d-both:2:0") == at.notice("m:d-join:2:0") == say("desk", "old")
    preview = at.presses("m:d-see:2").replies[1]
    assert isinstance(preview, Say)
    assert "es: zorbio" in preview.text.plain
    assert at.shown("m:d-in:2").text.plain == say("draft", "handed_in")
    assert (kept(at).state, kept(at).subject) == (DraftState.TESTING, "zorbium")


def test_once_it_is_published_the_claim_goes_on_with_it(base: Snapshot) -> None:
    at = replace(work(base, WAITING, begun=CLAIM), me=OLGA)
    assert "New substance: Zorbium" in at.shown("m:d-yes:2:1").text.plain
    publish, _, keep, tell = at.acts
    assert isinstance(publish, Publish)
    assert (publish.edit.kind, publish.edit.id, publish.edit.expected) == (
        "substance", "zorbium", None,
    )  # fmt: skip
    assert isinstance(keep, KeepDraft)
    assert (keep.draft.id, keep.draft.fields) == (1, {"substance": "zorbium"})
    assert isinstance(tell, Tell)
    assert isinstance(tell.reply, Say)
    assert labels(tell.reply) == [say("new_word", "go_on")]


@pytest.mark.parametrize(
    "claim",
    [
        None,
        replace(CLAIM, state=DraftState.DROPPED),
        replace(CLAIM, fields={"substance": "nmn"}),
        replace(CLAIM, author=OLGA.person),
    ],
)
def test_a_claim_that_no_longer_waits_is_left_alone(base: Snapshot, claim: Draft | None) -> None:
    at = replace(work(base, WAITING, begun=claim), me=OLGA)
    at.shown("m:d-yes:2:1")
    assert [type(act) for act in at.acts] == [Publish, Tell]


@pytest.mark.parametrize(
    ("draft", "papers"),
    [
        (WAITING, {"present": Stored("substance", "zorbium", {}, "digest")}),
        (replace(WAITING, fields={**WHOLE.fields, "names": ["en: nmn"]}), {}),
        (
            replace(CLAIM, state=DraftState.WAITING, edition=1, trial=Trial()),
            {"lacking": frozenset({("substance", "zorbium")})},
        ),
    ],
)
def test_what_the_base_has_overtaken_goes_back_to_its_author(
    base: Snapshot, draft: Draft, papers: dict[str, Any]
) -> None:
    at = replace(work(base, draft, **papers), me=OLGA)
    at.shown(f"m:d-yes:{draft.id}:1")
    keep, tell = at.acts
    assert isinstance(keep, KeepDraft)
    assert keep.draft.state is DraftState.WRITING
    assert isinstance(tell, Tell)
    assert tell.person == RITA.person


CHANGE = Change(5, "substance", "zorbium", None, {"id": "zorbium"}, RITA.person, "why", NOW_MS)
STORED = Stored("substance", "zorbium", {"id": "zorbium"}, "digest")


@pytest.mark.parametrize("used_by", ["", "zorbium-sleep"])
def test_it_can_be_undone_while_no_claim_needs_it(base: Snapshot, used_by: str) -> None:
    done = replace(WHOLE, state=DraftState.PUBLISHED, published_ms=NOW_MS, change=5)
    at = work(base, done, present=STORED, trail=(CHANGE,), used_by=used_by)
    if used_by:
        assert at.notice("m:d-undo:2") == say("new_word", "used", claim=used_by)
    else:
        at.shown("m:d-undo:2")
        assert isinstance(at.acts[0], PutBack)


def test_history_shows_it_and_takes_no_whole_substance_away(base: Snapshot) -> None:
    at = Work(base, papers=Papers(present=STORED, trail=(CHANGE,), change=CHANGE))
    assert say("claim_page", "began") in at.says("zorbium", "history").text.plain
    assert at.notice("m:t-back:5") == say("new_word", "stays")
    at.state = ChatState(pending=Pending("t-why", "5"))
    assert at.says("It is no good at all").text.plain == say("claim_page", "cannot")
    assert at.acts == ()
