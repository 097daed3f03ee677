"""From statements to the reviewed claims that could answer them, each with its signals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.assessment import Stance
from knowledge.matching import attention
from knowledge.matching.scoring import Features, compatibility
from knowledge.model import Claim, Nature, Relation, Safety
from knowledge.reading.reader import Reading
from knowledge.reading.statements import Statement
from knowledge.reading.vocabulary import GROUPS
from knowledge.snapshot import Snapshot

_PEOPLE = frozenset({"children", "pregnancy-safety"})
_OTHER_PEOPLE, _ONLY, _ONE_OF_SEVERAL, _VAGUE, _DANGER_NAMED = 0.45, 0.75, 0.4, 0.3, 0.6
"""How well a claim fits that answers only nearly what was said, 0..1; set by hand, their effect
is what `make quality` measures."""
_PLAIN = 0.7
"""Nearness from which a statement plainly claims something that nobody has reviewed."""
LOOSE = 0.5
"""Fit below which a claim is only akin to what was said."""
_SAME = 0.93
"""Likeness from which a message is a copy of a known phrasing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that may be what one sentence says. `place` is the words that it competes for."""

    claim: Claim
    features: Features
    stance: Stance
    quote: str
    sentence: int
    words: tuple[str, ...]
    named: str
    place: tuple[int, str, str]


def named_candidates(reading: Reading, base: Snapshot) -> list[Candidate]:
    """Claims whose substance and outcome the message names, with a relation that fits."""
    found = []
    heard = attention.sentences(reading, base)
    for statement in reading.statements:
        if statement.relation is Relation.REPLACES and not statement.outcomes:
            for claim, fits in _unnamed_treatment(statement, reading, base):
                found.append(_candidate(statement, claim, fits, reading, base, heard))
            continue
        claims = _or_general(statement, base)
        for claim in claims:
            fits = _fits(statement, claim, claims)
            # A vague word ("stress") counts where claims are worded with it, less elsewhere.
            vague = statement.signals.vague_outcome
            if vague and base.retrieval.worded_otherwise(claim, statement.words[-1]):
                fits *= _VAGUE
            if fits:
                found.append(_candidate(statement, claim, fits, reading, base, heard))
    return found


def _or_general(statement: Statement, base: Snapshot) -> tuple[Claim, ...]:
    """The claims on a substance; where none of them is on what is said, those on any remedy too."""
    relation = statement.relation
    claims = tuple(
        claim
        for claim in base.claims_on(statement.substance)
        # What is safe of one mixture says nothing of another.
        if claim.relation is not Relation.IS_SAFE or claim.substance == statement.substance
    )
    reviewed = any(
        claim.outcome in statement.outcomes
        and (relation is not Relation.REPLACES or claim.relation is relation)
        for claim in claims
    )
    # That all that is natural is safe answers no question about the safety of one remedy.
    if reviewed or relation in (None, Relation.IS_SAFE):
        return claims
    return claims + tuple(
        claim
        for claim in base.of_groups
        if claim.relation is relation
        and claim not in claims
        # A mixture is sold for one thing: what is known of it is not known of any remedy.
        and (relation is Relation.REPLACES or base.substance(claim.substance).group in GROUPS)
    )


def _unnamed_treatment(
    statement: Statement, reading: Reading, base: Snapshot
) -> list[tuple[Claim, float]]:
    """The claims on replacing a treatment, for a swap of "the pills": those for an illness that the
    message speaks of; else the substance's only one, or a little of each."""
    claims = [
        claim
        for claim in base.claims_on(statement.substance)
        if claim.relation is Relation.REPLACES
    ]
    spoken_of = {m.id for one in reading.sentences for m in one.outcomes}
    meant = [
        claim
        for claim in claims
        if spoken_of & {claim.outcome, *base.outcome(claim.outcome).treats}
    ]
    if meant:
        return [(claim, _ONLY) for claim in meant]
    return [(claim, _ONLY if len(claims) == 1 else _ONE_OF_SEVERAL) for claim in claims]


def _fits(statement: Statement, claim: Claim, siblings: tuple[Claim, ...]) -> float:
    """How well a claim answers a statement on its substance, 0..1."""
    if claim.outcome in statement.outcomes:
        return _fits_outcome(statement, claim)
    if claim.substance != statement.substance:
        return 0.0
    match statement.relation, claim.relation:
        case Relation.NOT_NEEDED, Relation.NOT_NEEDED:
            return _ONLY
        case Relation.IS_SAFE, Relation.IS_SAFE:
            return _fits_safety(statement, claim, siblings)
        case Relation.HOW_TO_TAKE, Relation.IS_SAFE if claim.outcome == "overdose":
            # A dose may be the very one that a claim warns of: worth a question.
            return _ONE_OF_SEVERAL
    return 0.0


