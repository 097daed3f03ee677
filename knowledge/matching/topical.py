"""Claims that a message makes as a whole: its substance in one place, the effect in another, or in
words that no name of an effect stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.matching import attention
from knowledge.matching.candidates import LOOSE, Candidate
from knowledge.matching.scoring import Features
from knowledge.model import Claim, Relation
from knowledge.reading.reader import ACTS, Reading
from knowledge.reading.reads import Read
from knowledge.reading.sentences import Kind
from knowledge.reading.vocabulary import Mention
from knowledge.snapshot import Snapshot

_HARM = ("relations.causes", "relations.worsens-goal", "relations.unsafe")
_GOOD = ("relations.improves-condition", "relations.improves-goal", "relations.prevents")
_WORDED: dict[Relation, tuple[str, ...]] = {
    Relation.REPLACES: ("relations.replaces",),
    Relation.IS_SAFE: ("relations.is-safe", "relations.unsafe"),
    Relation.SAFE_WITH: ("relations.safe-with", "relations.unsafe"),
    Relation.HOW_TO_TAKE: ("relations.how-to-take",),
    Relation.IS_OFFICIAL: ("relations.is-official",),
    Relation.IS_BANNED: ("relations.is-banned",),
    Relation.IS_PROVEN: ("relations.is-proven",),
    Relation.NOT_NEEDED: ("relations.not-needed",),
}
"""The words that these relations need in a passage; an effect may be shown without any."""
_BENEFIT = frozenset({Relation.IMPROVES, Relation.PREVENTS})
_OPPOSITE: dict[Relation, frozenset[Relation]] = {
    Relation.IMPROVES: frozenset({Relation.HARMS}),
    Relation.PREVENTS: frozenset({Relation.HARMS}),
    Relation.HARMS: _BENEFIT,
}
_FAINT = 0.15
"""Evidence of an effect (0..1) below which nothing speaks of it."""
_HEAD = 2
"""Sentences at the start that say what a message is about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences that speak of one substance. `vague` and `sure` are those of its best name;"""

    substance: str
    numbers: tuple[int, ...]
    words: str
    sure: float
    vague: bool


def topical_candidates(
    reading: Reading, base: Snapshot, found: Iterable[Candidate]
) -> Iterator[Candidate]:
    """Candidates for the claims that no sentence names, of every substance that is spoken of."""
    said = {candidate.claim.id for candidate in found}
    heard = attention.sentences(reading, base)
    for passage in passages(reading):
        claims = [
            claim
            for claim in base.by_substance.get(passage.substance, ())
            if claim.id not in said and not _contradicted(claim, reading)
        ]
        if claims:
            yield from _of_passage(passage, claims, reading, base, heard)


def _contradicted(claim: Claim, reading: Reading) -> bool:
    """Whether a sentence says the opposite of the very effect."""
    opposite = _OPPOSITE.get(claim.relation, frozenset())
    return any(
        one.relation in opposite
        and one.substance == claim.substance
        and claim.outcome in one.outcomes
        for one in reading.statements
    )


def passages(reading: Reading) -> list[Passage]:
    """One for each substance that some sentence names, in the order of the message."""
    numbers: dict[str, list[int]] = {}
    names: dict[str, tuple[str, float, bool]] = {}
    for number, (one, subjects) in enumerate(zip(reading.sentences, reading.subjects, strict=True)):
        if one.sentence.kind is Kind.REFERENCE or number in reading.warnings:
            continue
        for subject in subjects:
            if subject.mention and len(reading.substances) > 1 and _is_effect(subject.mention, one):
                continue
            numbers.setdefault(subject.id, []).append(number)
            named = subject.mention
            if (
                named
                and not named.generic
                and (subject.id not in names or named.sure > names[subject.id][1])
            ):
                names[subject.id] = named.words, named.sure, named.ambiguous
    return [Passage(id_, tuple(dict.fromkeys(numbers[id_])), *name) for id_, name in names.items()]


def _is_effect(named: Mention, one: Read) -> bool:
    """Whether the name is one of an effect too ("detox") beside other substances."""
    return any(m.start <= named.start and named.end <= m.end for m in one.outcomes)


def _of_passage(
    passage: Passage,
    claims: Sequence[Claim],
    reading: Reading,
    base: Snapshot,
    heard: frozenset[int],
) -> Iterator[Candidate]:
    sentences = [reading.sentences[number] for number in passage.numbers]
    worded = [base.retrieval.effects(one.sentence.tokens) for one in sentences]
    texts = [reading.sentences[n].sentence.text if n in heard else "" for n in passage.numbers]
    meant = [base.meaning.effects(text) for text in texts]
    for claim in claims:
        outcome = claim.outcome
        by_words = [each.get(outcome, 0.0) for each in worded]
        by_meaning = [each.get(outcome, 0.0) for each in meant]
        best = max(range(len(sentences)), key=lambda at: (by_meaning[at], by_words[at], -at))
        near, heading = _named_apart(outcome, passage, reading)
        fits = _direction(claim, sentences)
        shown = max(near, *by_words, *by_meaning)
        if not fits or shown < _FAINT:
            continue
        one = sentences[best]
        yield Candidate(
            claim=claim,
            features=Features(
                relation=fits,
                named=passage.sure,
                vague_substance=float(passage.vague),
                cue=float(any(each.has(*ACTS) for each in sentences)),
                likeness=base.retrieval.likeness(claim, one.sentence.tokens),
                topical=1.0,
                acts=float(reading.acted_on(passage.substance)),
                loose=float(fits < LOOSE),
                alike=max(base.meaning.likeness(claim, text) for text in texts),
                apart=near,
                heading=float(heading),
                worded=max(by_words),
                meaning=max(by_meaning),
                # The one claim on a substance is the likelier meant, but not by its name alone.
                only=shown / len(base.by_substance[claim.substance]),
            ),
            stance=one.stance,
            quote=one.sentence.text,
            sentence=passage.numbers[best],
            words=(passage.words, "as a whole"),
            named=passage.substance,
            place=(passage.numbers[best], passage.substance, claim.outcome),
        )


def _named_apart(outcome: str, passage: Passage, reading: Reading) -> tuple[float, bool]:
    """How near to the passage the effect is named (0..1, 0 for nowhere), and whether at the head of
    the message. Where another substance stands beside it, it is credited to that one."""
    at = [
        number
        for number, one in enumerate(reading.sentences)
        if number not in reading.warnings
        and any(m.id == outcome and not m.ambiguous for m in one.outcomes)
        and (number in passage.numbers or not one.substances)
    ]
    if not at:
        return 0.0, False
    far = min(abs(number - own) for number in at for own in passage.numbers)
    return 1 / (1 + far), any(number < _HEAD for number in at)


def _direction(claim: Claim, sentences: Sequence[Read]) -> float:
    """How well what a passage says goes with a claim's relation, 0..1."""
    if needed := _WORDED.get(claim.relation):
        return 0.6 if any(one.has(*needed) for one in sentences) else 0.0
    harm = any(one.has(*_HARM) for one in sentences)
    good = any(one.has(*_GOOD) for one in sentences)
    if claim.relation is Relation.HARMS:
        return 0.6 if harm and not good else 0.3 if harm else 0.0
    return 0.6 if good or not harm else 0.3
