"""Dangers and alarms in whole messages, over the real library."""

from __future__ import annotations

import pytest

from knowledge import Snapshot, Stance, Urgency, assess

DEEDS = [
    ("I stopped my metformin, okra water does it all", "stop-diabetes-medicine", Stance.ASSERTS),
    ("can I stop insulin if I take berberine?", "stop-insulin", Stance.ASKS),
    ("Never stop your insulin for cinnamon tea!", "stop-insulin", Stance.DISPUTES),
    ("Vitamin D 50.000 IU every day cured my back pain", "over-limit", Stance.ASSERTS),
    ("Drink a glass of turpentine with sugar against worms", "swallow-turpentine", Stance.ASSERTS),
    ("Is it safe to give my 3 month old baby honey?", "honey-for-a-baby", Stance.ASKS),
    ("Can I take St John's wort with sertraline?", "with-medicine", Stance.ASKS),
    ("I drink a spoon of povidone-iodine in water every day", "swallow-iodine-antiseptic",
     Stance.ASSERTS),
    ("Is a five day fast fine with my metformin?", "fast-with-diabetes-medicine", Stance.ASKS),
    ("Я бросила таблетки от давления, пью свёклу", "stop-blood-pressure-medicine", Stance.ASSERTS),
]  # fmt: skip
HARMLESS = [
    "dabbed povidone-iodine on the scraped knee",
    "Fasting blood sugar was 98, still on metformin as prescribed",
    "my doctor stopped my statin last week",
    "vitamin d 1000 iu daily",
    "cleaned the bathroom with bleach",
    "NMN beats depression, no side effects!",
    "The bus leaves at nine, bring an umbrella.",
]


@pytest.mark.parametrize(("text", "danger", "stance"), DEEDS)
def test_a_danger_is_seen_with_its_stance(
    text: str, danger: str, stance: Stance, base: Snapshot
) -> None:
    found = {peril.danger: peril.stance for peril in assess(text, base).perils}
    assert found[danger] is stance


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_gets_no_line(text: str, base: Snapshot) -> None:
    assert assess(text, base).perils == ()


def test_the_line_for_any_medicine_gives_way_to_a_closer_one(base: Snapshot) -> None:
    found = assess("I threw away all my pills, my insulin too", base).perils
    assert "stop-medicine" not in {peril.danger for peril in found}


def test_a_warning_alone_is_no_danger(base: Snapshot) -> None:
    assert assess("Never stop your insulin for cinnamon tea!", base).urgent is not Urgency.DANGER


def test_a_cry_among_claims_is_heard(base: Snapshot) -> None:
    text = "I want to kill myself. NMN cures depression, garlic prevents colds!"
    assert assess(text, base).urgent is Urgency.CRISIS


def test_a_list_of_side_effects_is_no_poisoning(base: Snapshot) -> None:
    text = (
        "Magnesium helps you sleep.\n\nSide effects:\n- Nausea, vomiting, diarrhea\n- Stomach pain"
    )
    found = assess(text, base)
    assert found.urgent is not Urgency.POISONING


@pytest.mark.parametrize(
    "text",
    [
        "Saffron works as well as tablets for depression, says a new study.",
        "School week on the prevention of suicide: talks, stalls, and soup with turmeric.",
        "Hilft Kudzu gegen Alkoholsucht? Mein Onkel fragt.",
        "转发：藏红花十天打败抑郁症",
    ],
)
def test_a_hard_topic_gets_a_helpline_and_is_no_crisis(text: str, base: Snapshot) -> None:
    found = assess(text, base)
    assert found.helpline
    assert found.urgent not in (Urgency.CRISIS, Urgency.POISONING)
    assert found.concern is None


@pytest.mark.parametrize(
    "text",
    [
        "Stressed and tired? Our magnesium brings you down gently.",
        "so sad that the season is over, vitamin D and popcorn it is",
        "I want to kill myself. Does saffron help depression?",
    ],
)
def test_everyday_words_and_cries_get_no_closing_helpline(text: str, base: Snapshot) -> None:
    assert not assess(text, base).helpline
