"""What somebody would change in the base, from the first word until a colleague has approved it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from knowledge.library import records, signing
from knowledge.library.reader import Unreadable
from knowledge.library.records import Plain
from knowledge.model import Claim, ClaimState, Outcome, Review, Safety, Substance
from knowledge.review import new_words
from knowledge.review.team import Bar, Member, barred, declares

UNDO_MS = 10 * 60 * 1000
"""How long a publication can be undone."""
LONGEST_ID = 80
_YEAR = timedelta(days=365)


class DraftKind(StrEnum):
    """What a draft would change."""

    NEW_CLAIM = "new-claim"
    EDIT = "edit"
    PHRASING = "phrasing"
    NAME = "name"
    SUBSTANCE = "substance"
    OUTCOME = "outcome"


class DraftState(StrEnum):
    """How far a draft is. Testing: it is tried on known messages; waiting: for a second person."""

    WRITING = "writing"
    TESTING = "testing"
    WAITING = "waiting"
    REFUSED = "refused"
    PUBLISHED = "published"
    UNDONE = "undone"
    DROPPED = "dropped"


OPEN = frozenset({DraftState.WRITING, DraftState.TESTING, DraftState.WAITING, DraftState.REFUSED})
"""The states of a draft that somebody still works on."""
FIELDS = (
    "substance", "relation", "outcome", "claim", "headline", "status", "certainty",
    "best_evidence", "sources", "facts", "safety", "safety_facts", "who_to_ask", "phrasings",
    "due",
)  # fmt: skip
"""What is asked for a claim, in this order. Sources come before the facts that name them."""
LISTS = frozenset({"sources", "facts", "safety_facts", "phrasings"}) | new_words.FREE
CHOICES = frozenset(
    {"relation", "status", "certainty", "best_evidence", "safety", "who_to_ask", "nature"}
)
_FREE = frozenset({"safety_facts", "due"}) | new_words.FREE
"""Fields that may stay empty."""
_FIXED = frozenset({"substance", "relation", "outcome"})
"""What an edit cannot change: it would be another claim."""
_WRITTEN = {
    DraftKind.NAME: "substance", DraftKind.SUBSTANCE: "substance", DraftKind.OUTCOME: "outcome",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that would be answered otherwise: the claims that it would get and lose."""

    text: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What the backtest of a draft found. `fixes` counts messages, the others are shown; those that
    are too many to be kept are counted in `more_breaks` and `more_also`."""

    fixes: int = 0
    breaks: tuple[Shown, ...] = ()
    also: tuple[Shown, ...] = ()
    more_breaks: int = 0
    more_also: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that is worked on. `subject` is the id of the record that it writes; "" for one that
    has none yet.

    base, before: digest and body of the record that it starts from, None for a new one; looked:
    who has looked at each message that breaks; edition: how often it was handed in; change: its
    number in the trail; version: of its row.
    """

    id: int
    kind: DraftKind
    subject: str
    author: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    state: DraftState = DraftState.WRITING
    case: int = 0
    base: str | None = None
    before: Mapping[str, Any] | None = None
    refused_why: str = ""
    refused_by: str = ""
    approvals: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    trial: Trial | None = None
    edition: int = 0
    change: int = 0
    changed_ms: int = 0
    published_ms: int = 0
    announced: bool = False
    version: int = 0

    @property
    def of_claim(self) -> bool:
        """Whether it is a whole claim that is written."""
        return self.kind in (DraftKind.NEW_CLAIM, DraftKind.EDIT)

    @property
    def of_word(self) -> bool:
        """Whether a new substance or outcome is made."""
        return self.kind in (DraftKind.SUBSTANCE, DraftKind.OUTCOME)

    @property
    def guided(self) -> bool:
        """Whether a whole record is written, step by step."""
        return self.of_claim or self.of_word

    @property
    def record(self) -> str:
        """The kind of record that it writes."""
        return _WRITTEN.get(self.kind, "claim")

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def editable(self) -> bool:
        return self.state in (DraftState.WRITING, DraftState.REFUSED)

    def undoable(self, now_ms: int) -> bool:
        """Whether its publication can still be undone."""
        return self.state is DraftState.PUBLISHED and now_ms - self.published_ms < UNDO_MS

    def settled(self, now_ms: int) -> bool:
        """Whether it can no longer be undone, and those who wait are to hear of it."""
        over = now_ms - self.published_ms >= UNDO_MS
        return self.state is DraftState.PUBLISHED and over and not self.announced


