"""A claim as ClaimReview of schema.org: what search engines and fact-check indexes read."""

from __future__ import annotations

from typing import Any

from knowledge.model import Claim
from knowledge.site.words import say

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def claim_review(claim: Claim, address: str = "") -> dict[str, Any]:
    """The review of one claim at this address, as JSON-LD.

    The rating is in words only: a number would rank what two scales keep apart.
    """
    rating = f"{say('short_status', claim.status)} ({say('short_certainty', claim.certainty)})"
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": claim.claim,
        "itemReviewed": {"@type": "Claim", "name": claim.claim},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": rating[0].upper() + rating[1:],
            "ratingExplanation": claim.headline,
        },
        "author": {"@type": "Organization", "name": "Grain of Salt"},
        "datePublished": claim.review.reviewed.isoformat(),
        "expires": claim.review.due.isoformat(),
        "inLanguage": "en",
        "license": LICENCE,
        "citation": [source.address for source in claim.sources if source.address],
    }
    return made | ({"url": address} if address else {})
