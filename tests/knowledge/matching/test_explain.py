"""Why a message was answered as it was."""

from __future__ import annotations

import math

import pytest

from knowledge import Snapshot, assess, explain
from knowledge.matching.assess import model_of
from knowledge.matching.scoring import weights


def test_what_was_answered_is_not_stopped_and_has_the_same_probability(base: Snapshot) -> None:
    text = "NMN cures depression"
    (finding,) = assess(text, base).answers
    first = explain(text, base)[0]
    assert (first.claim, first.stopped) == (finding.claim.id, "")
    assert first.probability == pytest.approx(finding.probability, abs=1e-4)
    assert "depression" in first.words


def test_the_signals_add_up_to_the_probability(base: Snapshot) -> None:
    for one in explain("Magnesium helps you sleep and calms your nerves", base):
        odds = weights(model_of(base))["bias"] + sum(signal.adds for signal in one.signals)
        assert 1 / (1 + math.exp(-odds)) == pytest.approx(one.probability)


def test_just_what_was_answered_was_not_stopped(base: Snapshot) -> None:
    text = "Garlic lowers blood pressure. Garlic is good for a cold."
    found = explain(text, base)
    answered = {finding.claim.id for finding in assess(text, base).answers}
    assert answered
    assert {one.claim for one in found if not one.stopped} == answered
    assert any(one.stopped for one in found)


def test_the_likeliest_claim_comes_first(base: Snapshot) -> None:
    found = [one.probability for one in explain("NMN gives energy and better sleep", base)]
    assert found == sorted(found, reverse=True)
    assert found


def test_a_text_without_any_claim_has_nothing_to_explain(base: Snapshot) -> None:
    assert explain("See you at six!", base) == ()
