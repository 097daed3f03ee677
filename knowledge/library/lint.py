"""The rules of the library: what a record must satisfy before it may be published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.citations import cited
from knowledge.library import contacts, danger_rules, plain, signing, word_rules
from knowledge.library.addresses import address_faults
from knowledge.library.faults import Fault, Place
from knowledge.library.files import LIBRARY, Shelf, read
from knowledge.model import (
    Certainty,
    Claim,
    Content,
    Names,
    Outcome,
    Relation,
    Safety,
    Source,
    Status,
    Substance,
)
from knowledge.reading.normalise import clean, fold

HEADLINE, FACT, CLAIM, SAYS, PHRASING = 140, 320, 160, 400, 400
"""Longest texts, in characters."""

Problem = tuple[Place, str]

_JARGON = re.compile(
    r"\b(?:SMD|RCTs?|meta-analys\w+|placebo-controlled|responders|p ?[<=] ?0?\.\d+)\b"
)
_SCORN = re.compile(
    r"\b(?:debunk\w*|myth|nonsense|scam|quack\w*|bogus|miracle|stupid|silly|gullible)\b", re.I
)
_SPEAKER = re.compile(r"\b(?:we|our)\b(?! do not know)", re.I)
_ABSENCE = re.compile(
    r"\bno(?:t|body)?\b.*\b(?:stud(?:y|ies)|trials?|evidence|proof|research)\b"
    r"|\bno(?:t|body)?\b.*\b(?:shown|proven|tested|known|established|clear|studied|knows?)\b"
    r"|\bnot confirmed\b|\b(?:never been|unproven|unknown|untested|unclear|do not know)\b"
    r"|\btoo (?:small|weak|few|little|early)\b|\bhas yet to\b"
    r"|\bonly (?:been )?(?:in|tested|seen|shown|studied)\b",
    re.I,
)
_FALSE = re.compile(r"\b(?:does not work|doesn't work|is false)\b", re.I)
_VERBS = {
    Certainty.MODERATE: re.compile(r"\b(?:probably|likely|unlikely|appears?|seems?)\b", re.I),
    Certainty.LOW: re.compile(r"\b(?:may|might|could)\b", re.I),
    Certainty.VERY_LOW: re.compile(
        r"\b(?:not known|do not know|unclear|uncertain|unknown|nobody knows)\b", re.I
    ),
}
_HEDGED = re.compile(r"\b(?:probably|may|might|could)\b", re.I)


def check(folder: Path = LIBRARY) -> list[Fault]:
    """Every fault of a library folder, in the order of its files."""
    shelf = read(folder)
    faults = [*shelf.faults, *_ids(shelf), *_vocabulary(shelf, folder)]
    faults += danger_rules.check(shelf, folder / "dangers.yaml")
    faults += contacts.check(shelf.content.helplines, folder / "helplines.yaml")
    for claim, (inner, message) in of_claims(shelf):
        file, place = shelf.places[claim.id]
        faults.append(Fault(file, (*place, *inner), f"{claim.id}: {message}"))
    return sorted(faults, key=lambda fault: (str(fault.file), fault.line, fault.message))


def of_claims(shelf: Shelf) -> Iterator[tuple[Claim, Problem]]:
    """What is wrong with the claims of a shelf, each with its problem; of two that get in each
    other's way, the later one is wrong."""
    yield from _shared(shelf.content.claims)
    yield from _hard(shelf.content)
    for claim in shelf.content.claims:
        for rule in RULES:
            yield from ((claim, problem) for problem in rule(claim, shelf))


def of_claim(claim: Claim, others: Iterable[Claim], shelf: Shelf) -> Iterator[Problem]:
    """What is wrong with one claim that is to stand beside these others; an older version of it may
    be among them. The claims of the shelf do not count."""
    beside = (*(other for other in others if other.id != claim.id), claim)
    yield from (problem for found, problem in _shared(beside) if found is claim)
    yield from (problem for _, problem in _hard(replace(shelf.content, claims=(claim,))))
    for rule in RULES:
        yield from rule(claim, shelf)


def _headline(claim: Claim, _: Shelf) -> Iterator[Problem]:
    """One fact-first sentence whose verb follows the certainty."""
    text = claim.headline
    if len(text) > HEADLINE:
        yield ("headline",), f"headline has {len(text)} characters, at most {HEADLINE}"
    if not text.endswith("."):
        yield ("headline",), "headline must end with a full stop"
    if "!" in text or "?" in text:
        yield ("headline",), "headline must be a plain statement"
    for name, words in (("jargon", _JARGON), ("scorn or hype", _SCORN), ("a speaker", _SPEAKER)):
        if found := words.search(text):
            yield ("headline",), f"headline has {name}: {found.group()!r}"
    yield from _verb(claim)


