"""Proposals of another team: two people who are not its senders decide, and what is decided is
kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge import Claim
from knowledge.errors import LibraryError, ProposalError
from knowledge.library import files, lint
from knowledge.proposals import Proposal, accept, diff, digest, file_of, find, reject, waiting
from knowledge.proposals import written as text_of
from tests.knowledge import small_library

TODAY = date(2026, 12, 1)
TEAM = "Team Pepper"
HEADLINE = "No trial in people shows that NMN helps depression."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return small_library.write(tmp_path)


def ours(library: Path, id_: str = "nmn-depression") -> Claim:
    return next(claim for claim in files.load(library).claims if claim.id == id_)


def propose(library: Path, **changes: Any) -> Proposal:
    """A proposal for our claim on NMN, with these fields changed, as it lies there."""
    mine = ours(library)
    theirs = replace(mine, **{"headline": HEADLINE, **changes})
    proposal = Proposal(theirs, TEAM, date(2026, 11, 30), digest(mine))
    file = file_of(library, mine.id)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text_of(proposal), encoding="utf-8")
    return proposal


def yes(library: Path, by: str) -> Proposal:
    return accept(library, files.whole(library), ours(library), by, TODAY)


def decisions(library: Path) -> list[dict[str, Any]]:
    lines = (library / "incoming" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_proposal_is_read_back_as_it_was_written(library: Path) -> None:
    proposal = propose(library)
    assert waiting(library) == [proposal]
    assert find(library, "nmn-depression") == proposal


def test_a_proposal_changes_nothing_before_two_people_accepted_it(library: Path) -> None:
    propose(library)
    before = ours(library)
    assert len(yes(library, "Ann").accepted) == 1
    assert ours(library) == before
    assert [each.by for each in find(library, "nmn-depression").accepted] == ["Ann"]


def test_the_second_yes_puts_it_into_the_library_and_says_who_accepted_it(library: Path) -> None:
    propose(library, facts=("New facts. [review-2024]",))
    before = (library / "substances/nmn.yaml").read_text(encoding="utf-8").splitlines()
    yes(library, "Ann")
    yes(library, "Bob")
    claim = ours(library)
    assert (claim.headline, claim.facts, claim.published) == (
        HEADLINE,
        ("New facts. [review-2024]",),
        True,
    )
    assert claim.review.by == f"Ann and Bob, on a proposal from {TEAM}"
    assert (claim.review.reviewed, claim.review.due) == (TODAY, date(2027, 11, 22))
    assert waiting(library) == []
    assert lint.check(library) == []
    after = (library / "substances/nmn.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == [
        "    headline: No study in people shows that NMN helps depression.",
        "      - The hopeful results come from mice. [review-2024]",
        "    review: {by: starter review, reviewed: 2026-11-22, due: 2027-11-22, clinician: false}",
    ]


def test_a_review_that_is_due_already_is_due_in_a_year(library: Path) -> None:
    propose(library, review=replace(ours(library).review, due=TODAY))
    yes(library, "Ann")
    yes(library, "Bob")
    assert ours(library).review.due == date(2027, 12, 1)


@pytest.mark.parametrize("again", ["Ann", "ann", " ANN  ", "Ann."])
def test_the_same_person_counts_once(library: Path, again: str) -> None:
    propose(library)
    yes(library, "Ann")
    with pytest.raises(ProposalError, match="has accepted this already"):
        yes(library, again)


@pytest.mark.parametrize("name", [TEAM, "team pepper", "starter review"])
def test_the_side_of_the_sender_does_not_count(library: Path, name: str) -> None:
    propose(library)
    with pytest.raises(ProposalError, match="is on the sender's side"):
        yes(library, name)


def test_a_yes_to_what_the_file_said_before_it_was_edited_does_not_count(library: Path) -> None:
    propose(library)
    yes(library, "Ann")
    file = file_of(library, "nmn-depression")
    text = file.read_text(encoding="utf-8").replace(HEADLINE, "No trial shows it. Buy it.")
    file.write_text(text, encoding="utf-8")
    assert [each.by for each in yes(library, "Bob").accepted] == ["Bob"]
    assert "Buy it" not in ours(library).headline


def test_a_claim_that_has_changed_since_is_not_overwritten(library: Path) -> None:
    propose(library)
    small_library.change(library, "substances/nmn.yaml", "come from mice", "come from rats")
    with pytest.raises(ProposalError, match="has changed since Team Pepper sent this"):
        yes(library, "Ann")


def test_a_new_review_of_ours_is_no_change_of_the_claim(library: Path) -> None:
    propose(library)
    small_library.change(library, "substances/nmn.yaml", "due: 2027-11-22", "due: 2027-11-23")
    assert len(yes(library, "Ann").accepted) == 1


def test_what_would_break_the_rules_is_not_put_into_the_library(library: Path) -> None:
    propose(library, phrasings=("NAC knocks you out at night",))
    yes(library, "Ann")
    before = (library / "substances/nmn.yaml").read_bytes()
    with pytest.raises(ProposalError, match="this phrasing also belongs to nac-sleep"):
        yes(library, "Bob")
    assert (library / "substances/nmn.yaml").read_bytes() == before


def test_what_was_decided_is_kept(library: Path) -> None:
    first = propose(library)
    reject(library, "nmn-depression", "Ann", "Their source is a shop.", TODAY)
    assert waiting(library) == []
    propose(library, headline="Nobody knows whether NMN helps: trials are missing.")
    yes(library, "Ann")
    yes(library, "Bob")
    rejected, accepted = decisions(library)
    assert rejected == {
        "claim": "nmn-depression",
        "from": TEAM,
        "sent": "2026-11-30",
        "of": first.digest,
        "decision": "rejected",
        "by": ["Ann"],
        "decided": "2026-12-01",
        "reason": "Their source is a shop.",
    }
    assert (accepted["decision"], accepted["by"]) == ("accepted", ["Ann", "Bob"])


def test_a_proposal_that_is_not_there_is_named(library: Path) -> None:
    with pytest.raises(ProposalError, match="no proposal for 'nac-sleep'"):
        reject(library, "nac-sleep", "Ann", "why not", TODAY)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("from: Team Pepper", "from: ''", "from must be text"),
        ("accepted: []", "accepted: [yes]", "must be a mapping"),
        ("    headline:", "    headlines:", "unknown field 'headlines'"),
        ("  id: nmn-depression", "  id: nac-sleep", "is a proposal for 'nac-sleep'"),
        ("sent: 2026-11-30", "sent: [", "while parsing"),
        ("claim:\n", "claims:\n", "claim is missing"),
    ],
)
def test_a_spoilt_file_is_named(library: Path, old: str, new: str, message: str) -> None:
    propose(library)
    file = file_of(library, "nmn-depression")
    text = file.read_text(encoding="utf-8")
    assert old.strip() in text
    file.write_text(text.replace(old.lstrip(), new.lstrip(), 1), encoding="utf-8")
    with pytest.raises(LibraryError, match=rf"incoming/nmn-depression\.yaml.*{message}"):
        waiting(library)


def test_a_difference_is_shown_field_by_field(library: Path) -> None:
    mine = ours(library)
    theirs = replace(
        mine,
        headline=HEADLINE,
        facts=(*mine.facts, "New facts."),
        phrasings=mine.phrasings[::-1],
        review=replace(mine.review, by="somebody"),
    )
    assert list(diff(mine, theirs)) == [
        "  headline:",
        "    - No study in people shows that NMN helps depression.",
        f"    + {HEADLINE}",
        "  facts:",
        "    + New facts.",
        "  phrasings:",
        "    (in another order)",
    ]
