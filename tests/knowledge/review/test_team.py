"""Who may do what: roles, interests, two people, and a clinician where it is about a danger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import Bar, ClinicianRole, Member, Right, Role, barred
from knowledge.review.team import declares

RITA = Member("r" * 64, "Rita", Role.REVIEWER)
CLARA = Member("c" * 64, "Clara", Role.CLINICIAN, ClinicianRole.PHARMACIST)
OLGA = Member("o" * 64, "Olga", Role.OWNER)
NMN = frozenset({"nmn"})


def test_nobody_approves_what_they_wrote() -> None:
    for member in (RITA, CLARA, OLGA):
        assert barred(member, member.person, NMN, danger=False) is Bar.AUTHOR


def test_everybody_else_may_unless_they_earn_by_it() -> None:
    for member in (RITA, CLARA, OLGA):
        assert barred(member, "x" * 64, NMN, danger=False) is None
        paid = replace(member, interests=("garlic", "nmn"))
        assert barred(paid, "x" * 64, NMN, danger=False) is Bar.INTEREST
        assert barred(paid, "x" * 64, frozenset({"zinc"}), danger=False) is None


def test_a_danger_needs_a_clinician() -> None:
    assert barred(RITA, OLGA.person, NMN, danger=True) is Bar.DANGER
    assert barred(OLGA, RITA.person, NMN, danger=True) is Bar.DANGER
    assert barred(CLARA, RITA.person, NMN, danger=True) is None
    # What somebody says of themselves gives no right; the role does, for which an owner answers.
    doctor = replace(OLGA, profession=ClinicianRole.DOCTOR)
    assert barred(doctor, RITA.person, NMN, danger=True) is Bar.DANGER


@pytest.mark.parametrize("role", list(Role))
def test_only_owners_lead(role: Role) -> None:
    assert (Right.LEAD in Member("p", "P", role).rights) == (role is Role.OWNER)


@pytest.mark.parametrize(
    ("declared", "names", "told"),
    [
        ("I sell berberine hcl, in my shop", ["Berberine HCl"], True),
        ("My shop sells БЕРБЕРИН", ["берберин"], True),
        ("I sell berberine", ["Berberine HCl"], False),
        ("I work for Zincorp", ["zinc"], False),
        ("", ["zinc"], False),
        ("zinc", ["!"], False),
    ],
)
def test_what_somebody_declared_is_heard_word_for_word(
    declared: str, names: list[str], told: bool
) -> None:
    assert declares(replace(RITA, declared=declared), names) is told