def fields_of(body: Mapping[str, Any]) -> Plain:
    """What the editor shows of a stored claim."""
    kept = {name: body[name] for name in FIELDS if name in body}
    # An old due date would be due again soon: the new one is set anew.
    return {**kept, "due": "", "sign_off": body["review"].get("sign_off")}


def all_of(draft: Draft) -> tuple[str, ...]:
    """All fields of a draft like this one: the place of each never changes."""
    if draft.of_word:
        of_substance = draft.kind is DraftKind.SUBSTANCE
        return new_words.OF_SUBSTANCE if of_substance else new_words.OF_OUTCOME
    return FIELDS


def steps_of(draft: Draft) -> tuple[str, ...]:
    """The fields that are asked for this draft, in order."""
    every = all_of(draft)
    if draft.kind is DraftKind.NEW_CLAIM or draft.of_word:
        return every
    return tuple(name for name in every if name not in _FIXED)


def missing(draft: Draft) -> tuple[str, ...]:
    """The fields that must be filled in and are not."""
    needed = (name for name in all_of(draft) if name not in _FREE)
    return tuple(name for name in needed if not draft.fields.get(name))


def with_field(draft: Draft, name: str, value: Any, now_ms: int) -> Draft:
    """The draft with this field; what the field of another claim was about is forgotten."""
    return replace(draft, fields={**draft.fields, name: value}, changed_ms=now_ms)


def claim_of(draft: Draft, today: date) -> Claim:
    """The claim as it would be published today, reviewed by nobody yet. Raises Unreadable."""
    due = draft.fields.get("due") or (today + _YEAR).isoformat()
    review = {"by": "a draft", "reviewed": today.isoformat(), "due": due}
    return _read(draft, review)


def stored_claim(body: Mapping[str, Any]) -> Claim:
    """A claim from its stored body. Raises Unreadable."""
    return records.claim({k: v for k, v in body.items() if k != "substance"}, body["substance"])


def id_for(draft: Draft, taken: Iterable[str]) -> str:
    """The id of a new record, none that is taken: a claim's is made from its substance and outcome,
    any other from its name."""
    if draft.of_word:
        return new_words.id_for(str(draft.fields["name"]), taken)
    substance, relation, outcome = (
        draft.fields[name] for name in ("substance", "relation", "outcome")
    )
    held = frozenset(taken)
    wanted = [f"{substance}-{outcome}", f"{substance}-{relation}-{outcome}"]
    wanted += [f"{substance}-{outcome}-{number}" for number in range(2, len(held) + 3)]
    fitting = (id_[:LONGEST_ID].strip("-") for id_ in wanted)
    return next(id_ for id_ in fitting if id_ not in held)


def body_of(
    draft: Draft, present: Mapping[str, Any] | None, author: str, approver: Member, today: date
) -> Plain:
    """The record that approving a draft writes: `present` is what is stored now, `author` the name
    of who wrote it."""
    if draft.of_claim:
        return records.plain(_reviewed(draft, author, approver, today))
    if draft.of_word:
        return records.plain(word_of(draft))
    return with_words(draft, present or {})


def with_words(draft: Draft, present: Mapping[str, Any]) -> Plain:
    """A stored record with the phrasing or the name of a draft."""
    if draft.kind is DraftKind.PHRASING:
        # For matching only: it says nothing on whether the claim is still right.
        return {**present, "phrasings": [*present["phrasings"], draft.fields["phrasing"]]}
    language = draft.fields["language"]
    names = [*present["names"].get(language, ()), draft.fields["name"]]
    return {**present, "names": {**present["names"], language: names}}


def word_of(draft: Draft) -> Substance | Outcome:
    """The substance or outcome that a draft makes. Raises Unreadable."""
    if draft.kind is DraftKind.SUBSTANCE:
        return records.substance(new_words.substance(draft.fields, draft.subject))
    return records.outcome(new_words.outcome(draft.fields, draft.subject))


