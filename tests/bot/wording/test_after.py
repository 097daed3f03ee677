"""What people read when the reviewers have done something: what changed, and why it matters."""

from __future__ import annotations

import pytest

from bot.wording import after
from bot.wording.catalogue import say
from bot.wording.rich import LIMIT, Style, Text
from bot.wording.seen import claim_name
from bot.wording.spikes import Spike
from knowledge import Safety, Scales, Snapshot, Status, snapshot
from knowledge.storage.told import scales_of
from tests.make import CLAIM, TODAY, claim, content

DAY_MS = 24 * 3600 * 1000
DANGER = claim(safety=Safety.DANGER, safety_facts=("It can stop the heart.",))


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(content())


def test_a_danger_comes_first_and_both_scales_are_named(small: Snapshot) -> None:
    text = after.correction(DANGER, scales_of(CLAIM), small)
    lines = [line for line in text.plain.split("\n") if line]
    assert lines[2] == f"{say('safety', 'danger')} It can stop the heart."
    assert say("short_safety", "caution") in text.plain
    assert say("short_safety", "danger") in text.plain
    assert say("correction", "riskier") in text.plain
    assert Style.LINK not in {entity.style for entity in text.entities}


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        (CLAIM, Scales("unproven", "danger"), "less_risky"),
        (CLAIM, Scales("unproven", "ordinary"), "riskier"),
        (CLAIM, Scales("supported", "caution"), "now_unproven"),
        (claim(status=Status.REFUTED), Scales("mixed", "caution"), "now_refuted"),
        (claim(status=Status.MIXED), Scales("supported", "caution"), "now_mixed"),
        (claim(status=Status.SUPPORTED), Scales("mixed", "caution"), "now_supported"),
    ],
)
def test_it_says_why_it_matters(now: object, before: Scales, why: str, small: Snapshot) -> None:
    text = after.correction(now, before, small).plain  # type: ignore[arg-type]
    assert say("correction", why) in text
    assert say("correction", "stop") in text


def test_what_was_taken_back_is_named_where_it_is_known(small: Snapshot) -> None:
    known = after.withdrawn("nmn", "depression", small).plain
    assert "NMN · depression" in known
    unknown = after.withdrawn("", "", small).plain
    for text in (known, unknown):
        assert say("correction", "withdrawn") in text


def test_no_phrasing_is_ever_shown(small: Snapshot) -> None:
    text = after.correction(DANGER, scales_of(CLAIM), small).plain
    assert not any(phrasing in text for phrasing in DANGER.phrasings)


def test_an_answer_begins_with_how_long_it_took_and_still_fits() -> None:
    answer = Text("word " * 790)
    for days, key in ((0, "asked_lately"), (5, "asked_days_ago")):
        text = after.reviewed_now(answer, 0, days * DAY_MS)
        assert text.plain.startswith(say("after", key))
        assert text.length <= LIMIT


def test_an_empty_digest_is_one_too(small: Snapshot) -> None:
    assert say("digest", "waiting", cases=0, people=0) in after.digest([], (), small, TODAY).plain


def test_what_is_asked_far_more_than_usual_is_told(small: Snapshot) -> None:
    text = after.digest([], (Spike("nmn-depression", 120, 3.25),), small, TODAY).plain
    assert claim_name("nmn-depression", small) in text
    assert "120 yesterday, usually 3.2 a day" in text
