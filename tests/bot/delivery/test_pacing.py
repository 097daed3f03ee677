"""Pacing: never faster than Telegram allows, and never slower than needed."""

from __future__ import annotations

import math

import pytest

from bot.delivery.pacing import NONE, TELEGRAM, Limits, Pacing

PERSON, OTHER, GROUP = 7, 8, -100
AMPLE = (1_000.0, 1_000.0)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def send(pacing: Pacing, chat: int, count: int) -> None:
    """Send messages that may all go at once."""
    for _ in range(count):
        assert pacing.wait(chat) == 0
        pacing.sent(chat)


def test_a_person_gets_a_short_burst_and_then_one_a_second() -> None:
    clock = Clock()
    pacing = Pacing(TELEGRAM, clock)
    send(pacing, PERSON, 5)
    for _ in range(3):
        assert pacing.wait(PERSON) == pytest.approx(1)
        clock.now += 1
        send(pacing, PERSON, 1)


def test_one_person_does_not_hold_up_another() -> None:
    pacing = Pacing(TELEGRAM, Clock())
    send(pacing, PERSON, 5)
    assert pacing.wait(PERSON) > 0
    assert pacing.wait(OTHER) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    clock = Clock()
    pacing = Pacing(TELEGRAM, clock)
    send(pacing, GROUP, 20)
    assert pacing.wait(GROUP) == pytest.approx(3)
    clock.now += 60
    send(pacing, GROUP, 20)
    assert pacing.wait(GROUP) > 0


def test_all_chats_together_stay_below_thirty_a_second() -> None:
    clock = Clock()
    pacing = Pacing(TELEGRAM, clock)
    sent_in = []
    chat = 0
    for _ in range(4):
        sent = 0
        while pacing.wait(chat) == 0:
            pacing.sent(chat)
            sent, chat = sent + 1, chat + 1
        sent_in.append(sent)
        clock.now += 1
    assert sent_in == [25] * 4


def test_the_wait_is_as_long_as_is_said_and_no_longer() -> None:
    clock = Clock()
    pacing = Pacing(Limits(overall=AMPLE, person=(0.5, 2), group=AMPLE), clock)
    send(pacing, PERSON, 2)
    said = pacing.wait(PERSON)
    clock.now += said / 2
    assert pacing.wait(PERSON) == pytest.approx(said / 2)
    clock.now += said / 2 + 1e-9
    assert pacing.wait(PERSON) == 0


def test_rest_fills_up_to_the_burst_only() -> None:
    clock = Clock()
    pacing = Pacing(TELEGRAM, clock)
    send(pacing, PERSON, 1)
    clock.now += 3_600
    send(pacing, PERSON, 5)
    assert pacing.wait(PERSON) > 0


def test_asking_how_long_to_wait_costs_nothing() -> None:
    pacing = Pacing(TELEGRAM, Clock())
    assert [pacing.wait(PERSON) for _ in range(100)] == [0] * 100


def test_without_limits_nothing_ever_waits() -> None:
    pacing = Pacing(NONE, Clock())
    send(pacing, PERSON, 1_000)
    send(pacing, GROUP, 1_000)
    assert math.isfinite(pacing.wait(PERSON))


def test_a_chat_that_has_to_wait_is_not_forgotten_among_very_many() -> None:
    pacing = Pacing(Limits(overall=(math.inf, math.inf), person=(1, 5), group=AMPLE), Clock())
    send(pacing, PERSON, 5)
    for chat in range(1_000, 25_000):
        send(pacing, chat, 1)
    assert pacing.wait(PERSON) == pytest.approx(1)


@pytest.mark.parametrize(("part", "allowed"), [(1.0, 25), (0.5, 12), (0.25, 6), (0.0, 1)])
def test_machines_that_share_a_bot_share_its_pace(part: float, allowed: int) -> None:
    clock = Clock()
    pacing = Pacing(TELEGRAM, clock)
    pacing.share(part)
    clock.now += 100
    sent = 0
    while pacing.wait(chat := 100 + sent) == 0:
        pacing.sent(chat)
        sent += 1
    assert sent == allowed


def test_the_pace_of_a_share_can_grow_again() -> None:
    clock = Clock()
    pacing = Pacing(TELEGRAM, clock)
    pacing.share(0.1)
    clock.now += 10
    pacing.share(1.0)
    clock.now += 1
    for chat in range(25):
        send(pacing, chat, 1)
    assert pacing.wait(99) > 0
