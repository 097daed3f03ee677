"""ClaimReview: what schema.org and its readers ask for, and what must never be in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge import Certainty, Claim, ClaimState, Content, Safety, Status
from knowledge.claimreview import as_claim_reviews, rating_of
from tests import make
from tests.knowledge.any_claim import CLAIM, EXAMPLES


def reviews(content: Content, site: str = "") -> list[dict[str, Any]]:
    read = json.loads("".join(as_claim_reviews(content, site)))
    assert isinstance(read, list)
    return read


def review(site: str = "", **changes: Any) -> dict[str, Any]:
    (written,) = reviews(make.content(make.claim(**changes)), site)
    return written


def test_a_review_says_what_was_claimed_by_whom_it_was_reviewed_and_until_when_it_holds() -> None:
    written = review()
    assert written["@context"] == "https://schema.org"
    assert written["@type"] == "ClaimReview"
    assert written["claimReviewed"] == "NMN relieves depression"
    assert written["author"] == {"@type": "Organization", "name": "Grain of Salt"}
    assert (written["datePublished"], written["expires"]) == ("2026-11-22", "2027-11-22")
    assert written["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert written["itemReviewed"]["@type"] == "Claim"
    assert [each["name"] for each in written["itemReviewed"]["about"]] == ["NMN", "depression"]


def test_the_sources_are_its_citations() -> None:
    assert review()["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "A review of many trials",
            "publisher": {"@type": "Organization", "name": "Cochrane"},
            "datePublished": "2024",
            "url": "https://doi.org/10.1000/example",
        }
    ]


def test_a_source_without_a_year_that_was_read_in_a_copy_is_named_alone() -> None:
    copy = replace(make.SOURCE, year=None, seen="copy")
    assert set(review(sources=(copy,))["citation"][0]) == {"@type", "name", "publisher"}


@pytest.mark.parametrize("site", ["https://example.org/salt", "https://example.org/salt/"])
def test_the_address_of_its_page_follows_from_the_site(site: str) -> None:
    assert review(site)["url"] == "https://example.org/salt/claims/nmn-depression/"
    assert "url" not in review()


@pytest.mark.parametrize(
    ("status", "certainty", "number"),
    [
        (Status.SUPPORTED, Certainty.HIGH, 5),
        (Status.SUPPORTED, Certainty.MODERATE, 4),
        (Status.SUPPORTED, Certainty.VERY_LOW, 4),
        (Status.MIXED, Certainty.HIGH, 3),
        (Status.MIXED, Certainty.LOW, 3),
        (Status.REFUTED, Certainty.HIGH, 1),
        (Status.REFUTED, Certainty.MODERATE, 2),
        *((Status.UNPROVEN, certainty, None) for certainty in Certainty),
    ],
)
def test_only_what_was_tested_has_a_place_between_false_and_true(
    status: Status, certainty: Certainty, number: int | None
) -> None:
    assert rating_of(status, certainty) == number
    rating = review(status=status, certainty=certainty)["reviewRating"]
    assert rating.get("ratingValue") == number
    numbers = ("bestRating", "worstRating")
    assert [rating.get(name) for name in numbers] == ([5, 1] if number else [None, None])
    assert rating["ratingExplanation"].startswith(f"{certainty.capitalize()} certainty")


@pytest.mark.parametrize(
    ("status", "safety", "words"),
    [
        (Status.SUPPORTED, Safety.ORDINARY, "Backed by studies in people"),
        (Status.MIXED, Safety.ORDINARY, "Mixed evidence or a small effect"),
        (Status.REFUTED, Safety.DANGER, "The evidence speaks against it"),
        (
            Status.UNPROVEN,
            Safety.CAUTION,
            "Not proven in people; that is not the same as false",
        ),
        (Status.UNPROVEN, Safety.DANGER, "Not proven in people"),
    ],
)
def test_the_status_stands_there_in_words(status: Status, safety: Safety, words: str) -> None:
    assert review(status=status, safety=safety)["reviewRating"]["alternateName"] == words


def test_a_danger_comes_first_and_facts_lose_the_marks_of_their_sources() -> None:
    body = review(
        safety=Safety.DANGER,
        facts=("Mice only. [ods]",),
        safety_facts=("It can kill. [fda]", "Ask first."),
    )["reviewBody"]
    assert body.splitlines() == [
        "Danger: It can kill.",
        "No trial in people shows that NMN relieves depression.",
        "Mice only.",
        "Ask first.",
    ]


def test_drafts_are_left_out_and_an_empty_list_is_valid() -> None:
    assert reviews(make.content(make.claim(state=ClaimState.DRAFT))) == []
    both = make.content(make.claim(id="b"), make.claim(id="a"))
    assert [each["identifier"] for each in reviews(both)] == ["a", "b"]


def test_it_can_stand_in_a_page_whatever_a_text_holds() -> None:
    text = "".join(as_claim_reviews(make.content(make.claim(headline="</script><b>"))))
    assert "<" not in text
    assert json.loads(text)[0]["reviewBody"].startswith("</script><b>")


def test_no_phrasing_is_in_it(library: Content) -> None:
    for claim, written in zip(
        sorted((c for c in library.claims if c.published), key=lambda claim: claim.id),
        reviews(library),
        strict=True,
    ):
        assert written["identifier"] == claim.id
        told = {claim.claim, claim.headline, *claim.facts, *claim.safety_facts}
        text = json.dumps(written, ensure_ascii=False)
        for phrasing in claim.phrasings:
            shown = any(phrasing in each for each in told)
            assert shown or json.dumps(phrasing, ensure_ascii=False) not in text


@settings(max_examples=EXAMPLES, deadline=None)
@given(CLAIM)
def test_every_claim_becomes_one_valid_object(claim: Claim) -> None:
    published = replace(claim, state=ClaimState.PUBLISHED)
    (written,) = reviews(make.content(published), "https://example.org/c")
    assert written["claimReviewed"] == claim.claim
    assert written["url"].startswith("https://example.org/c/")
    assert written["url"].isascii()
    assert written["reviewRating"]["alternateName"]
