"""Assessing messages over the real library: what is answered, what is not, in which order."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Assessment, Decision, Safety, Snapshot, Stance, Urgency, assess, snapshot
from knowledge.matching.assess import model_of
from knowledge.matching.meaning import Meaning
from knowledge.matching.scoring import Model
from knowledge.model import Content


@pytest.fixture(scope="module")
def by_words(base: Snapshot) -> Snapshot:
    """The library as it is matched without the extra for meaning."""
    return replace(base, meaning=Meaning())


def answered(text: str, base: Snapshot) -> set[str]:
    return {finding.claim.id for finding in assess(text, base).answers}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("NMN beats depression, no side effects!", {"nmn-depression", "nmn-natural-safe"}),
        ("does ashwagandha help anxiety?", {"ashwagandha-stress-anxiety"}),
        ("MMS cures autism", {"mms-autism"}),
        ("La cúrcuma cura el cáncer", {"turmeric-cancer"}),
        ("Куркума лечит рак", {"turmeric-cancer"}),
        ("姜黄能治癌症", {"turmeric-cancer"}),
        ("हल्दी से कैंसर ठीक होता है", {"turmeric-cancer"}),
        ("الكركم يعالج السرطان", {"turmeric-cancer"}),
        ("Kurkuma heilt Krebs", {"turmeric-cancer"}),
        ("kunyit menyembuhkan kanker", {"turmeric-cancer"}),
        ("Le curcuma guérit le cancer", {"turmeric-cancer"}),
        ("La curcuma cura il cancro", {"turmeric-cancer"}),
        ("A cúrcuma cura o câncer", {"turmeric-cancer"}),
    ],
)
def test_a_plain_claim_is_answered_in_every_language(
    text: str, claims: set[str], base: Snapshot
) -> None:
    assert claims <= answered(text, base)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("NMN beats depression, no side effects!", {"nmn-depression", "nmn-natural-safe"}),
        ("MMS cures autism", {"mms-autism"}),
        ("Kurkuma heilt Krebs", {"turmeric-cancer"}),
        ("薑黃能治癌症", {"turmeric-cancer"}),
    ],
)
def test_a_plain_claim_is_answered_without_meaning_too(
    text: str, claims: set[str], by_words: Snapshot
) -> None:
    assert model_of(by_words) is Model.WORDS
    assert claims <= answered(text, by_words)
    assert not answered("Happy birthday! See you on Sunday", by_words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NMN fights cancer", "NMN causes cancer"),
        ("NMN cures depression", "NAC cures depression"),
        ("the vitamin K shot prevents bleeding in newborns", "skip the vitamin K shot"),
        ("zinc lozenges shorten a cold", "zinc nasal spray stops a cold"),
        ("St John's wort relieves depression", "St John's wort is safe with antidepressants"),
        ("NMN is approved by the FDA", "NMN gives you energy"),
        ("magnesium helps you sleep", "manganese helps you sleep"),
        ("melatonin helps jet lag", "melatonin helps dementia"),
    ],
)
def test_claims_of_opposite_or_other_meaning_never_answer_for_each_other(
    one: str, other: str, base: Snapshot
) -> None:
    assert not answered(one, base) & answered(other, base)


@pytest.mark.parametrize(
    "text",
    [
        "Free shipping on all orders over 30 euros this weekend",
        "I bought magnesium at the store",
        "She has an iron will and leads the team",
        "The stress test of the bank went well",
        "My doctor prescribed metformin 500 mg twice a day",
        "Happy birthday! See you on Sunday",
        "Preheat the oven, add garlic, ginger and a pinch of turmeric",
        "",
        "🎉🎉🎉",
        "123 456",
    ],
)
def test_a_message_without_a_claim_gets_no_finding(text: str, base: Snapshot) -> None:
    assert not assess(text, base).findings


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("NMN cures depression", Stance.ASSERTS),
        ("does NMN cure depression?", Stance.ASKS),
        ("is it true that NMN cures depression", Stance.ASKS),
        ("NMN does not cure depression", Stance.DISPUTES),
        ("NMN cures depression. That's a myth.", Stance.DISPUTES),
        ("According to a newspaper NMN cures depression", Stance.REPORTS),
    ],
)
def test_the_stance_of_a_message_is_told(text: str, stance: Stance, base: Snapshot) -> None:
    found = {f.claim.id: f.stance for f in assess(text, base).answers}
    assert found["nmn-depression"] is stance


def test_a_draft_is_never_answered_from(library: Content, by_words: Snapshot) -> None:
    drafts = [claim for claim in library.claims if not claim.published]
    assert drafts
    for draft in drafts:
        for text in (draft.claim, *draft.phrasings[:2]):
            assert draft.id not in {f.claim.id for f in assess(text, by_words).findings}


def test_danger_comes_first(base: Snapshot) -> None:
    text = "NMN beats depression. And MMS cures autism."
    first = assess(text, base).answers[0]
    assert first.claim.safety is Safety.DANGER


def test_a_dangerous_claim_makes_a_message_urgent_unless_it_is_denied(base: Snapshot) -> None:
    assert assess("MMS cures autism", base).urgent is Urgency.DANGER
    assert assess("MMS does not cure autism", base).urgent is None


def test_a_persons_own_crisis_is_told_from_an_article_that_mentions_one(base: Snapshot) -> None:
    assert assess("I want to kill myself", base).urgent is Urgency.CRISIS
    assert assess("NMN helps with depression and suicidal thoughts", base).urgent is not (
        Urgency.CRISIS
    )


def test_something_swallowed_is_told_from_something_taken(base: Snapshot) -> None:
    assert assess("my toddler drank bleach", base).urgent is Urgency.POISONING
    assert assess("I took magnesium yesterday", base).urgent is None


def test_a_known_substance_with_an_effect_nobody_reviewed_is_named_as_such(base: Snapshot) -> None:
    assessment = assess("Nattokinase cures migraine", base)
    assert not assessment.answers
    assert [(u.substance, u.outcome) for u in assessment.unreviewed] == [
        ("nattokinase", "migraine")
    ]


def test_a_swap_of_unnamed_pills_means_those_for_the_illness_at_hand(base: Snapshot) -> None:
    text = "NMN beats depression! My cousin threw away her pills"
    assert "nmn-replaces-antidepressant" in answered(text, base)
    assert "nmn-replaces-diabetes-medicine" not in answered(text, base)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Stop your insulin!", "supplement-replaces-insulin"),
        ("Echinacea can replace your antidepressants", "supplements-replace-antidepressants"),
    ],
)
def test_a_swap_that_nobody_reviewed_is_answered_by_what_holds_for_any_remedy(
    text: str, claim: str, base: Snapshot
) -> None:
    assert claim in answered(text, base)
    assert assess(text, base).urgent is Urgency.DANGER


@pytest.mark.parametrize("text", ["I stopped my metformin", "My doctor said to stop the statins"])
def test_a_persons_own_story_of_a_medicine_is_no_call_to_stop_it(text: str, base: Snapshot) -> None:
    assert not assess(text, base).answers


@pytest.mark.parametrize(
    "text",
    [
        "The pharmacy gave insulin instead of metformin",
        "The study compared insulin instead of metformin",
    ],
)
def test_a_medicine_in_place_of_another_speaks_of_no_remedy(text: str, base: Snapshot) -> None:
    assert not assess(text, base).answers


def test_the_members_of_a_list_share_the_effect_of_the_line_above_it(base: Snapshot) -> None:
    text = "For lower blood pressure:\n- garlic\n- hibiscus tea\n- beetroot juice"
    wanted = {"garlic-blood-pressure", "hibiscus-blood-pressure", "beetroot-blood-pressure"}
    assert wanted <= answered(text, base)


def test_a_coordinated_list_of_effects_is_taken_apart(base: Snapshot) -> None:
    text = "NMN improves your insulin sensitivity, liver function, heart function and skin quality."
    wanted = {"nmn-insulin-sensitivity", "nmn-liver", "nmn-heart", "nmn-skin"}
    assert wanted <= answered(text, base)


def test_the_topic_is_carried_through_a_text(base: Snapshot) -> None:
    text = "All about NMN\n\nIt was found in Japan.\n\nIt regrows hair. It gives you more energy."
    assert {"nmn-hair-regrowth", "nmn-energy"} <= answered(text, base)


def test_side_effects_that_a_text_lists_are_no_benefits(base: Snapshot) -> None:
    text = "NMN\n\nPossible side effects include:\n- nausea\n- headache\n- fatigue\n- insomnia"
    assert not answered(text, base)


@pytest.mark.parametrize(
    "text", ["ashwaganda helps anxiety", "melatonine helps you sleep", "tumeric cures cancer"]
)
def test_a_misspelt_name_is_recognised(text: str, base: Snapshot) -> None:
    assert answered(text, base)


@pytest.mark.parametrize("text", ["creatinine gives you muscles", "NAC gives you grey hair"])
def test_a_name_that_only_looks_alike_is_not(text: str, base: Snapshot) -> None:
    assert not answered(text, base)


def test_every_finding_explains_itself(base: Snapshot) -> None:
    text = "Since last year I take NMN. My depression is gone."
    for finding in assess(text, base).answers:
        assert finding.quote in text
        assert finding.words
        assert 0 < finding.probability <= 1


def test_the_order_of_claims_does_not_matter(library: Content, by_words: Snapshot) -> None:
    shuffled = list(library.claims)
    random.Random(3).shuffle(shuffled)
    content = replace(library, claims=tuple(shuffled))
    other = snapshot(content, last=by_words, meaning=False)
    for text in ("NMN beats depression, no side effects!", "zinc helps colds and covid"):
        assert assess(text, by_words).findings == assess(text, other).findings


@pytest.mark.parametrize(
    "written",
    [
        "NMN  cures   depression",
        "nmn CURES DEPRESSION",
        "N\u200bM\u200bN cures depres\u00adsion",
        "🎉 NMN 🎉 cures 🎉 depression 🎉",
        "ΝМΝ cures depression",
        "ＮＭＮ cures ｄｅｐｒｅｓｓｉｏｎ",
        "N M N cures depression",
        "#NMN cures #depression",
        "𝗡𝗠𝗡 cures 𝗱𝗲𝗽𝗿𝗲𝘀𝘀𝗶𝗼𝗻",
    ],
)
def test_disguises_do_not_change_the_findings(written: str, base: Snapshot) -> None:
    assert answered(written, base) == {"nmn-depression"}


def test_no_text_raises(base: Snapshot) -> None:
    @settings(max_examples=100, deadline=None)
    @given(text=st.text(max_size=400))
    def assessed(text: str) -> None:
        assert isinstance(assess(text, base), Assessment)

    assessed()


@pytest.mark.parametrize(
    "text",
    [
        "NMN cures depression. " * 2500,
        "\ud83d\ude00 \udc00" * 1000,
        "🎉" * 50_000,
        "\x00\x01\x02" * 100 + "\u202e\u200f NMN",
        "(" * 10_000,
        "a" * 50_000,
        "-\n" * 10_000,
        "NMN, " * 5_000,
        "не " * 10_000,
    ],
    ids=["long", "surrogates", "emoji", "controls", "brackets", "one word", "items", "names", "no"],
)
def test_hostile_texts_are_assessed(text: str, base: Snapshot) -> None:
    assert isinstance(assess(text, base), Assessment)


def test_a_text_without_stops_takes_no_longer_than_its_words(base: Snapshot) -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        assess(text, base)
        return time.perf_counter() - begun

    with_stops, without = "NMN cures depression. " * 400, "NMN cures depression " * 400
    seconds(with_stops)
    # Both hold the same words; what grows with the square of a sentence would be a hundredfold.
    assert min(seconds(without) for _ in range(3)) < 15 * min(seconds(with_stops) for _ in range(3))


ARTICLE = {
    "nmn-depression",
    "nmn-natural-safe",
    "nmn-insulin-sensitivity",
    "nmn-liver",
    "nmn-heart",
    "nmn-skin",
    "nmn-hair-regrowth",
    "nmn-energy",
    "nmn-famous-university",
    "nmn-hair-depression",
    "nmn-dose",
    "nmn-morning",
    "nad-decline-depression",
}
ALSO_MADE = {"nmn-reverse-ageing", "nmn-raises-nad", "nmn-cognition", "nmn-anxiety"}


def test_a_real_article_is_answered_claim_by_claim(article: str, base: Snapshot) -> None:
    assessment = assess(article, base)
    found = {finding.claim.id for finding in assessment.answers}
    assert found >= ARTICLE
    assert not found - ARTICLE - ALSO_MADE
    assert assessment.answers[0].claim.id == "nmn-depression"
    assert assessment.urgent is None
    kinds = {tip_off.kind for tip_off in assessment.tip_offs}
    assert {"no-side-effects", "unrelated-citation", "product-for-sale"} <= kinds


def test_few_questions_are_asked(base: Snapshot) -> None:
    text = "NMN stress, ashwagandha iron heart pressure magnesium memory energy focus zinc skin"
    assert len([f for f in assess(text, base).findings if f.decision is Decision.ASK]) <= 3
