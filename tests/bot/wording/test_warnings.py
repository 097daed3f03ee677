"""Lines on danger: worded for who says so, who asks and who warns, each with its sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.wording import warnings
from bot.wording.answer import Warned
from bot.wording.catalogue import say
from bot.wording.compose import reply
from knowledge import Snapshot, Stance
from tests.bot.wording.shapes import TODAY, answer

INSULIN = "stop-insulin"


def lines(base: Snapshot, *warned: Warned) -> list[str]:
    return [text.plain for text in warnings.lines(warned, base)]


@pytest.mark.parametrize("stance", [Stance.ASSERTS, Stance.REPORTS])
def test_who_says_so_is_warned(stance: Stance, base: Snapshot) -> None:
    (line,) = lines(base, Warned(INSULIN, stance))
    assert line.startswith(f"{say('safety', 'danger')} {base.vocabulary.dangers[INSULIN].line}")


def test_who_asks_is_answered(base: Snapshot) -> None:
    (line,) = lines(base, Warned(INSULIN, Stance.ASKS))
    assert base.vocabulary.dangers[INSULIN].question in line


def test_who_warns_is_agreed_with(base: Snapshot) -> None:
    (line,) = lines(base, Warned(INSULIN, Stance.DISPUTES))
    assert line.startswith(say("warning", "doubt"))
    assert base.vocabulary.dangers[INSULIN].doubt in line


def test_what_is_said_comes_before_what_is_warned_of(base: Snapshot) -> None:
    first, second = lines(
        base, Warned(INSULIN, Stance.DISPUTES), Warned("swallow-borax", Stance.ASSERTS)
    )
    assert base.vocabulary.dangers["swallow-borax"].line in first
    assert base.vocabulary.dangers[INSULIN].doubt in second


def test_every_line_names_its_publishers(base: Snapshot) -> None:
    for danger in base.vocabulary.dangers.values():
        (line,) = lines(base, Warned(danger.id, Stance.ASSERTS))
        assert all(source.publisher in line for source in danger.sources)


def test_a_dose_over_the_limit_hears_the_limit(base: Snapshot) -> None:
    (line,) = lines(base, Warned("over-limit", Stance.ASSERTS, "vitamin-d"))
    assert "100 µg a day" in line


def test_a_pair_hears_what_the_two_do_together(base: Snapshot) -> None:
    (line,) = lines(base, Warned("with-medicine", Stance.ASKS, "st-johns-wort", "antidepressants"))
    interactions = base.substance("st-johns-wort").interactions
    effect = next(each.effect for each in interactions if each.medicine == "antidepressants")
    assert effect in line


def test_a_line_that_the_base_has_lost_is_left_out(base: Snapshot) -> None:
    assert lines(base, Warned("gone", Stance.ASSERTS)) == []


def test_it_stands_on_top_where_nothing_is_reviewed(base: Snapshot) -> None:
    found = replace(answer(), warned=(Warned(INSULIN, Stance.ASSERTS),))
    assert reply(found, base, TODAY).plain.startswith(say("safety", "danger"))
