"""The pages that lead to claims."""

from __future__ import annotations

from knowledge import Certainty, ClaimState, Content, Safety, Status, Substance
from knowledge.site.about_page import about_page
from knowledge.site.collection import collect
from knowledge.site.frame import frame
from knowledge.site.lists import front_page, scales_page, step_pages
from tests import make
from tests.knowledge.site.reading import Read, read

SUBSTANCES = (
    *make.SUBSTANCES,
    Substance("5-htp", "5-HTP", "amino acid", {"en": ("5-HTP",)}),
    Substance("miracle", '"Miracle" pills', "product", {"en": ("miracle pills",)}),
)
SMALL = make.content(
    make.claim(),
    make.claim(id="nmn-danger", safety=Safety.DANGER, headline="NMN may burn."),
    make.claim(
        id="nac-sleep", substance="nac", headline="NAC helps.", status=Status.SUPPORTED,
        certainty=Certainty.HIGH, safety=Safety.ORDINARY,
    ),
    make.claim(id="nac-draft", substance="nac", headline="Not yet.", state=ClaimState.DRAFT),
    substances=SUBSTANCES,
)  # fmt: skip
FRAME = frame(make.TODAY)


def front(content: Content = SMALL) -> Read:
    return read(front_page(collect(content), FRAME)[1])


def steps() -> dict[str, Read]:
    return {path: read(page) for path, page in step_pages(collect(SMALL), FRAME)}


def test_the_front_page_lists_every_substance_by_its_letter() -> None:
    headings = [text for rank, text in front().headings if rank == "h3"]
    assert headings == ["0–9", "M", "N"]
    links = [link for link in front().links if link.startswith("substances/")]
    assert links == [f"substances/{id_}/" for id_ in ("5-htp", "miracle", "nac", "nmn")]


def test_the_front_page_counts_claims_and_dangers_and_no_draft() -> None:
    text = front().text
    assert "NMN 2 claims, 1 with danger" in text
    assert "NAC 1 claim " in text
    assert "5-HTP nothing reviewed yet" in text


def test_a_reader_without_scripts_sees_no_search_that_would_not_work() -> None:
    assert "Search a supplement" not in front().text


def test_both_scales_are_listed_apart_with_their_counts() -> None:
    page = read(scales_page(collect(SMALL), FRAME)[1])
    assert [text for rank, text in page.headings if rank == "h2"] == [
        "How good the evidence is",
        "How risky it is",
    ]
    assert "Backed by studies in people 1 claim " in page.text
    assert "Not proven in people 2 claims" in page.text
    assert "Danger 1 claim " in page.text


def test_there_is_a_list_for_every_step_of_both_scales() -> None:
    assert set(steps()) == {
        *(f"status/{status.value}/index.html" for status in Status),
        *(f"safety/{safety.value}/index.html" for safety in Safety),
    }


def test_a_list_holds_the_claims_of_its_step_and_no_other() -> None:
    unproven = steps()["status/unproven/index.html"].text
    assert unproven.index("NMN may burn.") < unproven.index(make.CLAIM.headline)
    assert "NAC helps." not in unproven
    assert "NAC helps." in steps()["safety/ordinary/index.html"].text


def test_a_step_without_claims_says_so() -> None:
    assert "0 claims" in steps()["status/mixed/index.html"].text


def test_the_page_about_it_explains_every_word_and_tells_how_many_are_signed_off() -> None:
    text = read(about_page(collect(SMALL), FRAME)[1]).text
    for words in ("Backed by studies in people", "Very low certainty", "Ordinary care", "Danger"):
        assert words in text
    assert "“Not proven” is not “false”." in text
    assert "Of 3 claims a clinician has signed off none yet." in text
    assert "CC BY 4.0" in text
    assert "Corrections" in text
