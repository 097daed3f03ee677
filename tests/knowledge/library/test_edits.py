"""Changes to a substance file: what was meant is there, and no other byte has moved."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Claim, Content
from knowledge.errors import LibraryError
from knowledge.library import edits, records
from knowledge.library.files import LIBRARY
from knowledge.library.loader import Loader
from tests import make
from tests.knowledge import small_library
from tests.knowledge.any_claim import CLAIM, EXAMPLES

HEADLINE = "Nobody knows: trials are missing."
COMMENTED = """\
# The file of a careful person.
id: nac   # after the shop's own name
name: NAC
group: amino acid
names: {en: [NAC]}
claims:
    # The first.
    - id: nac-sleep
      claim:   NAC gives you deep sleep

      headline: >
        NAC may improve
        sleep a little.
      facts: [One., "Two #2."]  # to be read again
      review: {by: A, reviewed: 2026-11-22, due: 2027-11-22}
      # About words.
      phrasings:
      - knocks you out

    # The second.
    - id: nac-mood
      claim: |
        # no comment
        NAC cures
      facts: []
about: It is sold as a powder.   # the last line
"""


def record(**changes: Any) -> records.Plain:
    return {**edits.record_of(make.claim()), **changes}


def claims_in(text: str) -> dict[str, dict[str, Any]]:
    return {claim["id"]: claim for claim in yaml.load(text, Loader=Loader)["claims"]}


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines of the one place in which two texts differ: (of the old, of the new)."""
    before, after = old.split("\n"), new.split("\n")
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


def test_a_new_value_takes_the_lines_of_the_old_one_and_no_other() -> None:
    text = edits.with_fields(small_library.NAC, "nac-sleep", {"headline": HEADLINE})
    assert changed_lines(small_library.NAC, text) == (
        ["    headline: NAC may improve sleep a little."],
        [f"    headline: '{HEADLINE}'"],
    )


def test_several_fields_of_a_claim_change_at_once_and_new_ones_find_their_place() -> None:
    facts = {"safety_facts": ["Ask first."], "claim": "NAC is a sleeping pill", "facts": ["One."]}
    text = edits.with_fields(small_library.NAC, "nac-sleep", facts)
    changed = claims_in(text)["nac-sleep"]
    assert changed == {**claims_in(small_library.NAC)["nac-sleep"], **facts}
    keys = list(changed)
    assert keys.index("safety_facts") == keys.index("facts") + 1


def test_the_first_field_of_a_record_stays_behind_its_dash() -> None:
    text = edits.with_fields(small_library.NAC, "nac-sleep", {"id": "nac-rest"})
    assert changed_lines(small_library.NAC, text) == (["  - id: nac-sleep"], ["  - id: nac-rest"])


def test_the_last_field_of_the_last_record_is_changed_too() -> None:
    text = edits.with_fields(small_library.NAC, "nac-depression", {"phrasings": ["goodbye blues"]})
    assert text.endswith("    phrasings:\n      - goodbye blues\n")


@pytest.mark.parametrize(
    ("id_", "fields", "gone", "come"),
    [
        (
            "nac-sleep",
            {"headline": HEADLINE},
            ["      headline: >", "        NAC may improve", "        sleep a little."],
            [f"      headline: '{HEADLINE}'"],
        ),
        (
            "nac-sleep",
            {"review": {"by": "B", "reviewed": "2026-12-01", "due": "2027-12-01"}},
            ["      review: {by: A, reviewed: 2026-11-22, due: 2027-11-22}"],
            ["      review: {by: B, reviewed: 2026-12-01, due: 2027-12-01}"],
        ),
        (
            "nac-sleep",
            {"phrasings": ["sleeps"]},
            ["      - knocks you out"],
            ["        - sleeps"],
        ),
        ("nac-mood", {"facts": ["One."]}, ["      facts: []"], ["      facts:", "        - One."]),
    ],
)
def test_comments_blank_lines_and_an_own_style_stay_as_they_were(
    id_: str, fields: dict[str, Any], gone: list[str], come: list[str]
) -> None:
    text = edits.with_fields(COMMENTED, id_, fields)
    assert changed_lines(COMMENTED, text) == (gone, come)