def _verb(claim: Claim) -> Iterator[Problem]:
    text, status, certainty = claim.headline, claim.status, claim.certainty
    if status is Status.UNPROVEN:
        if not _ABSENCE.search(text):
            yield ("headline",), "unproven: the headline must say that evidence is missing"
        if _FALSE.search(text):
            yield ("headline",), "unproven is not false"
    elif certainty is Certainty.HIGH:
        if status in (Status.SUPPORTED, Status.REFUTED) and _HEDGED.search(text):
            yield ("headline",), "high certainty, yet the headline hedges"
    elif not _VERBS[certainty].search(text):
        yield ("headline",), f"{certainty} certainty needs its verb (probably / may / not known)"


def _status(claim: Claim, _: Shelf) -> Iterator[Problem]:
    """Never refuted at low certainty."""
    if claim.status is Status.REFUTED and claim.certainty in (Certainty.LOW, Certainty.VERY_LOW):
        yield ("certainty",), "refuted at low certainty: call it unproven or mixed"


def _lengths(claim: Claim, _: Shelf) -> Iterator[Problem]:
    """No text over its length."""
    if len(claim.claim) > CLAIM:
        yield ("claim",), f"claim has {len(claim.claim)} characters, at most {CLAIM}"
    for key, texts, most in (
        ("facts", claim.facts, FACT),
        ("safety_facts", claim.safety_facts, FACT),
        ("phrasings", claim.phrasings, PHRASING),
    ):
        for position, text in enumerate(texts):
            if len(text) > most:
                yield (key, position), f"{len(text)} characters, at most {most}"
    for position, source in enumerate(claim.sources):
        if len(source.says) > SAYS:
            yield ("sources", position, "says"), f"{len(source.says)} characters, at most {SAYS}"


def _sources(claim: Claim, shelf: Shelf) -> Iterator[Problem]:
    """A published claim rests on a trusted source with its own address; every address can be
    opened."""
    trusted = [s for s in claim.sources if s.publisher in shelf.publishers and s.address]
    if claim.published and not trusted and _whole(shelf, "publishers.yaml"):
        message = (
            "published without a source of publishers.yaml at its own address: make it a draft"
        )
        yield ("sources",), message
    for position, source in enumerate(claim.sources):
        for message in address_faults(source, shelf.copies):
            yield ("sources", position, "url"), message


def _danger(claim: Claim, _: Shelf) -> Iterator[Problem]:
    """A danger says what it is; every claim has facts."""
    if claim.safety is Safety.DANGER and not claim.safety_facts:
        yield ("safety_facts",), "danger without a line that says what it is"
    if not claim.facts:
        yield ("facts",), "no facts"
    if claim.published and not claim.phrasings:
        yield ("phrasings",), "no phrasings"


def _tied(claim: Claim, _: Shelf) -> Iterator[Problem]:
    """Every fact of a published claim ends with the ids of its own sources; those of a draft do
    where its sources have ids."""
    facts = (*claim.facts, *claim.safety_facts)
    for message in _untied(facts, claim.sources, always=claim.published):
        yield ("facts",), message


def _untied(
    facts: Iterable[str], sources: Sequence[Source], *, always: bool = False
) -> Iterator[str]:
    ids = [source.id for source in sources if source.id]
    yield from (
        f"source id {id_!r} stands twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})
    )
    for fact in facts if ids or always else ():
        if not cited(fact):
            yield f"a fact without the id of its source: {fact[:60]!r}"
        yield from (
            f"a fact names no source here: {id_!r}" for id_ in cited(fact) if id_ not in ids
        )


def _review(claim: Claim, _: Shelf) -> Iterator[Problem]:
    """A review is due after it was made; a sign-off is one of the claim as it is."""
    if claim.review.due <= claim.review.reviewed:
        yield ("review", "due"), "due must be after reviewed"
    given = claim.review.sign_off
    if given and not signing.holds(claim):
        message = f"changed since {given.by} signed it off on {given.signed}: have it signed again"
        yield ("review", "sign_off"), message


Rule = Callable[[Claim, Shelf], Iterator[Problem]]
RULES: tuple[Rule, ...] = (_headline, _status, _lengths, _sources, _danger, _tied, _review)
"""The rules for one claim; their docstrings are their documentation."""


def _ids(shelf: Shelf) -> Iterator[Fault]:
    """Every outcome that a claim names is known."""
    if not _whole(shelf, "outcomes.yaml"):
        return
    outcomes = {outcome.id for outcome in shelf.content.outcomes}
    for claim in shelf.content.claims:
        if claim.outcome not in outcomes:
            file, place = shelf.places[claim.id]
            message = f"{claim.id}: unknown outcome {claim.outcome!r}; outcomes.yaml lists them"
            yield Fault(file, (*place, "outcome"), message)


