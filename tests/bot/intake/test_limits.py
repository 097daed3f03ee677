"""Fair limits: ordinary use never meets them, a flood does, and nobody is left without a word."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.intake.limits import ANSWER, FAIR, NONE, Asking, Limits, Ruling

ANA = Asking(chat=7, person=7, private=True)
CRY = Asking(chat=7, person=7, private=True, may_cry=True)
GROUP = -100


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(FAIR, clock)


def rulings(limits: Limits, asking: Asking, times: int) -> Counter[Ruling]:
    return Counter(limits.judge(asking).ruling for _ in range(times))


def test_who_forwards_thirty_messages_a_minute_never_meets_a_limit(
    limits: Limits, clock: Clock
) -> None:
    for _ in range(60):
        assert rulings(limits, ANA, 30) == {Ruling.ANSWER: 30}
        clock.now += 60


def test_over_the_limit_one_word_is_said_and_the_rest_is_refused(limits: Limits) -> None:
    assert rulings(limits, ANA, 60) == {Ruling.ANSWER: 60}
    first = limits.judge(ANA)
    assert (first.ruling, round(first.wait), first.person) == (Ruling.HEAR, 30, 7)
    assert rulings(limits, ANA, 500) == {Ruling.REFUSE: 500}


def test_after_the_time_that_was_told_it_goes_on(limits: Limits, clock: Clock) -> None:
    rulings(limits, ANA, 60)
    clock.now += limits.judge(ANA).wait - 0.1
    assert limits.judge(ANA).ruling is Ruling.REFUSE
    clock.now += 0.2
    assert rulings(limits, ANA, 15) == {Ruling.ANSWER: 15}
    assert limits.judge(ANA).wait > 1


def test_one_who_floods_takes_nothing_from_another(limits: Limits) -> None:
    rulings(limits, ANA, 1_000)
    assert limits.judge(Asking(8, 8, private=True)) == ANSWER


def test_a_cry_for_help_is_heard_over_the_limit_as_often_as_a_person_can_write(
    limits: Limits, clock: Clock
) -> None:
    rulings(limits, ANA, 500)
    assert rulings(limits, CRY, 100) == {Ruling.HEAR: 20, Ruling.REFUSE: 80}
    clock.now += 3.1
    assert limits.judge(CRY).ruling is Ruling.HEAR


def test_buttons_count_less(limits: Limits) -> None:
    press = Asking(7, 7, private=True, weight=FAIR.button)
    assert rulings(limits, press, 240) == {Ruling.ANSWER: 240}
    assert limits.judge(press).ruling is Ruling.HEAR


def test_in_a_group_one_person_leaves_room_for_the_others(limits: Limits) -> None:
    one, other = (Asking(GROUP, person, private=False) for person in (7, 8))
    assert rulings(limits, one, 100)[Ruling.ANSWER] == 20
    assert rulings(limits, other, 10) == {Ruling.ANSWER: 10}


def test_a_group_has_a_limit_of_its_own_that_is_nobodys_fault(limits: Limits) -> None:
    asked = [limits.judge(Asking(GROUP, person, private=False)) for person in range(1, 71)]
    assert [each.ruling for each in asked].count(Ruling.ANSWER) == 60
    assert {each.person for each in asked} == {0}
    assert sum(each.wait > 0 for each in asked) == 1
    unnamed = limits.judge(Asking(GROUP, 0, private=False))
    assert unnamed.ruling is Ruling.REFUSE


def test_only_who_hammers_on_within_an_hour_is_to_be_blocked(limits: Limits, clock: Clock) -> None:
    assert not any(limits.refused(7) for _ in range(FAIR.hammering - 1))
    clock.now += 3_601
    assert [limits.refused(7) for _ in range(FAIR.hammering)].index(True) == FAIR.hammering - 1
    # Counted anew.
    assert not limits.refused(7)


def test_who_is_forgiven_is_answered_at_once(limits: Limits) -> None:
    rulings(limits, ANA, 500)
    assert not any(limits.refused(7) for _ in range(FAIR.hammering - 1))
    limits.forgive(7, 7)
    assert limits.judge(ANA) == ANSWER
    assert not limits.refused(7)


def test_alone_in_a_terminal_there_is_no_limit(clock: Clock) -> None:
    assert rulings(Limits(NONE, clock), ANA, 5_000) == {Ruling.ANSWER: 5_000}


def test_full_buckets_are_forgotten_when_there_are_many(limits: Limits, clock: Clock) -> None:
    for person in range(1, 10_001):
        limits.judge(Asking(person, person, private=True))
    clock.now += 3_600
    rulings(limits, ANA, 100)
    limits.judge(Asking(20_000, 20_000, private=True))
    assert len(limits._buckets) < 10
    assert limits.judge(ANA).ruling is Ruling.REFUSE
