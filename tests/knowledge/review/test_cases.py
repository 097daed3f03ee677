"""The order of the queue, what a message may do, and whose a case is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import (
    LEASE_MS,
    Assessment,
    Case,
    CaseKind,
    Closed,
    Decision,
    Ending,
    Finding,
    Harm,
    Lease,
    Peril,
    Relation,
    Safety,
    Stance,
    TipOff,
    Urgency,
    harm_of,
    harm_of_claim,
    leased_by,
    may_take,
)
from knowledge.review.cases import weight
from tests import make

DAY_MS = 24 * 3600 * 1000
NOW_MS = 400 * DAY_MS
CASE = Case(1, CaseKind.REQUEST, "NMN · depression", opened_ms=NOW_MS, changed_ms=NOW_MS, reach=1)


def heavy(days: float = 0, **changes: object) -> float:
    """The weight of a case that has waited so long."""
    case = replace(CASE, opened_ms=NOW_MS - int(days * DAY_MS), **changes)  # type: ignore[arg-type]
    return weight(case, NOW_MS)


def test_the_mildest_new_case_of_one_person_weighs_one() -> None:
    assert heavy() == 1
    assert heavy(reach=0) == 1


def test_each_step_of_harm_weighs_twice_as_much() -> None:
    assert [heavy(harm=harm) for harm in Harm] == [1, 2, 4, 8]


def test_each_doubling_of_people_counts_once() -> None:
    assert [heavy(reach=people) for people in (1, 2, 4, 8)] == [1, 2, 3, 4]


def test_a_crowd_does_not_outweigh_a_danger_that_many_people_met() -> None:
    assert heavy(harm=Harm.GRAVE, reach=4) > heavy(reach=5_000)


def test_waiting_makes_a_case_heavier_and_no_time_makes_it_lighter() -> None:
    assert [heavy(days) for days in (0, 3, 6, 27)] == [1, 4, 9, 100]
    assert heavy(-1) == 1


def test_nothing_waits_for_ever() -> None:
    worst = heavy(harm=Harm.GRAVE, reach=10_000)
    assert heavy(days=30) > worst


def found(claim: Safety, decision: Decision = Decision.ANSWER) -> Finding:
    return Finding(make.claim(safety=claim), "", Stance.ASSERTS, 0.9, decision, "nmn")


@pytest.mark.parametrize(
    ("said", "harm"),
    [
        ({}, Harm.PLAIN),
        ({"perils": (Peril("stop-insulin", Stance.ASSERTS, ""),)}, Harm.GRAVE),
        ({"perils": (Peril("for-a-child", Stance.ASKS, ""),)}, Harm.GRAVE),
        ({"perils": (Peril("stop-insulin", Stance.DISPUTES, ""),)}, Harm.RAISED),
        ({"urgent": Urgency.DANGER}, Harm.HIGH),
        ({"findings": (found(Safety.DANGER),)}, Harm.HIGH),
        ({"findings": (found(Safety.ORDINARY),)}, Harm.PLAIN),
        ({"tip_offs": (TipOff("replaces-your-doctor", ""),)}, Harm.HIGH),
        ({"tip_offs": (TipOff("discount-code", ""),)}, Harm.RAISED),
        ({"concern": Urgency.CRISIS}, Harm.RAISED),
    ],
    ids=lambda value: next(iter(value), "nothing") if isinstance(value, dict) else value.name,
)
def test_what_a_message_may_do(said: dict[str, object], harm: Harm) -> None:
    assert harm_of(replace(Assessment("en"), **said)) is harm  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("relation", "safety", "harm"),
    [
        (Relation.IMPROVES, Safety.ORDINARY, Harm.PLAIN),
        (Relation.IMPROVES, Safety.CAUTION, Harm.RAISED),
        (Relation.IMPROVES, Safety.DANGER, Harm.HIGH),
        (Relation.REPLACES, Safety.ORDINARY, Harm.HIGH),
        (Relation.REPLACES, Safety.DANGER, Harm.GRAVE),
    ],
)
def test_what_a_claim_may_do(relation: Relation, safety: Safety, harm: Harm) -> None:
    assert harm_of_claim(make.claim(relation=relation, safety=safety)) is harm


def test_a_lease_holds_others_off_until_it_runs_out() -> None:
    held = replace(CASE, lease=Lease("ana", NOW_MS + LEASE_MS))
    assert leased_by(held, NOW_MS) == "ana"
    assert (may_take(held, "ana", NOW_MS), may_take(held, "luis", NOW_MS)) == (True, False)
    late = NOW_MS + LEASE_MS
    assert leased_by(held, late) is None
    assert may_take(held, "luis", late)


def test_nobody_takes_a_case_that_is_closed() -> None:
    closed = replace(CASE, ending=Ending(Closed.NOT_HEALTH, "ana"))
    assert not closed.open
    assert not may_take(closed, "ana", NOW_MS)
