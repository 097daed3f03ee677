"""Published claims as schema.org ClaimReview, as search engines and fact-check databases read it.

docs/exchange.md says what each field means and how the scales map.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from knowledge.citations import said
from knowledge.exchange import AUTHOR, LICENCE_URL
from knowledge.model import Certainty, Claim, Content, Safety, Source, Status

BEST, WORST = 5, 1
_WORDS = {
    Status.SUPPORTED: "Backed by studies in people",
    Status.MIXED: "Mixed evidence or a small effect",
    Status.UNPROVEN: "Not proven in people; that is not the same as false",
    Status.REFUTED: "The evidence speaks against it",
}
_UNPROVEN_DANGER = "Not proven in people"
"""Beside a danger, "not the same as false" would sound like leave to try."""


def as_claim_reviews(content: Content, site: str = "") -> Iterator[str]:
    """The published claims as parts of one JSON-LD document, a list with an object a claim. With a
    `site`, each has the address of its page there."""
    outcomes = {outcome.id: outcome.name for outcome in content.outcomes}
    names = {substance.id: substance.name for substance in content.substances} | outcomes
    between = "["
    for claim in sorted(content.claims, key=lambda claim: claim.id):
        if claim.published:
            written = json.dumps(claim_review(claim, names, site), ensure_ascii=False, indent=2)
            # So that it may stand in a page: no text can end the <script> around it.
            yield f"{between}\n{written.replace('<', chr(92) + 'u003c')}"
            between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def claim_review(claim: Claim, names: dict[str, str], site: str = "") -> dict[str, Any]:
    """One claim as a ClaimReview; `names` are those of substances and outcomes by id."""
    author = {"@type": "Organization", "name": AUTHOR, **({"url": site} if site else {})}
    # Where `python -m knowledge site` puts its page.
    page = f"{site.rstrip('/')}/claims/{quote(claim.id, safe='')}/"
    address = {"url": page} if site else {}
    about = [names.get(id_, id_) for id_ in (claim.substance, claim.outcome)]
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        **address,
        "identifier": claim.id,
        "author": author,
        "datePublished": claim.review.reviewed.isoformat(),
        "expires": claim.review.due.isoformat(),
        "inLanguage": "en",
        "license": LICENCE_URL,
        "claimReviewed": claim.claim,
        "itemReviewed": {
            "@type": "Claim",
            "name": claim.claim,
            "about": [{"@type": "Thing", "name": name} for name in about],
        },
        "reviewRating": _rating(claim),
        "reviewBody": "\n".join(_body(claim)),
        "citation": [_citation(source) for source in claim.sources],
    }


def _rating(claim: Claim) -> dict[str, Any]:
    value = rating_of(claim.status, claim.certainty)
    numbers = {"ratingValue": value, "bestRating": BEST, "worstRating": WORST} if value else {}
    softened = claim.status is Status.UNPROVEN and claim.safety is Safety.DANGER
    return {
        "@type": "Rating",
        **numbers,
        "alternateName": _UNPROVEN_DANGER if softened else _WORDS[claim.status],
        "ratingExplanation": f"{claim.certainty.capitalize()} certainty (GRADE). {claim.headline}",
    }


def rating_of(status: Status, certainty: Certainty) -> int | None:
    """The place on the scale from 1 (false) to 5 (true). Unproven has none: every number would
    say something about the truth of a claim that nobody has tested."""
    sure = certainty is Certainty.HIGH
    match status:
        case Status.SUPPORTED:
            return BEST if sure else BEST - 1
        case Status.MIXED:
            return (BEST + WORST) // 2
        case Status.REFUTED:
            return WORST if sure else WORST + 1
        case Status.UNPROVEN:
            return None


def _body(claim: Claim) -> Iterator[str]:
    cautions = [said(fact) for fact in claim.safety_facts]
    danger = claim.safety is Safety.DANGER
    if danger and cautions:
        yield f"Danger: {cautions[0]}"
    yield claim.headline
    yield from map(said, claim.facts)
    yield from cautions[1:] if danger else cautions


def _citation(source: Source) -> dict[str, Any]:
    year = {"datePublished": str(source.year)} if source.year else {}
    address = {"url": source.address} if source.address else {}
    publisher = {"@type": "Organization", "name": source.publisher}
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": publisher,
        **year,
        **address,
    }
