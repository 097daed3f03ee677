"""The buttons of the editor: about what they name, whenever they are pressed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.acts import KeepDraft
from bot.conversation.moderation.papers import Papers, Stored
from bot.conversation.moderation.view import View
from bot.conversation.replies import Edit
from bot.wording.catalogue import say
from knowledge import Draft, DraftKind, Snapshot, drafts, entries
from tests.bot.conversation.moderation.work import RITA, Work
from tests.bot.conversation.talk import buttons

LARGEST = 99_999_999
"""The number of a draft, far beyond what a base will see."""


class Writing(Work):
    """A member who writes a draft; what comes of a step is what the next one begins with."""

    papers = Papers()

    @property
    def view(self) -> View:
        return replace(super().view, papers=self.papers)

    def kept(self) -> Draft:
        (act,) = self.acts
        assert isinstance(act, KeepDraft)
        self.papers = replace(self.papers, draft=act.draft)
        return act.draft


def writing(base: Snapshot, draft: Draft, stored: Stored | None = None) -> Writing:
    work = Writing(base)
    work.papers = Papers(draft=draft, present=stored)
    return work


def draft_of(base: Snapshot, **fields: object) -> Draft:
    """A draft of Rita's that changes a claim."""
    claim = base.claims["nmn-skin"]
    body = {"substance": "nmn", "relation": "improves", "outcome": claim.outcome, **fields}
    return Draft(LARGEST, DraftKind.EDIT, claim.id, RITA.person, body, base="before", before=body)


@pytest.mark.parametrize("name", drafts.FIELDS)
def test_every_button_of_a_step_fits_into_64_bytes(base: Snapshot, name: str) -> None:
    draft = replace(draft_of(base), kind=DraftKind.NEW_CLAIM)
    work = writing(base, replace(draft, fields={**draft.fields, "facts": ["One.", "Two."]}))
    shown = work.shown(f"m:d-at:{LARGEST}:{name}")
    data = [button.data for button in buttons(shown.buttons)]
    kinds = entries.CHOSEN.get(name, ())
    assert {f"m:d-set:{LARGEST}:{name}:{kind}" for kind in kinds} <= set(data)
    assert all(len(each.encode()) <= 64 for each in data)


def test_an_old_button_takes_out_what_it_named_and_nothing_that_moved_there(
    base: Snapshot,
) -> None:
    work = writing(base, draft_of(base, phrasings=["first", "second"]))
    shown = work.shown(f"m:d-at:{LARGEST}:phrasings")
    first, second = (b.data for b in buttons(shown.buttons) if ":d-cut:" in b.data)
    work.presses(first)
    assert work.kept().fields["phrasings"] == ["second"]
    work.papers = replace(work.papers, draft=draft_of(base, phrasings=["second", "third"]))
    assert work.notice(first) == say("desk", "old")
    work.presses(second)
    assert work.kept().fields["phrasings"] == ["third"]


def test_what_was_chosen_of_two_versions_does_not_count_for_a_third(base: Snapshot) -> None:
    draft = draft_of(base, headline="Mine.", status="mixed")
    draft = replace(draft, before={**draft.fields, "headline": "As it was."})
    body = {**draft.fields, "headline": "Theirs.", "review": {}}
    work = writing(base, draft, Stored("claim", draft.subject, body, "second"))
    shown = work.shown(f"m:d-both:{LARGEST}:0")
    every = next(b.data for b in buttons(shown.buttons) if ":all:" in b.data)
    # Somebody changes it once more before the button is pressed.
    body = {**body, "headline": "Theirs, and new."}
    work.papers = replace(work.papers, present=Stored("claim", draft.subject, body, "third"))
    again = work.shown(every)
    assert isinstance(again, Edit)
    assert "Theirs, and new." in again.text.plain
    assert work.acts == ()
    work.presses(next(b.data for b in buttons(again.buttons) if ":all:" in b.data))
    assert work.kept().fields["headline"] == "Theirs, and new."
