"""Two versions of one claim, and neither lost."""

from __future__ import annotations

from typing import Any

from knowledge import DraftKind, conflicts
from knowledge.review.conflicts import Conflict
from tests.knowledge.review.test_drafts import BODY, edit

THEIRS: dict[str, Any] = {**BODY, "headline": "Theirs.", "status": "mixed", "claim": "Same"}


def test_each_field_that_they_changed_is_shown_and_whether_i_did_too() -> None:
    mine = edit(headline="Mine.", certainty="low", claim="Same")
    assert conflicts.conflicts(mine, THEIRS) == (
        Conflict("headline", "Mine.", "Theirs."),
        Conflict("status", None, "mixed"),
    )


def test_mine_is_kept_where_both_changed_and_theirs_where_only_they_did() -> None:
    mine = edit(headline="Mine.", certainty="low")
    both = conflicts.settled(mine, THEIRS, "new")
    assert {name: both.fields[name] for name in ("headline", "status", "certainty")} == {
        "headline": "Mine.", "status": "mixed", "certainty": "low",
    }  # fmt: skip
    assert (both.base, both.before) == ("new", THEIRS)
    assert conflicts.conflicts(both, THEIRS) == ()


def test_theirs_is_taken_where_the_author_says_so() -> None:
    mine = edit(headline="Mine.", certainty="low")
    both = conflicts.settled(mine, THEIRS, "new", frozenset({"headline"}))
    assert (both.fields["headline"], both.fields["certainty"]) == ("Theirs.", "low")


def test_a_claim_that_is_gone_is_written_anew() -> None:
    anew = conflicts.settled(edit(headline="Mine."), None, None)
    assert (anew.kind, anew.base, anew.fields["headline"]) == (DraftKind.NEW_CLAIM, None, "Mine.")