def _hard(content: Content) -> Iterator[tuple[Claim, Problem]]:
    """Nobody needs more than eight years of school to read a published claim."""
    if not plain.available():
        return
    substances = {substance.id: substance for substance in content.substances}
    outcomes = {outcome.id: outcome for outcome in content.outcomes}
    for claim in content.claims:
        about = substances.get(claim.substance), outcomes.get(claim.outcome)
        if claim.published and (hard := plain.hardness(claim, *about)) > plain.HARDEST:
            message = f"needs school grade {hard:.1f} to read, at most {plain.HARDEST:.0f}"
            yield claim, (("headline",), f"{message}: shorter sentences, everyday words")


def _shared(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Problem]]:
    """No two claims share a phrasing, or a (substance, relation, outcome)."""
    owners: dict[str, str] = {}
    keys: dict[tuple[str, Relation, str], str] = {}
    for claim in claims:
        key = (claim.substance, claim.relation, claim.outcome)
        other = keys.setdefault(key, claim.id)
        if other != claim.id:
            yield claim, ((), f"says of the same things as {other}")
        for position, phrasing in enumerate(claim.phrasings):
            normal = " ".join(fold(clean(phrasing)).split())
            owner = owners.setdefault(normal, claim.id)
            if owner != claim.id:
                message = f"this phrasing also belongs to {owner}"
                yield claim, (("phrasings", position), message)


def _vocabulary(shelf: Shelf, folder: Path) -> Iterator[Fault]:
    """Languages and ids are known and single; a name of two substances is sure of one at most."""
    content: Content = shelf.content
    for substance in content.substances:
        file = folder / "substances" / f"{substance.id}.yaml"
        page = (*((substance.about,) if substance.about else ()), *substance.who_must_not)
        for message in _untied(page, substance.sources):
            yield Fault(file, ("about",), f"{substance.id}: {message}")
        for place, source in _sources_of_page(substance):
            if _whole(shelf, "publishers.yaml") and source.publisher not in shelf.publishers:
                message = f"{substance.id}: {source.publisher!r} is not in publishers.yaml"
                yield Fault(file, place, message)
            for message in address_faults(source, shelf.copies):
                yield Fault(file, place, f"{substance.id}: {message}")
        for problem in word_rules.languages(("names",), substance.names):
            yield Fault(file, *problem)
    for substance, problem in word_rules.shared_names(content.substances):
        yield Fault(folder / "substances" / f"{substance.id}.yaml", *problem)
    for category, cues in content.cues.items():
        yield from _languages(folder / "cues.yaml", tuple(category.split(".", 1)), cues)
    if _whole(shelf, "tip_offs.yaml"):
        file = folder / "tip_offs.yaml"
        yield from _repeated(file, [pattern.id for pattern in content.tip_offs])
        for number, pattern in enumerate(content.tip_offs):
            yield from _languages(file, (number, "phrases"), pattern.phrases)
    if _whole(shelf, "outcomes.yaml"):
        yield from _outcomes(content.outcomes, folder / "outcomes.yaml")


def _sources_of_page(substance: Substance) -> Iterator[tuple[Place, Source]]:
    """What the page of a substance rests on, with its place."""
    for position, source in enumerate(substance.sources):
        yield ("sources", position), source
    for position, limit in enumerate(substance.limits):
        yield ("limits", position), limit.source
    for position, interaction in enumerate(substance.interactions):
        yield ("interactions", position), interaction.source


def _outcomes(outcomes: tuple[Outcome, ...], file: Path) -> Iterator[Fault]:
    ids = [outcome.id for outcome in outcomes]
    yield from _repeated(file, ids)
    for number, outcome in enumerate(outcomes):
        for place, message in word_rules.of_outcome(outcome):
            told = message if place[0] == "words" else f"{outcome.id}: {message}"
            yield Fault(file, (number, *place), told)
        for key, named in (("parts", outcome.parts), ("treats", outcome.treats)):
            for id_ in sorted({*named} - {*ids}):
                message = f"{outcome.id}: {key} names an unknown outcome {id_!r}"
                yield Fault(file, (number, key), message)


def _languages(file: Path, place: Place, names: Names) -> Iterator[Fault]:
    for problem in word_rules.languages(place, names):
        yield Fault(file, *problem)


def _whole(shelf: Shelf, name: str) -> bool:
    # What could not be read is no reason to fault the rest, and the places after it would be off.
    return all(fault.file.name != name for fault in shelf.faults)


def _repeated(file: Path, ids: list[str]) -> Iterator[Fault]:
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            yield Fault(file, (number, "id"), f"id {id_!r} stands twice")
