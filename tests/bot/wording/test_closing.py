"""The helpline that closes an answer on a hard topic: one, at the end, never beside urgent help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.wording import compose, emergency
from bot.wording.catalogue import say
from bot.wording.rich import LIMIT
from knowledge import Snapshot, Urgency
from knowledge import snapshot as indexed
from tests.bot.wording.shapes import TODAY, answer
from tests.make import claim, content


@pytest.mark.parametrize("country", ["", "GB"])
@pytest.mark.parametrize("claims", [("nmn-depression",), ("nmn-sleep", "nmn-depression"), ()])
def test_a_hard_topic_closes_with_one_helpline(
    claims: tuple[str, ...], country: str, base: Snapshot
) -> None:
    given = replace(answer(*claims), helpline=True)
    plain = compose.reply(replace(given, helpline=False), base, TODAY, country).plain
    closing = emergency.below(base.vocabulary.helplines.get(country)).plain
    assert compose.reply(given, base, TODAY, country).plain == f"{plain}\n\n{closing}"


@pytest.mark.parametrize("kind", [Urgency.CRISIS, Urgency.POISONING])
def test_help_on_top_of_an_answer_leaves_out_the_line_below(kind: Urgency, base: Snapshot) -> None:
    given = replace(answer("nmn-depression"), helpline=True, concern=kind)
    assert say("helpline", "below") not in compose.reply(given, base, TODAY).plain


def test_the_closing_helpline_stays_below_a_very_long_answer() -> None:
    huge = claim(facts=("🧂 fact " * 300,) * 6)
    given = replace(answer(huge), helpline=True)
    text = compose.reply(given, indexed(content(huge)), TODAY)
    assert text.length <= LIMIT
    assert text.plain.endswith(emergency.below(None).plain)
