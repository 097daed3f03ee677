"""What another team proposes: new claims become drafts, others wait for two people to accept them.

A proposal lies in `incoming/<claim>.yaml` of the library and changes nothing until two people who
are not its senders have accepted it as it stands. What was decided is kept in
`incoming/decisions.jsonl`.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from knowledge.changes import Difference
from knowledge.errors import LibraryError, ProposalError
from knowledge.library import edits, lint, records
from knowledge.library.files import Shelf
from knowledge.library.loader import Loader
from knowledge.library.reader import Reader, Unreadable
from knowledge.library.writing import write_all
from knowledge.model import Claim

FOLDER, DECISIONS = "incoming", "decisions.jsonl"
NEEDED = 2
"""People who must accept a proposal."""
_YEAR = timedelta(days=365)
_OURS = frozenset({"id", "substance", "state", "review"})
"""Fields that no proposal changes: what a claim is, and who answers for it here."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One person's yes, and the digest of the proposal that was accepted."""

    by: str
    accepted: date
    of: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim as another team would have it; `base` is the digest of ours when it came."""

    claim: Claim
    sender: str
    sent: date
    base: str
    accepted: tuple[Acceptance, ...] = ()

    @property
    def digest(self) -> str:
        """What an acceptance is given for."""
        return digest(self.claim)


def digest(claim: Claim) -> str:
    """The digest of all that a proposal can change."""
    told = {name: value for name, value in edits.record_of(claim).items() if name not in _OURS}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def differences(ours: Claim, theirs: Claim) -> dict[str, tuple[Any, Any]]:
    """The fields in which two versions of a claim differ, as (ours, theirs), in plain data."""
    old, new = edits.record_of(ours), edits.record_of(theirs)
    return {
        name: (old[name], new[name])
        for name in edits.ORDER
        if name not in _OURS and old[name] != new[name]
    }


def file_of(library: Path, id_: str) -> Path:
    """Where the proposal for a claim lies."""
    return library / FOLDER / f"{id_}.yaml"


def written(proposal: Proposal) -> str:
    """A proposal as its file holds it."""
    claim = {"substance": proposal.claim.substance, **edits.record_of(proposal.claim)}
    return edits.dumped(
        {
            "from": proposal.sender,
            "sent": proposal.sent.isoformat(),
            "base": proposal.base,
            "accepted": [records.plain(acceptance) for acceptance in proposal.accepted],
            "claim": claim,
        }
    )


def waiting(library: Path) -> list[Proposal]:
    """All proposals that wait, ordered by claim. Raises LibraryError for a spoilt file."""
    return [_read(file) for file in sorted((library / FOLDER).glob("*.yaml"))]


def find(library: Path, id_: str) -> Proposal:
    """The proposal for a claim. Raises ProposalError where there is none."""
    for proposal in waiting(library):
        if proposal.claim.id == id_:
            return proposal
    raise ProposalError(f"no proposal for {id_!r}; `python -m knowledge proposals` lists them")


def accept(library: Path, shelf: Shelf, ours: Claim, by: str, today: date) -> Proposal:
    """Accept the proposal for this claim; the second person's yes puts it into the library. Raises
    ProposalError where this person's yes does not count."""
    proposal = find(library, ours.id)
    if digest(ours) != proposal.base:
        raise ProposalError(f"{ours.id} has changed since {proposal.sender} sent this: reject it")
    if _same(by, proposal.sender) or _same(by, proposal.claim.review.by):
        raise ProposalError(f"{by} is on the sender's side: two others must accept")
    # A yes to what the proposal said before somebody edited its file is none to what it says now.
    standing = tuple(each for each in proposal.accepted if each.of == proposal.digest)
    if any(_same(by, each.by) for each in standing):
        raise ProposalError(f"{by} has accepted this already: it needs another person")
    accepted = (*standing, Acceptance(by, today, proposal.digest))
    proposal = replace(proposal, accepted=accepted)
    if len(accepted) < NEEDED:
        write_all({file_of(library, ours.id): written(proposal)})
    else:
        _check(shelf, merged(ours, proposal, today))
        _publish(library, ours, proposal, today)
    return proposal


