"""A sign-off holds for what was signed, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import lint, records, signing
from knowledge.model import Certainty, Claim, ClinicianRole, Safety, Status
from tests import make
from tests.knowledge import small_library

ON = date(2026, 12, 1)


def signed() -> Claim:
    return signing.signed(make.claim(), "Dr Ada Example", ClinicianRole.DOCTOR, ON)


def read_back(claim: Claim) -> Claim:
    plain = records.plain(claim)
    return records.claim(plain, plain.pop("substance"))


def test_a_sign_off_keeps_who_in_what_role_and_when() -> None:
    given = read_back(signed()).review.sign_off
    assert given is not None
    assert (given.by, given.role, given.signed) == ("Dr Ada Example", ClinicianRole.DOCTOR, ON)


def test_a_claim_is_signed_off_only_once_a_clinician_signed() -> None:
    assert read_back(make.claim()).review.clinician is False
    assert read_back(signed()).review.clinician is True


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "NMN lifts every mood."},
        {"facts": ("Other facts.",)},
        {"safety_facts": ()},
        {"status": Status.SUPPORTED},
        {"certainty": Certainty.HIGH},
        {"safety": Safety.DANGER},
        {"sources": (replace(make.SOURCE, url="https://doi.org/10.1000/another"),)},
        {"sources": (make.SOURCE, make.SOURCE)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_claim_that_changed_since_has_lost_its_sign_off(change: dict[str, Any]) -> None:
    changed = replace(signed(), **change)
    assert not signing.holds(changed)
    assert read_back(changed).review.clinician is False
    assert read_back(changed).review.sign_off == signed().review.sign_off


@pytest.mark.parametrize(
    "change", [{"phrasings": ("another one",)}, {"outcome": "sleep"}], ids=lambda c: next(iter(c))
)
def test_what_nobody_is_told_may_change(change: dict[str, Any]) -> None:
    assert read_back(replace(signed(), **change)).review.clinician is True


def test_a_fact_that_moves_to_the_dangers_is_a_change() -> None:
    claim = signed()
    moved = replace(claim, facts=(), safety_facts=(*claim.facts, *claim.safety_facts))
    assert not signing.holds(moved)


REVIEW = "due: 2027-11-22, clinician: false}\n    phrasings:\n      - NAC knocks"
OTHER = "0123456789abcdef"


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("clinician: true", "clinician is true, yet no sign_off says who"),
        ("sign_off: {by: A, role: salesman, signed: 2026-11-23, of: a1}", "role is 'salesman'"),
        ("sign_off: {by: A, role: nurse, signed: yesterday, of: a1}", "signed must be a date"),
        ("sign_off: {by: A, role: nurse, signed: 2026-11-23}", "of is missing"),
        (
            f"sign_off: {{by: Dr Ada, role: nurse, signed: 2026-11-23, of: a{OTHER}}}",
            "changed since Dr Ada signed it off on 2026-11-23: have it signed again",
        ),
    ],
)
def test_lint_names_a_sign_off_that_says_too_little_or_does_not_hold(
    tmp_path: Path, stated: str, message: str
) -> None:
    folder = small_library.write(tmp_path)
    new = REVIEW.replace("clinician: false", stated)
    text = small_library.change(folder, "substances/nac.yaml", REVIEW, new)
    line = small_library.line_with(text, stated)
    (fault,) = [str(fault) for fault in lint.check(folder)]
    assert fault.startswith(f"nac.yaml:{line}: nac-sleep: ")
    assert message in fault