def tried_as(
    draft: Draft, present: Mapping[str, Any] | None, today: date
) -> Claim | Substance | Outcome:
    """The record as it would be, for a trial."""
    if draft.of_claim:
        return claim_of(draft, today)
    if draft.of_word:
        return word_of(draft)
    body = with_words(draft, present or {})
    return stored_claim(body) if draft.kind is DraftKind.PHRASING else records.substance(body)


def stale(draft: Draft, present: str | None) -> bool:
    """Whether a record is another one by now than what the draft starts from; a phrasing or a name
    is only added, whatever else has changed."""
    return draft.guided and draft.base != present


def dangerous(draft: Draft, present: Mapping[str, Any] | None) -> bool:
    """Whether this is about a danger, before it or after it."""
    safety = {draft.fields.get("safety"), (present or {}).get("safety")}
    return Safety.DANGER.value in safety


def substances_of(draft: Draft, present: Mapping[str, Any] | None) -> frozenset[str]:
    """The substances that a draft is about."""
    if not draft.of_claim and draft.record == "substance":
        return frozenset({draft.subject})
    named = (draft.fields.get("substance"), (present or {}).get("substance"))
    return frozenset(name for name in named if name)


def bar(
    member: Member,
    draft: Draft,
    present: Mapping[str, Any] | None,
    team: Iterable[Member],
    known: Mapping[str, Substance],
) -> Bar | None:
    """Why somebody may not approve a draft; None when they may. `known` are the substances of the
    base: what somebody has declared may name one that was not there yet when they did."""
    about = substances_of(draft, present)
    named = {id_: new_words.sure_names(known[id_]) for id_ in about & known.keys()}
    if draft.kind is DraftKind.SUBSTANCE:
        named[draft.subject] = new_words.named(draft.fields)
    told = tuple(id_ for id_, names in named.items() if declares(member, names))
    interested = replace(member, interests=(*member.interests, *told))
    found = barred(interested, draft.author, about, danger=dangerous(draft, present))
    if found is None and all(each.person != draft.author for each in team):
        return Bar.GONE
    return found


def changed(draft: Draft) -> bool:
    """Whether an edit differs from what it began with."""
    before = draft.before or {}
    asked = (name for name in FIELDS if name != "due")
    told = any((draft.fields.get(name) or None) != (before.get(name) or None) for name in asked)
    # To say that all is still right, and look again later, is a change too.
    return told or bool(draft.fields.get("due")) or before.get("state") != ClaimState.PUBLISHED


def handed_in(draft: Draft, now_ms: int) -> Draft:
    """The draft as it goes to be tried and approved: nothing that was said of it before counts."""
    return replace(
        draft,
        state=DraftState.TESTING,
        edition=draft.edition + 1,
        approvals=(),
        looked=(),
        trial=None,
        refused_why="",
        refused_by="",
        changed_ms=now_ms,
    )


def mended(draft: Draft, now_ms: int) -> Draft:
    """The draft back in the hands of its author; approvals are gone."""
    return replace(
        draft, state=DraftState.WRITING, approvals=(), looked=(), trial=None, changed_ms=now_ms
    )


def _reviewed(draft: Draft, author: str, approver: Member, today: date) -> Claim:
    claim = claim_of(draft, today)
    review = replace(claim.review, by=f"{author} and {approver.name}")
    claim = replace(claim, review=review)
    if approver.profession is not None:
        return signing.signed(claim, approver.name, approver.profession, today)
    return claim


def _read(draft: Draft, review: Plain) -> Claim:
    asked = {name: draft.fields.get(name) for name in FIELDS if name not in ("substance", "due")}
    record = {
        **asked,
        "id": draft.subject or "new",
        "safety_facts": draft.fields.get("safety_facts") or [],
        "state": ClaimState.PUBLISHED.value,
        "review": review,
    }
    claim = records.claim(record, str(draft.fields.get("substance") or ""))
    return _still_signed(claim, draft.fields.get("sign_off"))


def _still_signed(claim: Claim, given: Any) -> Claim:
    """The claim with the sign-off that it had, if what was signed is unchanged."""
    if not given:
        return claim
    try:
        review: Review = replace(claim.review, sign_off=records.sign_off(given))
    except Unreadable:
        return claim
    signed = replace(claim, review=replace(review, clinician=True))
    return signed if signing.holds(signed) else claim
