"""The page of a substance: what it is, warnings with their sources, its claims."""

from __future__ import annotations

from dataclasses import replace

from knowledge import (
    Claim,
    ClaimState,
    Interaction,
    Limit,
    LimitKind,
    Safety,
    Severity,
    Substance,
)
from knowledge.site.collection import collect
from knowledge.site.frame import frame
from knowledge.site.substance_page import substance_page
from tests import make
from tests.knowledge.site.reading import read

OFFICE = replace(make.SOURCE, id="ods", title="Of an office", url="https://ods.example/nmn")
SHEET = replace(make.SOURCE, title="A sheet", url="https://sheet.example/")
NMN = Substance(
    "nmn",
    "NMN",
    "NAD+ precursor",
    {"en": ("NMN",), "hi": ("एनएमएन", "एन एम एन"), "ar": ("إن إم إن",)},
    about="It is made from vitamin B3. [ods]",
    who_must_not=("Pregnant women should not take it. [ods]",),
    sources=(OFFICE,),
    limits=(
        Limit("adults", 1500, "mg", "a day", LimitKind.UPPER, "Above it: nausea.", SHEET),
        Limit("children", 0, "mg", "a day", LimitKind.NEVER, "It was never studied.", SHEET),
        Limit("pregnancy", None, "mg", "a day", LimitKind.NONE_SET, "No data.", OFFICE),
    ),
    interactions=(
        Interaction("iron", "It holds iron back.", Severity.APART, SHEET),
        Interaction("warfarin", "It may add to bleeding.", Severity.AVOID, OFFICE),
    ),
)


def page_of(substance: Substance, *claims: Claim) -> bytes:
    content = make.content(*claims, substances=(substance, make.SUBSTANCES[1]))
    path, page = substance_page(substance, collect(content), frame(make.TODAY))
    assert path == f"substances/{substance.id}/index.html"
    return page


def test_everything_that_is_known_of_it_is_told_with_its_source() -> None:
    text = read(page_of(NMN)).text
    assert "It is made from vitamin B3. 1" in text
    assert "Who should not take it, or ask first Pregnant women should not take it. 1" in text
    assert "Adults: at most 1,500 mg a day. Above it: nausea. 2" in text
    assert "Children: do not give it. It was never studied. 2" in text
    assert "Pregnancy: no limit has been set. No data. 1" in text


def test_medicines_come_with_the_most_urgent_first() -> None:
    text = read(page_of(NMN)).text
    first = text.index("Do not combine NMN with warfarin. It may add to bleeding. 1")
    assert first < text.index("Take NMN and iron hours apart. It holds iron back. 2")


def test_each_source_is_listed_once() -> None:
    page = read(page_of(NMN))
    assert [id_ for id_ in page.ids if id_.startswith("source-")] == ["source-1", "source-2"]
    assert page.text.count("A sheet. Cochrane") == 1


def test_names_in_other_languages_stand_apart_from_the_direction_of_the_page() -> None:
    page = page_of(NMN).decode()
    assert '<bdi lang="ar">إن إم إن</bdi>' in page
    assert '<bdi lang="hi">एनएमएन</bdi>' in page
    assert "एन एम एन" not in page


def test_its_claims_come_with_the_danger_first_and_no_draft() -> None:
    text = read(
        page_of(
            NMN,
            make.claim(id="a", headline="First by name."),
            make.claim(id="z", headline="A danger.", safety=Safety.DANGER),
            make.claim(id="draft", headline="A draft.", state=ClaimState.DRAFT),
        )
    ).text
    assert text.index("A danger.") < text.index("First by name.")
    assert "A draft." not in text
    assert "2 reviewed claims" in text
    assert "Claim: not proven in people, moderate certainty Risk: danger" in text


def test_a_claim_in_the_list_is_named_without_being_asserted() -> None:
    text = read(page_of(NMN, make.claim(claim="NMN beats sadness"))).text
    assert "NMN for depression" in text
    assert "NMN beats sadness" not in text


def test_of_one_that_nothing_is_known_of_it_says_so() -> None:
    bare = Substance("moon-dust", "Moon dust", "mineral", {"en": ("moon dust",)})
    text = read(page_of(bare, make.claim(substance="nac"))).text
    assert "No claim on Moon dust has been reviewed yet." in text
    assert "That does not mean that it is safe." in text
