"""An answer holds ids only, and sorts findings into answers and questions."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from bot.wording.answer import Item, answer_of
from knowledge import (
    Assessment,
    Decision,
    Finding,
    Snapshot,
    Stance,
    TipOff,
    Unreviewed,
    Urgency,
    assess,
)
from tests.make import TODAY, claim


def finding(id_: str, decision: Decision, stance: Stance = Stance.ASSERTS) -> Finding:
    return Finding(claim(id=id_), "a secret quote", stance, 0.9, decision, "nmn", ("nmn",))


def test_answers_and_questions_are_kept_apart_in_their_order() -> None:
    assessment = Assessment(
        language="es",
        urgent=Urgency.DANGER,
        findings=(
            finding("b", Decision.ANSWER, Stance.REPORTS),
            finding("a", Decision.ANSWER, Stance.ASKS),
            finding("d", Decision.ASK),
            finding("c", Decision.ASK),
        ),
        tip_offs=(TipOff("cure-all", "a secret quote"),),
        unreviewed=(Unreviewed("nmn", "sleep"), Unreviewed("nac", None)),
        substances=("nmn", "nac"),
    )
    answer = answer_of(assessment, "ff", TODAY)
    assert answer.id == "ff"
    assert answer.language == "es"
    assert answer.urgent is Urgency.DANGER
    assert answer.items == (Item("b", Stance.REPORTS), Item("a", Stance.ASKS))
    assert answer.asked == ("d", "c")
    assert answer.tip_offs == ("cure-all",)
    assert answer.unreviewed == (("nmn", "sleep"), ("nac", None))
    assert answer.substances == ("nmn", "nac")
    assert "secret" not in repr(answer)


@pytest.mark.parametrize(
    "text",
    [
        "My neighbour Zebulon says NMN beats depression, no side effects at all!",
        "Zebulon swears that turmeric cures cancer, secret of Zebulon's grandmother",
        "Zebulon",
    ],
)
def test_no_word_of_the_message_is_kept(text: str, base: Snapshot) -> None:
    assert "zebulon" not in repr(asdict(answer_of(assess(text, base), "1", TODAY))).lower()