def merged(ours: Claim, proposal: Proposal, today: date) -> Claim:
    """Our claim as an accepted proposal makes it: reviewed by those who accepted it, unsigned."""
    people = " and ".join(each.by for each in proposal.accepted)
    due = proposal.claim.review.due
    review = replace(
        ours.review,
        by=f"{people}, on a proposal from {proposal.sender}",
        reviewed=today,
        due=due if due > today else today + _YEAR,
        clinician=False,
        sign_off=None,
    )
    return replace(proposal.claim, substance=ours.substance, state=ours.state, review=review)


def reject(library: Path, id_: str, by: str, reason: str, today: date) -> Proposal:
    """Take a proposal away; why is kept. Anybody may."""
    proposal = find(library, id_)
    decided = _decision(proposal, "rejected", [by], today, reason=reason)
    write_all({**_kept(library, decided), file_of(library, id_): None})
    return proposal


def _check(shelf: Shelf, claim: Claim) -> None:
    others = (other for other in shelf.content.claims if other.id != claim.id)
    content = replace(shelf.content, claims=(*others, claim))
    problems = [
        message
        for found, (_, message) in lint.of_claims(replace(shelf, content=content))
        if found.id == claim.id
    ]
    if problems:
        raise ProposalError(f"{claim.id} would break the rules: {'; '.join(problems)}")


def _publish(library: Path, ours: Claim, proposal: Proposal, today: date) -> None:
    claim = merged(ours, proposal, today)
    record = edits.record_of(claim)
    changed = {name: record[name] for name in (*differences(ours, claim), "review")}
    file = library / "substances" / f"{ours.substance}.yaml"
    with edits.naming(file):
        text = edits.with_fields(edits.text_of(file), ours.id, changed)
    people = [each.by for each in proposal.accepted]
    decided = _decision(proposal, "accepted", people, today)
    write_all({file: text, **_kept(library, decided), file_of(library, ours.id): None})


def _decision(
    proposal: Proposal, what: str, by: Sequence[str], today: date, **more: str
) -> Mapping[str, Any]:
    return {
        "claim": proposal.claim.id,
        "from": proposal.sender,
        "sent": proposal.sent.isoformat(),
        "of": proposal.digest,
        "decision": what,
        "by": [*by],
        "decided": today.isoformat(),
        **more,
    }


def _kept(library: Path, decision: Mapping[str, Any]) -> dict[Path, str | None]:
    file = library / FOLDER / DECISIONS
    before = edits.text_of(file) if file.exists() else ""
    return {file: before + json.dumps(decision, ensure_ascii=False) + "\n"}


def _same(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """What stays of a name when its spaces, capitals and points do not count."""
    spelt = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in spelt).split())


def _read(file: Path) -> Proposal:
    try:
        data = yaml.load(file.read_bytes(), Loader=Loader)  # noqa: S506 - a safe loader
        proposal = _proposal(data)
    except (yaml.YAMLError, ValueError, Unreadable) as error:
        raise LibraryError(f"{FOLDER}/{file.name} cannot be read: {error}") from error
    if proposal.claim.id != file.stem:
        raise LibraryError(f"{FOLDER}/{file.name} is a proposal for {proposal.claim.id!r}")
    return proposal


def _proposal(data: Any) -> Proposal:
    read = Reader(data, frozenset({"from", "sent", "base", "accepted", "claim"}))
    value = Proposal(
        claim=_claim(read.record.get("claim")),
        sender=read.text("from"),
        sent=read.day("sent"),
        base=read.text("base"),
        accepted=read.each("accepted", _acceptance),
    )
    read.done()
    return value


def _claim(record: Any) -> Claim:
    if not isinstance(record, dict):
        raise Unreadable([(("claim",), "claim is missing")])
    inner = {key: value for key, value in record.items() if key != "substance"}
    return records.claim(inner, str(record.get("substance")))


def _acceptance(record: Any) -> Acceptance:
    read = Reader(record, frozenset(field.name for field in fields(Acceptance)))
    value = Acceptance(by=read.text("by"), accepted=read.day("accepted"), of=read.text("of"))
    read.done()
    return value


def diff(ours: Claim, theirs: Claim) -> Iterator[str]:
    """What a proposal would change, field by field, as lines with - for ours and + for theirs."""
    for name, (old, new) in differences(ours, theirs).items():
        between = Difference(name, old, new)
        yield f"  {name}:"
        yield from (f"    - {_line(item)}" for item in between.removed)
        yield from (f"    + {_line(item)}" for item in between.added)
        if between.reordered:
            yield "    (in another order)"


def _line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