def _fits_outcome(statement: Statement, claim: Claim) -> float:
    fits = compatibility(statement.relation, claim.relation)
    if statement.relation is None and claim.safety is Safety.DANGER:
        # Silence on a danger is the second worst thing: honey beside a baby is enough.
        fits = max(fits, _DANGER_NAMED)
    # Asked about children, an answer on everybody is only a kindred one.
    others = claim.outcome == "safety" and bool(_PEOPLE & {*statement.outcomes})
    return fits * _OTHER_PEOPLE if others else fits


def _fits_safety(statement: Statement, claim: Claim, siblings: tuple[Claim, ...]) -> float:
    """A statement on safety names no illness: the substance's one claim on safety answers it, or
    several do a little; one on children or pregnancy only when they are named."""
    same = [other for other in siblings if other.relation is claim.relation]
    if claim.outcome in _PEOPLE or any(other.outcome in statement.outcomes for other in same):
        return 0.0
    return _ONLY if len(same) == 1 else _ONE_OF_SEVERAL


def _candidate(  # noqa: PLR0913, PLR0917 - what it is made of
    statement: Statement,
    claim: Claim,
    fits: float,
    reading: Reading,
    base: Snapshot,
    heard: frozenset[int],
) -> Candidate:
    signals = statement.signals
    sentence = reading.sentences[statement.sentence].sentence
    text = sentence.text if statement.sentence in heard else ""
    return Candidate(
        claim=claim,
        features=Features(
            relation=fits,
            named=signals.named,
            outcome=signals.outcome,
            carried=float(signals.carried),
            carried_outcome=float(signals.carried_outcome),
            vague_substance=float(signals.vague_substance),
            vague_outcome=float(signals.vague_outcome),
            cue=float(signals.cue),
            near=signals.near if signals.cue else 0.0,
            alone=float(signals.alone),
            likeness=base.retrieval.likeness(claim, sentence.tokens),
            bare=float(signals.carried and not signals.cue),
            acts=float(reading.acted_on(statement.substance)),
            loose=float(fits < LOOSE),
            worded=base.retrieval.effects(sentence.tokens).get(claim.outcome, 0.0),
            meaning=base.meaning.effects(text).get(claim.outcome, 0.0),
            alike=base.meaning.likeness(claim, text),
        ),
        stance=statement.stance,
        quote=statement.quote,
        sentence=statement.sentence,
        words=statement.words,
        named=statement.substance,
        place=(statement.sentence, statement.substance, claim.outcome),
    )


def copied_candidate(reading: Reading, base: Snapshot) -> list[Candidate]:
    """The claim of which the whole message is a known phrasing nearly word for word.

    The gate still holds: a substance that the message names must be the claim's.
    """
    if not 1 <= len(reading.sentences) <= 3:
        return []
    tokens = tuple(token for one in reading.sentences for token in one.sentence.tokens)
    if not 3 <= len(tokens) <= 60:
        return []
    same = base.retrieval.same_wording(tokens, _SAME)
    if same is None:
        return []
    claim, likeness = same
    if reading.substances and claim.substance not in reading.substances:
        return []
    one = reading.sentences[0]
    features = Features(
        relation=1, named=1, outcome=1, cue=1, near=1, alone=1, likeness=likeness,
        acts=1, alike=1, worded=1, meaning=1,
    )  # fmt: skip
    return [
        Candidate(
            claim, features, one.stance, one.sentence.text, 0, ("the whole wording",),
            claim.substance, (0, claim.substance, "wording"),
        )
    ]  # fmt: skip


def unreviewed(
    reading: Reading, found: Iterable[Candidate], base: Snapshot
) -> list[tuple[str, str | None]]:
    """(substance, outcome) pairs that are plainly claimed while no claim answers them.

    `found` are the candidates that were answered or asked.
    """
    found = list(found)
    answered: set[tuple[str, str | int | None]] = {(c.named, c.claim.outcome) for c in found}
    # What is only found in a message as a whole does not settle what one sentence says.
    answered |= {(c.named, c.sentence) for c in found if not c.features.topical}
    pairs: dict[tuple[str, str | None], None] = {}
    for statement in reading.statements:
        if not statement.outcomes or not statement.signals.cue:
            continue
        aspect = base.outcome(statement.outcomes[0]).nature is Nature.ASPECT
        # "Protein" in a long sentence is hardly the powder.
        hardly = statement.signals.vague_substance and not statement.signals.alone
        weak = statement.signals.vague_outcome or hardly or aspect
        weak = weak or statement.relation is Relation.IS_PROVEN or statement.signals.near < _PLAIN
        if weak or (statement.substance, statement.sentence) in answered:
            continue
        if any((statement.substance, outcome) in answered for outcome in statement.outcomes):
            continue
        # What was reviewed under another relation is not "not reviewed".
        known = {claim.outcome for claim in base.claims_on(statement.substance)}
        if known & {*statement.outcomes}:
            continue
        pairs[statement.substance, statement.outcomes[0]] = None
    return list(pairs)
