"""How long a review holds: asked for again a month ahead, and not relied on long after its end."""

from __future__ import annotations

from datetime import date, timedelta

from knowledge.model import Claim

AHEAD = timedelta(days=30)
"""How long before its end a review is brought up for renewal."""
GRACE = timedelta(days=90)
"""How long after its end a claim is still answered from, in softer words."""


def comes_due(claim: Claim, today: date) -> bool:
    """Whether it is time that somebody reviews this claim again."""
    return claim.review.due - AHEAD <= today


def run_out(claim: Claim, today: date) -> bool:
    """Whether the review is so old that nobody is answered from it any more."""
    return claim.review.due + GRACE < today
