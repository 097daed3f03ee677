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


def test_what_was_not_answered_says_what_stopped_it(base: Snapshot) -> None:
    for one in explain("Garlic lowers blood pressure. Garlic is good for a cold.", base):
        answered = {f.claim.id for f in assess(one.quote, base).answers}
        assert one.stopped or one.claim in answered or one.probability > 0.5


def test_the_likeliest_claim_comes_first(base: Snapshot) -> None:
    found = [one.probability for one in explain("NMN gives energy and better sleep", base)]
    assert found == sorted(found, reverse=True)
    assert found


def test_a_text_without_any_claim_has_nothing_to_explain(base: Snapshot) -> None:
    assert explain("See you at six!", base) == ()
