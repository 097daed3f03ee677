"""What is wrong with a draft: the very rules of the library, for this one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.library import lint
from knowledge.library.files import Shelf, Trusted
from knowledge.library.reader import Unreadable
from knowledge.library.soundness import control_characters, is_id
from knowledge.model import Claim, Content, Substance
from knowledge.reading.language import LANGUAGES
from knowledge.reading.normalise import clean, fold
from knowledge.review import word_checks
from knowledge.review.drafts import FIELDS, Draft, DraftKind, claim_of, missing
from knowledge.review.personal import scrubbed

Problem = tuple[str, str]
"""The field, "" for the whole, and what is wrong with it."""
_ASSUMED: dict[str, Any] = {
    "substance": "any", "relation": "improves", "outcome": "any", "claim": "-",
    "headline": "Not known.", "status": "mixed", "certainty": "high", "best_evidence": "none",
    "safety": "ordinary", "sources": [], "facts": [], "who_to_ask": "doctor", "phrasings": [],
}  # fmt: skip
"""Stands for what is not written yet, so that the rules can look at what is."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a draft is compared with: the claims and substances that it may get in the way of, and
    whose sources count. Those near by can be looked through at once, all of them take seconds.
    `lacking` are the substance and the outcome, by field and id, that the base has no more."""

    claims: Iterable[Claim]
    substances: Iterable[Substance]
    content: Content
    trusted: Trusted
    lacking: frozenset[tuple[str, str]] = frozenset()


def problems(draft: Draft, beside: Beside, today: date) -> list[Problem]:
    """All that must be mended before a draft can be handed in."""
    if draft.kind is DraftKind.NAME:
        return list(_of_name(draft, beside.substances))
    if draft.kind is DraftKind.PHRASING:
        return list(_of_phrasing(draft, beside.claims))
    lacking = [(name, "") for name in missing(draft)]
    return lacking or _of_record(draft, beside, today)


def so_far(draft: Draft, beside: Beside, today: date) -> list[Problem]:
    """What is wrong with the fields that are filled in already."""
    if draft.of_word:
        return _of_record(draft, beside, today)
    written = {name: value for name, value in draft.fields.items() if value}
    whole = replace(draft, fields={**_ASSUMED, **written})
    found = _of_record(whole, beside, today)
    # How hard a claim is to read shows when all of it is there.
    hard = "school grade"
    known = [(name, text) for name, text in found if name in written]
    return known if written.get("facts") else [each for each in known if hard not in each[1]]


def _of_record(draft: Draft, beside: Beside, today: date) -> list[Problem]:
    if draft.kind is DraftKind.SUBSTANCE:
        found = word_checks.of_substance(draft.fields, beside.substances, beside.content)
    elif draft.kind is DraftKind.OUTCOME:
        found = word_checks.of_outcome(draft.fields, beside.content.outcomes)
    else:
        found = _of_claim(draft, beside, today)
    # One sentence for the same thing in two places.
    return list(dict.fromkeys(found))


def _of_claim(draft: Draft, beside: Beside, today: date) -> Iterator[Problem]:
    for name, id_ in sorted(beside.lacking):
        if draft.fields.get(name) == id_:
            yield name, f"{id_!r} is not in the base"
    try:
        claim = claim_of(draft, today)
    except Unreadable as unreadable:
        yield from ((_field(place), message) for place, message in unreadable.problems)
        return
    shelf = Shelf(
        replace(beside.content, claims=()), beside.trusted.publishers, beside.trusted.copies, ()
    )
    for place, message in lint.of_claim(claim, beside.claims, shelf):
        yield _field(place), message
    yield from ((_field(place), "holds a character that is not seen") for place in _unseen(draft))
    yield from (("phrasings", told) for told in map(_personal, claim.phrasings) if told)
    if draft.subject and not is_id(draft.subject):
        yield "outcome", f"{draft.subject!r} cannot be the id of a claim"


def _of_phrasing(draft: Draft, claims: Iterable[Claim]) -> Iterator[Problem]:
    text = str(draft.fields["phrasing"])
    if not text.strip() or len(text) > lint.PHRASING:
        yield "phrasing", f"a phrasing has 1 to {lint.PHRASING} characters"
    if list(control_characters(text)):
        yield "phrasing", "holds a character that is not seen"
    if told := _personal(text):
        yield "phrasing", told
    normal = _normal(text)
    for claim in claims:
        if any(_normal(other) == normal for other in claim.phrasings):
            yield "phrasing", f"this phrasing also belongs to {claim.id}"


def _of_name(draft: Draft, substances: Iterable[Substance]) -> Iterator[Problem]:
    name, language = str(draft.fields["name"]), str(draft.fields["language"])
    if language not in LANGUAGES:
        yield "language", f"unknown language {language!r}"
    yield from (("name", message) for message in word_checks.faults_of_name(name))
    normal = fold(clean(name))
    for substance in substances:
        held = {fold(clean(each)) for names in substance.names.values() for each in names}
        if normal in held or normal == fold(clean(substance.name)):
            yield "name", f"{name!r} is also a name of {substance.id}"


def _personal(text: str) -> str:
    """What of a person a phrasing holds: it is kept for good."""
    found = scrubbed(text).removed
    return f"holds something of a person: {', '.join(sorted(found))}" if found else ""


def _normal(text: str) -> str:
    return " ".join(fold(clean(text)).split())


def _unseen(draft: Draft) -> Iterator[tuple[str | int, ...]]:
    yield from control_characters({name: draft.fields.get(name) for name in FIELDS})


def _field(place: tuple[str | int, ...]) -> str:
    named = [part for part in place if isinstance(part, str) and part in FIELDS]
    # Two claims on the same things: the outcome is what can be chosen anew.
    if place[:1] == ("review",):
        return "due"
    return named[0] if named else "outcome"
