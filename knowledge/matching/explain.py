"""Why a message was answered as it was: for each claim that came near, the signals and what came of
them."""

from __future__ import annotations

from dataclasses import dataclass, fields

from knowledge.assessment import Decision, Stance
from knowledge.matching.assess import assess, candidates_of, decided, model_of
from knowledge.matching.candidates import Candidate
from knowledge.matching.scoring import probability, weights
from knowledge.reading.reader import read
from knowledge.snapshot import Snapshot

_LEAST = 0.05
"""Probability from which on a claim counts as a near miss."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One input of the probability: its value (0..1), and what it adds to the logarithm of the
    odds."""

    name: str
    value: float
    adds: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One claim that came near. `stopped` says why it was not answered; "" when it was."""

    claim: str
    quote: str
    words: tuple[str, ...]
    stance: Stance
    probability: float
    signals: tuple[Signal, ...]
    stopped: str


def explain(text: str, base: Snapshot) -> tuple[Explanation, ...]:
    """The strongest candidate of each claim, the likeliest first."""
    model = model_of(base)
    best: dict[str, Candidate] = {}
    for each in candidates_of(read(text, base.vocabulary), base):
        held = best.get(each.claim.id)
        chance = probability(each.features, model)
        if held is None or chance > probability(held.features, model):
            best[each.claim.id] = each
    answered = {finding.claim.id: finding.decision for finding in assess(text, base).findings}
    found = [
        _explained(each, base, answered.get(each.claim.id))
        for each in best.values()
        if probability(each.features, model) >= _LEAST
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.claim)))


def _explained(candidate: Candidate, base: Snapshot, came_to: Decision | None) -> Explanation:
    model = model_of(base)
    weight = weights(model)
    values = (
        (field.name, getattr(candidate.features, field.name))
        for field in fields(candidate.features)
    )
    signals = [Signal(name, value, value * weight[name]) for name, value in values if value]
    return Explanation(
        claim=candidate.claim.id,
        quote=candidate.quote,
        words=candidate.words,
        stance=candidate.stance,
        probability=probability(candidate.features, model),
        signals=tuple(sorted(signals, key=lambda one: -abs(one.adds))),
        stopped=_stopped(candidate, base, came_to),
    )


def _stopped(candidate: Candidate, base: Snapshot, came_to: Decision | None) -> str:
    if came_to is Decision.ANSWER:
        return ""
    if came_to is Decision.ASK:
        return "asked, not answered: not sure enough"
    wanted = decided(candidate, model_of(base))
    if wanted is None:
        return "too unlikely"
    return (
        "another claim fits the same words better"
        if wanted is Decision.ANSWER
        else "more likely ones were asked"
    )
