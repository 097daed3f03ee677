"""The page of a claim: the danger, the fact, how sure it is, why, what is risky, whom to ask."""

from __future__ import annotations

from knowledge.claimreview import claim_review
from knowledge.model import Claim, Safety
from knowledge.site.cited import statements
from knowledge.site.collection import Collection
from knowledge.site.frame import Frame, claim_path


def claim_page(claim: Claim, collection: Collection, frame: Frame) -> tuple[str, bytes]:
    """Its file and what it holds."""
    path = claim_path(claim.id)
    risks = statements(claim.safety_facts, claim.sources)
    danger = risks[0] if claim.safety is Safety.DANGER and risks else None
    facts = statements(claim.facts, claim.sources)
    return frame.page(
        path,
        "claim.html",
        title=collection.label(claim),
        description=claim.headline,
        claim=claim,
        substance=collection.substances[claim.substance],
        others=len(collection.by_substance[claim.substance]) - 1,
        danger=danger,
        facts=facts,
        risks=risks[1:] if danger else risks,
        tied=all(fact.marks for fact in facts),
        review=claim_review(claim, collection.names, frame.address),
    )
