"""The import of another team's claims: what would be written, or every line that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from knowledge.library import edits, lint
from knowledge.library.files import Shelf
from knowledge.model import Claim, ClaimState
from knowledge.proposals import Proposal, differences, digest, file_of, waiting, written
from knowledge.received import Received, Wrong


@dataclass(frozen=True, slots=True)
class Import:
    """What an import does: `drafts` are new, `proposals` differ from ours, `same` say the same."""

    drafts: list[Claim] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def planned(shelf: Shelf, sent: list[Received], library: Path, sender: str, today: date) -> Import:
    """What the import of these claims would do; with anything wrong, nothing may be done."""
    ours = {claim.id: claim for claim in shelf.content.claims}
    held = {proposal.claim.id: proposal for proposal in waiting(library)}
    plan = Import()
    news: list[Received] = []
    for each in sent:
        mine = ours.get(each.claim.id)
        theirs = replace(each, claim=_unsigned(each.claim, mine))
        if mine is None:
            plan.drafts.append(theirs.claim)
        elif not differences(mine, theirs.claim) and mine.substance == theirs.claim.substance:
            plan.same.append(mine.id)
            continue
        else:
            proposal = Proposal(theirs.claim, sender, today, digest(mine))
            known = held.get(mine.id)
            if known and (known.sender, known.digest) == (sender, proposal.digest):
                plan.same.append(mine.id)
                continue
            plan.wrong.extend(_collisions(theirs, mine, known))
            plan.proposals.append(proposal)
        news.append(theirs)
    plan.wrong.extend(_faults(shelf, news, ours))
    plan.wrong.sort()
    return plan


def texts(plan: Import, library: Path) -> dict[Path, str | None]:
    """Every file that an import writes, with its text."""
    made: dict[Path, str | None] = {
        file_of(library, proposal.claim.id): written(proposal) for proposal in plan.proposals
    }
    drafts: dict[Path, str] = {}
    for claim in plan.drafts:
        file = library / "substances" / f"{claim.substance}.yaml"
        text = drafts.get(file) or edits.text_of(file)
        with edits.naming(file):
            drafts[file] = edits.with_claim(text, edits.record_of(claim))
    return {**made, **drafts}


def _unsigned(claim: Claim, mine: Claim | None) -> Claim:
    """A claim as it may come in: whether it is published, and who signed it off, is not theirs to
    say."""
    review = replace(claim.review, clinician=False, sign_off=None)
    return replace(claim, state=mine.state if mine else ClaimState.DRAFT, review=review)


def _collisions(sent: Received, mine: Claim, known: Proposal | None) -> Iterator[Wrong]:
    claim = sent.claim
    if claim.substance != mine.substance:
        message = f"{claim.id}: is a claim on {mine.substance!r} here, not on {claim.substance!r}"
        yield Wrong(sent.line(("substance",)), message)
    if known:
        message = f"a proposal from {known.sender} waits already: accept or reject it first"
        yield Wrong(sent.line(()), f"{claim.id}: {message}")


def _faults(shelf: Shelf, sent: list[Received], ours: dict[str, Claim]) -> Iterator[Wrong]:
    substances = {substance.id for substance in shelf.content.substances}
    outcomes = {outcome.id for outcome in shelf.content.outcomes}
    for each in sent:
        claim, mine = each.claim, ours.get(each.claim.id)
        if claim.substance not in substances:
            message = f"unknown substance {claim.substance!r}; substances/ lists them"
            yield Wrong(each.line(("substance",)), f"{claim.id}: {message}")
        if claim.outcome not in outcomes:
            message = f"unknown outcome {claim.outcome!r}; outcomes.yaml lists them"
            yield Wrong(each.line(("outcome",)), f"{claim.id}: {message}")
        cited = {source.publisher for source in mine.sources} if mine else set()
        for position, source in enumerate(claim.sources):
            if source.publisher not in shelf.publishers | cited:
                message = f"unknown publisher {source.publisher!r}; publishers.yaml lists them"
                yield Wrong(each.line(("sources", position, "publisher")), f"{claim.id}: {message}")
    changed = {each.claim.id: each for each in sent}
    others = [claim for claim in ours.values() if claim.id not in changed]
    claims = (*others, *(each.claim for each in sent))
    whole = replace(shelf, content=replace(shelf.content, claims=claims))
    for claim, (place, message) in lint.of_claims(whole):
        if claim.id in changed:
            yield Wrong(changed[claim.id].line(place), f"{claim.id}: {message}")
