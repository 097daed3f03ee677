"""The page of a claim: what stands on it, in which order, and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge import Claim, Content, Relation, Safety, Source, Status
from knowledge.model import COPY
from knowledge.site.claim_page import claim_page
from knowledge.site.collection import collect
from knowledge.site.frame import frame
from knowledge.site.words import say, status_of, whom_to_ask
from tests import make
from tests.knowledge.site.reading import Read, read

ODS = replace(make.SOURCE, id="ods", title="Of an office", url="https://ods.example/nmn")
COPIED = replace(make.SOURCE, id="copied", title="Of a journal", seen=COPY)


def page_of(claim: Claim, today: date = make.TODAY, address: str = "") -> bytes:
    path, page = claim_page(claim, collect(make.content(claim)), frame(today, address))
    assert path == f"claims/{claim.id}/index.html"
    return page


def shown(**changes: Any) -> Read:
    return read(page_of(make.claim(**changes)))


def test_the_danger_stands_before_the_headline_and_once() -> None:
    text = shown(safety=Safety.DANGER, safety_facts=("It burns.", "It stains.")).text
    assert text.index("Danger It burns.") < text.index(make.CLAIM.headline)
    assert text.count("It burns.") == 1
    assert text.index("What else is risky It stains.") > text.index(make.CLAIM.headline)


def test_without_a_danger_the_headline_comes_first_and_what_is_risky_after_the_reasons() -> None:
    text = shown().text
    assert "Danger" not in text
    parts = [
        make.CLAIM.headline,
        status_of(make.CLAIM),
        say("certainty", "moderate"),
        "Take care.",
        "Why The hopeful results come from mice.",
        "Best evidence: animals only.",
        "Take care Do not stop prescribed treatment.",
        whom_to_ask(make.CLAIM),
        "Sources",
        "starter review from the cited sources",
        "22 November 2026",
        "22 November 2027",
        "Not yet signed off by a clinician.",
    ]
    assert [text.count(part) > 0 for part in parts] == [True] * len(parts)
    assert sorted(parts, key=text.index) == parts


def test_the_headline_is_the_only_heading_of_the_first_rank() -> None:
    headings = shown().headings
    assert [text for rank, text in headings if rank == "h1"] == [make.CLAIM.headline]
    assert headings[0][0] == "h1"


def test_the_misleading_claim_is_quoted_once_after_the_fact_and_never_a_heading() -> None:
    claim = make.claim(claim="NMN beats sadness", safety=Safety.DANGER)
    page = read(page_of(claim))
    assert page.text.count(claim.claim) == 1
    assert page.text.index(claim.claim) > page.text.index(claim.headline)
    assert not any(claim.claim in text for _, text in page.headings)
    assert claim.claim not in page.title
    assert page_of(claim).count(b"<q>NMN beats sadness</q>") == 1


def test_what_the_status_speaks_of_stands_before_it() -> None:
    text = shown(status=Status.REFUTED, relation=Relation.IS_SAFE).text
    assert text.index(make.CLAIM.claim) < text.index("The evidence speaks against this claim.")


def test_no_phrasing_is_on_the_page() -> None:
    assert b"NMN cured my depression" in make.claim().phrasings[0].encode()
    assert b"NMN cured my depression" not in page_of(make.claim())


def test_a_fact_leads_to_its_sources() -> None:
    page = page_of(
        make.claim(facts=("Mice only. [copied, ods]", "Not tied."), sources=(ODS, COPIED))
    )
    assert b"Mice only.&nbsp;" in page
    assert b"[copied" not in page
    (found,) = [line for line in page.decode().splitlines() if "Mice only.&nbsp;" in line]
    assert [f'href="#source-{n}" aria-label="Source {n}"' in found for n in (1, 2)] == [True] * 2
    assert {"source-1", "source-2"} <= set(read(page).ids)
    assert "Not every fact on this page is tied" in read(page).text


def test_where_every_fact_is_tied_nothing_is_said_of_others() -> None:
    assert "Not every fact" not in shown(facts=("Mice only. [ods]",), sources=(ODS,)).text


def test_a_source_has_its_link_unless_only_a_copy_was_seen() -> None:
    page = shown(sources=(ODS, COPIED))
    assert ODS.url in page.links
    assert COPIED.url not in page.links
    assert b'href=""' not in page_of(make.claim(sources=(ODS, COPIED)))
    assert "Of a journal. Cochrane, 2024." in page.text
    assert "Read only in a copy" in page.text


def test_an_address_that_a_browser_would_run_is_no_link() -> None:
    source = Source("Bad", "Cochrane", "javascript:alert(1)", None, "Nothing.", "excerpt")
    assert b'href="javascript:' not in page_of(make.claim(sources=(source,)))


def test_what_a_record_holds_is_text_and_never_markup() -> None:
    evil = "<script>alert(1)</script> & </script>"
    page = page_of(make.claim(headline=evil, claim=evil, facts=(evil,), safety_facts=(evil,)))
    assert b"<script>alert" not in page
    assert read(page).headings[0] == ("h1", evil)
    assert read(page).data[0]["claimReviewed"] == evil


@pytest.mark.parametrize(("today", "said"), [("2027-11-22", False), ("2027-11-23", True)])
def test_a_review_that_is_overdue_says_so(today: str, said: bool) -> None:
    text = read(page_of(make.CLAIM, date.fromisoformat(today))).text
    assert ("This review was due again on 22 November 2027" in text) is said


def test_a_claim_that_a_clinician_signed_off_says_so() -> None:
    text = shown(review=replace(make.REVIEW, clinician=True)).text
    assert "Signed off by a clinician." in text
    assert "Not yet" not in text


def test_beside_a_danger_unproven_is_not_softened() -> None:
    assert "not the same as false" in shown().text
    assert "not the same as false" not in shown(safety=Safety.DANGER).text


def test_the_page_carries_its_review_for_search_engines() -> None:
    (data,) = read(page_of(make.CLAIM, address="https://salt.example")).data
    assert data["@type"] == "ClaimReview"
    assert data["url"] == "https://salt.example/claims/nmn-depression/"


def test_every_danger_of_the_library_stands_first(
    library: Content, files_of_library: dict[str, bytes]
) -> None:
    dangers = [c for c in library.claims if c.published and c.safety is Safety.DANGER]
    assert dangers
    for claim in dangers:
        text = read(files_of_library[f"claims/{claim.id}/index.html"]).text
        assert text.index("Danger ") < text.index(claim.headline), claim.id


def test_no_page_of_the_library_shows_a_phrasing_of_its_claim(
    library: Content, files_of_library: dict[str, bytes]
) -> None:
    collection = collect(library)
    found = []
    for claim in collection.claims:
        text = read(files_of_library[f"claims/{claim.id}/index.html"]).text
        own = [claim.claim, collection.label(claim), *(s.title for s in claim.sources)]
        for words in own:
            text = text.replace(" ".join(words.split()), "")
        found += [p for p in claim.phrasings if " ".join(p.split()).lower() in text.lower()]
    assert found == []


def test_no_page_of_the_library_says_the_claim_twice(
    library: Content, files_of_library: dict[str, bytes]
) -> None:
    twice = []
    for claim in library.claims:
        if claim.published:
            page = read(files_of_library[f"claims/{claim.id}/index.html"])
            whole = [text for text in page.texts if text.strip() == claim.claim]
            if len(whole) != 1 or claim.claim in [text for _, text in page.headings]:
                twice.append(claim.id)
    assert twice == []
