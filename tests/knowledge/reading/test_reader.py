"""Reading a whole message: from text to statements and tip-offs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Snapshot, Stance
from knowledge.reading.reader import LONGEST, Reading, read
from knowledge.reading.topic import ANY
from tests.knowledge.reading.small import reading, said, triple, vocabulary

NMN_CANCER = ("nmn", "improves", "cancer")


def stances(text: str) -> list[Stance]:
    return [statement.stance for statement in reading(text).statements]


@pytest.mark.parametrize(
    "written",
    [
        "NMN cures cancer",
        "nmn CURES cancer!!!",
        "N\u200bMN cures can\u00adcer",
        "🎉NMN🎉 cures 🎉 cancer",
        "N M N cures cancer",
        "N.M.N. cures cancer",
        "#NMN cures #cancer",
        "#NMNCuresCancer",
        "ＮＭＮ cures ｃａｎｃｅｒ",
        "ΝМΝ cures cаncer",
        "- NMN cures cancer",
        "NMN\ncures cancer",
        "𝐍𝐌𝐍 𝐜𝐮𝐫𝐞𝐬 𝐜𝐚𝐧𝐜𝐞𝐫",
    ],
)
def test_a_disguise_changes_nothing_of_what_is_said(written: str) -> None:
    assert said(written) == {NMN_CANCER}


def test_the_language_of_the_message_is_told() -> None:
    assert reading("Seit ich Magnesium nehme, schlafe ich viel besser als früher").language == "de"


def test_a_name_in_another_language_is_understood() -> None:
    assert reading("Я ем чеснок каждый день").substances == ("garlic",)


def test_substances_are_told_by_how_often_they_are_named() -> None:
    assert reading("garlic, NMN, NAC, NMN and NMN with NAC").substances == ("nmn", "nac", "garlic")


@pytest.mark.parametrize(
    "text",
    [
        "NMN cures cancer. That is a myth.",
        "Hoax! NMN cures cancer.",
        "NMN cures cancer. It's a hoax",
    ],
)
def test_a_sentence_that_only_denies_turns_its_neighbours(text: str) -> None:
    assert stances(text) == [Stance.DISPUTES]


def test_a_denial_reaches_no_farther_than_its_neighbours() -> None:
    text = "NMN cures cancer. NAC cures anxiety. That is a myth."
    assert stances(text) == [Stance.ASSERTS, Stance.DISPUTES]


def test_a_denial_of_something_else_turns_nothing() -> None:
    text = "NMN cures cancer. Garlic is a myth."
    assert stances(text) == [Stance.ASSERTS]


def test_a_short_question_before_the_name_is_an_opening_and_not_a_question() -> None:
    assert set(stances("Anxiety? Try NMN.")) == {Stance.ASSERTS}
    assert set(stances("Cancer? Is NMN good?")) == {Stance.ASKS}
    assert stances("NMN cures cancer?") == [Stance.ASKS]


@pytest.mark.parametrize(
    "text",
    [
        "NMN is new.\n\nSide effects include:\n- headache\n- cancer",
        "[1] NMN cures cancer in mice, 2020",
        "Talk to your doctor if NMN helps your cancer",
    ],
    ids=["side effects", "reference", "referral"],
)
def test_what_is_no_claim_makes_no_benefit(text: str) -> None:
    assert "improves" not in {relation for _, relation, _ in said(text)}


def test_a_warning_may_still_say_harm() -> None:
    assert ("nmn", "harms", "headache") in said("Talk to your doctor, NMN causes headache.")


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("NMN cures cancer, talk to your doctor", True),
        ("NMN cures cancer. Talk to your doctor first.", True),
        ("Talk to your doctor, NMN cures cancer", False),
        ("Talk to your doctor about NMN and cancer", False),
        ("Side effects include: NMN, cancer, cures", False),
    ],
)
def test_a_claim_that_stands_before_the_advice_to_see_a_doctor_counts(
    text: str, claimed: bool
) -> None:
    assert (NMN_CANCER in said(text)) is claimed


def test_a_reading_tells_what_each_sentence_speaks_of() -> None:
    found = reading("NMN is new. It works.\n\n[1] Smith, garlic, 2020\n\nNAC and garlic.")
    assert [tuple(subject.id for subject in of) for of in found.subjects] == [
        ("nmn",),
        ("nmn",),
        (),
        ("nac", "garlic"),
    ]
    assert [bool(of and of[0].mention) for of in found.subjects] == [True, False, False, True]


@pytest.mark.parametrize(
    ("text", "acted_on"),
    [
        ("NMN cures it all", True),
        ("NMN is new. It cures it all.", True),
        ("NMN every morning", True),
        ("NMN is a pill", True),
        ("NMN is new", False),
        ("NMN is new. NAC cures it all.", False),
        ("NMN is old news: a myth", False),
    ],
)
def test_a_substance_is_acted_on_where_something_is_said_to_act(text: str, acted_on: bool) -> None:
    assert reading(text).acted_on("nmn") is acted_on
    assert reading(text).acted_on("magnesium") is False


def test_statements_come_in_reading_order() -> None:
    text = "NMN cures cancer. It boosts energy. NAC causes anxiety."
    found = reading(text).statements
    assert [triple(each) for each in found] == [
        NMN_CANCER,
        ("nmn", "improves", "energy"),
        ("nac", "harms", "anxiety"),
    ]


def test_every_quote_stands_in_the_message() -> None:
    text = "All about NMN\n\n- It cures cancer.  It boosts energy!\n- garlic: harmless"
    for statement in reading(text).statements:
        assert statement.quote in text


def test_a_text_without_meaning_says_nothing() -> None:
    for text in ("", "   ", "🎉", "?!", "\x00"):
        assert reading(text) == Reading("en")


def test_no_more_than_the_longest_text_is_read() -> None:
    beyond = "x " * (LONGEST // 2) + ". NMN cures cancer."
    assert read(beyond, vocabulary()).statements == ()


def test_reading_twice_gives_the_same() -> None:
    text = "NMN cures cancer, anxiety. Garlic? It is a hoax. They hide this!"
    assert reading(text) == reading(text)


PARTS = st.sampled_from(
    ["NMN", "garlic", "cures", "causes", "not", "cancer", "sleep", "?", ".", "\n", "\n\n", "- ",
     "instead of", "Prozac", "hoax", "500 mg a day", "side effects include:", "🎉", "#NMN", "(1) "]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(PARTS, max_size=25))
def test_every_mixture_of_what_matters_can_be_read(parts: list[str]) -> None:
    text = " ".join(parts)
    found = reading(text)
    for statement in found.statements:
        # What replaces a medicine without saying by what speaks of any remedy.
        assert statement.substance in (*found.substances, ANY)
        assert 0 <= statement.sentence < len(found.sentences)
        assert statement.words
    assert set(found.substances) <= {"nmn", "garlic"}


def test_the_whole_vocabulary_reads_every_kind_of_text(base: Snapshot) -> None:
    article = "Why NMN?\n\n1. It cures depression.\n2. It regrows hair.\n\n(1) Smith, mice, 2020"
    found = read(article, base.vocabulary)
    assert {"depression", "hair-growth"} <= {
        outcome for each in found.statements for outcome in each.outcomes
    }
