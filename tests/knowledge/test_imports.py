"""What an import would do: drafts for what is new, proposals for what differs, faults by line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge import ClaimState
from knowledge.imports import Import, planned, texts
from knowledge.library import files, lint, records
from knowledge.library.writing import write_all
from knowledge.received import received
from tests import make
from tests.knowledge import small_library

TODAY = date(2026, 12, 1)
NEW = {
    "id": "nmn-sleep",
    "outcome": "sleep",
    "claim": "NMN makes you sleep",
    "headline": "No trial in people shows that NMN improves sleep.",
    "phrasings": ["NMN put me to bed"],
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return small_library.write(tmp_path / "library")


def new(**changes: Any) -> dict[str, Any]:
    return {**records.plain(make.claim()), **NEW, **changes}


def existing(library: Path, **changes: Any) -> dict[str, Any]:
    claims = {claim.id: claim for claim in files.load(library).claims}
    return {**records.plain(claims["nmn-depression"]), **changes}


def plan(library: Path, *sent: dict[str, Any], sender: str = "Team Pepper") -> Import:
    file = library.parent / "sent.jsonl"
    file.write_text("\n".join(map(json.dumps, sent)), encoding="utf-8")
    claims, wrong = received(file)
    assert wrong == []
    return planned(files.whole(library), claims, library, sender, TODAY)


def wrong(library: Path, *sent: dict[str, Any]) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in plan(library, *sent).wrong]


def test_a_new_claim_becomes_a_draft_behind_the_others_of_its_substance(library: Path) -> None:
    done = plan(library, new(state="published"))
    assert (len(done.drafts), done.proposals, done.wrong) == (1, [], [])
    before = (library / "substances/nmn.yaml").read_text(encoding="utf-8")
    write_all(texts(done, library))
    assert (library / "substances/nmn.yaml").read_text(encoding="utf-8").startswith(before)
    claim = next(c for c in files.load(library).claims if c.id == "nmn-sleep")
    assert claim.state is ClaimState.DRAFT
    assert claim.headline == NEW["headline"]
    assert lint.check(library) == []


def test_a_claim_that_differs_becomes_a_proposal_and_stays_as_it_is(library: Path) -> None:
    done = plan(library, existing(library, facts=["Other facts. [review-2024]"]))
    (proposal,) = done.proposals
    assert (proposal.sender, proposal.sent) == ("Team Pepper", TODAY)
    before = (library / "substances/nmn.yaml").read_bytes()
    write_all(texts(done, library))
    assert (library / "substances/nmn.yaml").read_bytes() == before
    assert [file.name for file in (library / "incoming").iterdir()] == ["nmn-depression.yaml"]


@pytest.mark.parametrize("changes", [{}, {"state": "draft"}])
def test_what_says_the_same_is_left_alone(library: Path, changes: dict[str, Any]) -> None:
    done = plan(library, existing(library, **changes))
    assert done == Import(same=["nmn-depression"])


def test_another_review_is_not_ours(library: Path) -> None:
    review = {"by": "Team Pepper", "reviewed": "2026-11-30", "due": "2028-11-30"}
    assert plan(library, existing(library, review=review)).same == ["nmn-depression"]


def test_a_sign_off_of_another_team_is_none_of_ours(library: Path) -> None:
    signed = records.plain(make.signed(**{**NEW, "phrasings": ("NMN put me to bed",)}))
    assert signed["review"]["clinician"] is True
    (draft,) = plan(library, signed).drafts
    assert draft.review.clinician is False
    assert draft.review.sign_off is None


def test_an_import_can_be_run_again(library: Path) -> None:
    sent = (new(), existing(library, facts=["Other facts. [review-2024]"]))
    write_all(texts(plan(library, *sent), library))
    again = plan(library, *sent)
    assert again == Import(same=["nmn-sleep", "nmn-depression"])


def test_two_drafts_of_one_substance_stand_one_behind_the_other(library: Path) -> None:
    other = new(id="nmn-sleep-harm", relation="harms", phrasings=["NMN keeps me awake"])
    write_all(texts(plan(library, new(), other), library))
    ids = [claim.id for claim in files.load(library).claims]
    assert ids == ["nac-sleep", "nac-depression", "nmn-depression", "nmn-sleep", "nmn-sleep-harm"]
    assert lint.check(library) == []


def test_a_proposal_that_waits_is_not_overwritten(library: Path) -> None:
    write_all(
        texts(plan(library, existing(library, facts=["Other facts. [review-2024]"])), library)
    )
    ((line, message),) = wrong(
        library, new(), existing(library, facts=["Third facts. [review-2024]"])
    )
    assert line == 2
    assert "a proposal from Team Pepper waits already: accept or reject it first" in message


SOURCE = records.plain(make.SOURCE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"substance": "nmm"}, "unknown substance 'nmm'"),
        ({"outcome": "sleeep"}, "unknown outcome 'sleeep'"),
        ({"sources": [{**SOURCE, "publisher": "A Shop"}]}, "unknown publisher 'A Shop'"),
        ({"sources": [{**SOURCE, "publisher": "copies.example"}]}, "unknown publisher 'copies."),
        ({"headline": "NMN may help."}, "unproven: the headline must say"),
        ({"outcome": "depression"}, "says of the same things as nmn-depression"),
        ({"phrasings": ["nac knocks you out at NIGHT"]}, "phrasing also belongs to nac-sleep"),
    ],
)
def test_what_the_library_does_not_know_or_would_not_take_is_named_by_line(
    library: Path, changes: dict[str, Any], message: str
) -> None:
    ((line, said),) = wrong(library, existing(library), new(**changes))
    assert line == 2
    assert said.startswith("nmn-sleep: ")
    assert message in said


def test_a_claim_cannot_move_to_another_substance(library: Path) -> None:
    found = wrong(library, existing(library, substance="nac"))
    assert (1, "nmn-depression: is a claim on 'nmn' here, not on 'nac'") in found


def test_a_publisher_that_a_claim_cites_already_is_known_to_it(library: Path) -> None:
    claims = {claim.id: claim for claim in files.load(library).claims}
    sent = {**records.plain(claims["nac-depression"]), "facts": ["Trials disagree a lot."]}
    assert sent["sources"][0]["publisher"] == "Some Blog"
    assert plan(library, sent).wrong == []


def test_a_changed_claim_that_takes_from_a_later_one_is_the_wrong_one(library: Path) -> None:
    claims = {claim.id: claim for claim in files.load(library).claims}
    sent = {**records.plain(claims["nac-sleep"]), "phrasings": ["goodbye sadness with NMN"]}
    ((_, message),) = wrong(library, sent)
    assert message == "nac-sleep: this phrasing also belongs to nmn-depression"
