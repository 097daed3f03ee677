"""Small, valid values for tests that want to say only what matters to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from knowledge import (
    Certainty,
    Claim,
    ClaimState,
    Consult,
    Content,
    Evidence,
    Nature,
    Outcome,
    Relation,
    Review,
    Safety,
    Source,
    Status,
    Substance,
)
from knowledge.library import signing
from knowledge.model import ClinicianRole

TODAY = date(2026, 11, 22)

SOURCE = Source(
    title="A review of many trials",
    publisher="Cochrane",
    url="https://doi.org/10.1000/example",
    year=2024,
    says="No trial in people was found.",
    seen="excerpt",
)
REVIEW = Review(by="starter review from the cited sources", reviewed=TODAY, due=date(2027, 11, 22))
CLAIM = Claim(
    id="nmn-depression",
    substance="nmn",
    relation=Relation.IMPROVES,
    outcome="depression",
    claim="NMN relieves depression",
    headline="No trial in people shows that NMN relieves depression.",
    status=Status.UNPROVEN,
    certainty=Certainty.MODERATE,
    best_evidence=Evidence.ANIMAL,
    safety=Safety.CAUTION,
    facts=("The hopeful results come from mice.",),
    safety_facts=("Do not stop prescribed treatment.",),
    who_to_ask=Consult.MENTAL_HEALTH,
    sources=(SOURCE,),
    phrasings=("NMN cured my depression",),
    state=ClaimState.PUBLISHED,
    review=REVIEW,
)
SUBSTANCES = (
    Substance("nmn", "NMN", "NAD+ precursor", {"en": ("nicotinamide mononucleotide",)}),
    Substance("nac", "NAC", "amino acid", {"en": ("acetylcysteine",)}),
)
OUTCOMES = (
    Outcome("depression", "depression", Nature.CONDITION, {"en": ("depression", "feeling low")}),
    Outcome("sleep", "sleep", Nature.GOAL, {"en": ("sleep",)}),
    Outcome("safety", "side effects and safety", Nature.ASPECT, {"en": ("side effects",)}),
)


def claim(**changes: Any) -> Claim:
    """A published claim on NMN and depression, with these fields changed."""
    return replace(CLAIM, **changes)


def signed(**changes: Any) -> Claim:
    """A published claim with these fields changed, signed off by a pharmacist."""
    return signing.signed(claim(**changes), "Dr Ada Example", ClinicianRole.PHARMACIST, TODAY)


def content(*claims: Claim, **changes: Any) -> Content:
    """A small library that holds these claims (one on NMN when none is given)."""
    small = Content(claims=claims or (CLAIM,), substances=SUBSTANCES, outcomes=OUTCOMES)
    return replace(small, **changes)
