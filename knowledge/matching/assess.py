"""Assess a message: a plain function of its text and an immutable snapshot of the base."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from knowledge.assessment import (
    Assessment,
    Decision,
    Finding,
    Peril,
    Stance,
    Unreviewed,
    Urgency,
)
from knowledge.matching import hearing
from knowledge.matching.candidates import (
    Candidate,
    copied_candidate,
    named_candidates,
    unreviewed,
)
from knowledge.matching.evidence import evidence, weighed
from knowledge.matching.scoring import Model, decide, probability
from knowledge.matching.topical import topical_candidates
from knowledge.model import Safety
from knowledge.reading.reader import Reading, read
from knowledge.snapshot import Snapshot

_ASKED_AT_MOST = 3
"""Choices of one "did you mean"."""


def assess(text: str, base: Snapshot) -> Assessment:
    """What one message says, what is known of it, and what is urgent. Never raises on any text."""
    reading = read(text, base.vocabulary)
    model = model_of(base)
    candidates = candidates_of(reading, base)
    findings = _findings(candidates, model)
    settled = [each for each in candidates if decided(each, model)]
    passages = hearing.heard(reading, base)
    claims = any(finding.decision is Decision.ANSWER for finding in findings)
    perils = hearing.perils(reading, passages, base)
    open_pairs = unreviewed(reading, settled, base)
    alarm = hearing.alarm(reading, passages, model, claims=claims)
    concern = hearing.concern(reading, passages, model, claims=claims)
    return Assessment(
        language=reading.language,
        urgent=alarm or _danger(perils, findings),
        concern=concern,
        helpline=alarm is None and concern is None and hearing.hard_topic(reading),
        findings=_ordered(findings, candidates),
        perils=perils,
        tip_offs=hearing.tip_offs(reading, passages, base),
        unreviewed=tuple(Unreviewed(substance, outcome) for substance, outcome in open_pairs),
        substances=reading.substances,
    )


def answered(reading: Reading, base: Snapshot) -> frozenset[str]:
    """The claims that a message as read is answered with: all of `assess` that claims decide."""
    findings = _findings(candidates_of(reading, base), model_of(base))
    return frozenset(each.claim.id for each in findings if each.decision is Decision.ANSWER)


def model_of(base: Snapshot) -> Model:
    """The model for the signals that this base can give."""
    return Model.MEANING if base.meaning.active else Model.WORDS


def candidates_of(reading: Reading, base: Snapshot) -> list[Candidate]:
    """Every claim that some sentence may be making, with its signals complete."""
    found = named_candidates(reading, base)
    found += copied_candidate(reading, base)
    found += topical_candidates(reading, base, found)
    said = Counter(candidate.claim.id for candidate in found)
    found = [
        replace(each, features=replace(each.features, repeated=min(1.0, (times - 1) / 3)))
        for each in found
        for times in (said[each.claim.id],)
    ]
    return weighed(found, evidence(reading, base), base) if found else []


def _findings(candidates: list[Candidate], model: Model) -> list[Finding]:
    """The best candidate for each place in the text, then one finding a claim."""
    best: dict[tuple[int, str, str], tuple[float, Candidate]] = {}
    for candidate in candidates:
        chance = probability(candidate.features, model)
        held = best.get(candidate.place)
        if held is None or (chance, candidate.claim.id) > (held[0], held[1].claim.id):
            best[candidate.place] = chance, candidate
    by_claim: dict[str, tuple[float, Candidate]] = {}
    for chance, candidate in best.values():
        held = by_claim.get(candidate.claim.id)
        if held is None or chance > held[0]:
            by_claim[candidate.claim.id] = chance, candidate
    findings = []
    for chance, candidate in by_claim.values():
        decision = decided(candidate, model)
        if decision:
            findings.append(_finding(candidate, chance, decision))
    return findings


def decided(candidate: Candidate, model: Model) -> Decision | None:
    """What is done with a candidate, if no other one fits its words better."""
    danger = candidate.claim.safety is Safety.DANGER
    return decide(probability(candidate.features, model), model, danger=danger)


def _finding(candidate: Candidate, chance: float, decision: Decision) -> Finding:
    return Finding(
        claim=candidate.claim,
        quote=candidate.quote,
        stance=candidate.stance,
        probability=round(chance, 4),
        decision=decision,
        named=candidate.named,
        words=candidate.words,
    )


def _ordered(findings: list[Finding], candidates: list[Candidate]) -> tuple[Finding, ...]:
    """Danger first, then what the message speaks of most, then the surest; few questions."""
    said = Counter(candidate.claim.id for candidate in candidates)

    def weight(finding: Finding) -> tuple[bool, bool, int, float, str]:
        claim = finding.claim
        return (
            finding.decision is Decision.ASK,
            claim.safety is not Safety.DANGER,
            -said[claim.id],
            -finding.probability,
            claim.id,
        )

    ordered = sorted(findings, key=weight)
    answers = [finding for finding in ordered if finding.decision is Decision.ANSWER]
    asked = [finding for finding in ordered if finding.decision is Decision.ASK]
    return (*answers, *asked[:_ASKED_AT_MOST])


def _danger(perils: tuple[Peril, ...], findings: list[Finding]) -> Urgency | None:
    """Whether something dangerous is said, claimed or asked, and not only warned of."""
    of_claims = any(
        finding.claim.safety is Safety.DANGER
        and finding.decision is Decision.ANSWER
        and finding.stance is not Stance.DISPUTES
        for finding in findings
    )
    of_deeds = any(peril.stance is not Stance.DISPUTES for peril in perils)
    return Urgency.DANGER if of_claims or of_deeds else None