def test_a_new_claim_stands_behind_the_others_and_moves_nothing() -> None:
    for text in (small_library.NAC, COMMENTED):
        made = edits.with_claim(text, record(id="nac-new"))
        gone, come = changed_lines(text, made)
        assert gone == []
        assert "".join(come).strip().startswith("- id: nac-new") or come[0] == ""
        assert list(claims_in(made)) == [*claims_in(text), "nac-new"]
        assert claims_in(made)["nac-new"] == record(id="nac-new")


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        (small_library.NAC, "nac-sleep"),
        (small_library.NAC, "nac-depression"),
        (COMMENTED, "nac-sleep"),
        (COMMENTED, "nac-mood"),
    ],
)
def test_a_claim_that_is_taken_out_takes_only_its_lines(text: str, id_: str) -> None:
    made = edits.without_claim(text, id_)
    gone, come = changed_lines(text, made)
    assert come == []
    assert gone[0].strip() == f"- id: {id_}"
    assert claims_in(made) == {k: v for k, v in claims_in(text).items() if k != id_}


def test_with_its_last_claim_a_substance_keeps_all_else() -> None:
    made = edits.without_claim(small_library.NMN, "nmn-depression")
    assert made == small_library.NMN[: small_library.NMN.index("claims:")]


@pytest.mark.parametrize("claims", ["", "claims:\n", "claims: []\n", "claims: []", "claims: null"])
def test_the_first_claim_of_a_substance_finds_its_place(claims: str) -> None:
    text = f"id: nmn\nname: NMN\n{claims}"
    made = edits.with_claim(text, record())
    assert made.startswith("id: nmn\nname: NMN\nclaims:\n  - id: nmn-depression\n")


@pytest.mark.parametrize(
    "text",
    [
        "{id: nac, claims: [{id: nac-sleep, headline: X.}]}",
        "id: nac\nclaims: [{id: nac-sleep, headline: X.}]",
        "id: nac\nclaims:\n  - {id: nac-sleep, headline: X.}\n",
        "id: nac\nclaims:\n  - id: nac-sleep\n    headline: &a X.\n    claim: *a\n",
    ],
    ids=["all on a line", "claims on a line", "a claim on a line", "an alias"],
)
def test_a_file_of_a_shape_that_a_change_would_spoil_is_refused(text: str) -> None:
    with pytest.raises(LibraryError, match="cannot be changed by a command"):
        edits.with_fields(text, "nac-sleep", {"headline": "Y."})


def test_in_every_file_of_the_library_each_field_can_be_changed_alone(library: Content) -> None:
    by_substance: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in library.claims:
        by_substance[claim.substance].append(claim)
    for id_, claims in list(by_substance.items())[::20]:
        text = edits.text_of(LIBRARY / "substances" / f"{id_}.yaml")
        for claim in (claims[0], claims[-1]):
            made = edits.with_fields(text, claim.id, {"headline": HEADLINE})
            gone, come = changed_lines(text, made)
            assert come == [f"    headline: '{HEADLINE}'"]
            assert re.match(r"    headline: ", gone[0])
        assert edits.with_claim(text, record(id="new")).startswith(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(CLAIM, st.sampled_from(["nac-sleep", "nac-depression"]))
def test_whatever_a_claim_holds_it_is_read_back_and_the_others_are_untouched(
    claim: Claim, id_: str
) -> None:
    fields = {name: value for name, value in edits.record_of(claim).items() if name != "id"}
    made = edits.with_fields(small_library.NAC, id_, fields)
    other = ({"nac-sleep", "nac-depression"} - {id_}).pop()
    assert claims_in(made)[id_] == {"id": id_, **fields}
    assert claims_in(made)[other] == claims_in(small_library.NAC)[other]
    added = edits.with_claim(made, {**fields, "id": "added"})
    assert added.startswith(made)
    read = records.claim(claims_in(added)["added"], claim.substance)
    assert edits.record_of(read) == {**edits.record_of(claim), "id": "added"}
