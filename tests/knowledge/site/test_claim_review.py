"""A claim as ClaimReview: what fact-check indexes require, and no number for two scales."""

from __future__ import annotations

import json
from dataclasses import replace

from knowledge.model import COPY, Status
from knowledge.site.claim_review import claim_review
from tests import make


def test_it_holds_what_an_index_requires() -> None:
    made = claim_review(make.CLAIM, "https://salt.example/claims/nmn-depression/")
    assert made["@context"] == "https://schema.org"
    assert made["@type"] == "ClaimReview"
    assert made["url"] == "https://salt.example/claims/nmn-depression/"
    assert made["claimReviewed"] == "NMN relieves depression"
    assert made["itemReviewed"]["@type"] == "Claim"
    assert made["author"] == {"@type": "Organization", "name": "Grain of Salt"}
    assert made["datePublished"] == "2026-11-22"
    assert json.loads(json.dumps(made)) == made


def test_the_rating_is_words_and_no_number() -> None:
    rating = claim_review(make.claim(status=Status.MIXED))["reviewRating"]
    assert rating["alternateName"] == "Mixed or small effect (moderate certainty)"
    assert "ratingValue" not in rating


def test_without_an_address_none_is_made_up() -> None:
    assert "url" not in claim_review(make.CLAIM)


def test_only_sources_with_an_address_of_their_own_are_cited() -> None:
    copied = replace(make.SOURCE, seen=COPY, url="https://copies.example/1")
    assert claim_review(make.claim(sources=(make.SOURCE, copied)))["citation"] == [make.SOURCE.url]


def test_no_phrasing_is_in_it() -> None:
    assert make.CLAIM.phrasings[0] not in json.dumps(claim_review(make.CLAIM))
