"""How a sentence stands to what it says."""

from __future__ import annotations

import pytest

from knowledge import Snapshot, Stance, assess
from knowledge.reading.stance import denies, stance_of
from tests.knowledge.reading.small import reading, sentence, vocabulary


def stance(text: str) -> Stance:
    one = sentence(text)
    return stance_of(one, vocabulary().signals(one.tokens, ("en",)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN cures cancer.", Stance.ASSERTS),
        ("NMN cures cancer!", Stance.ASSERTS),
        ("Does NMN cure cancer?", Stance.ASKS),
        ("NMN cures cancer?", Stance.ASKS),
        ("does NMN cure cancer", Stance.ASKS),
        ("Is it true that NMN cures cancer", Stance.ASKS),
        ("Is it true that NMN cures cancer.", Stance.ASKS),
        ("My aunt says NMN works, can I take it", Stance.ASKS),
        ("It is a myth that NMN cures cancer.", Stance.DISPUTES),
        ("NMN does not work for cancer.", Stance.DISPUTES),
        ("There is no study that NMN cures cancer.", Stance.DISPUTES),
        ("According to her, NMN cures cancer.", Stance.REPORTS),
        ("Reportedly NMN cures cancer.", Stance.REPORTS),
    ],
)
def test_the_stance_of_a_sentence(text: str, expected: Stance) -> None:
    assert stance(text) is expected


def test_a_question_outweighs_a_doubt_and_a_doubt_a_report() -> None:
    assert stance("Is it a myth that NMN cures cancer?") is Stance.ASKS
    assert stance("According to her it is a myth.") is Stance.DISPUTES


@pytest.mark.parametrize(
    "text", ["Did you know NMN cures cancer?", "Tired of anxiety?", "tired of all that?"]
)
def test_a_rhetorical_question_asks_nothing(text: str) -> None:
    assert stance(text) is Stance.ASSERTS


def test_an_opening_word_with_a_full_stop_is_no_question() -> None:
    assert stance("Can do it.") is Stance.ASSERTS
    assert stance("NMN can help") is Stance.ASSERTS


def test_a_heading_with_how_is_no_question() -> None:
    (heading,) = reading("How NMN cures cancer").sentences
    (question,) = reading("does NMN cure cancer").sentences
    assert heading.stance is Stance.ASSERTS
    assert question.stance is Stance.ASKS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("That is a myth.", True),
        ("Hoax!", True),
        ("That is true.", False),
        ("A myth is a story that people told one another in the old days of Greece.", False),
    ],
)
def test_only_a_short_sentence_denies_what_stands_beside_it(text: str, expected: bool) -> None:
    one = sentence(text)
    assert denies(one, vocabulary().signals(one.tokens, ("en",))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NMN no cura la depresión", Stance.DISPUTES),
        ("NMN não cura a depressão", Stance.DISPUTES),
        ("NMN ne guérit pas la dépression", Stance.DISPUTES),
        ("NMN heilt keine Depression", Stance.DISPUTES),
        ("NMN non cura la depressione", Stance.DISPUTES),
        ("NMN не лечит депрессию", Stance.DISPUTES),
        ("NMN tidak menyembuhkan depresi", Stance.DISPUTES),
        ("NMN لا يعالج الاكتئاب", Stance.DISPUTES),
        ("NMN不能治抑郁症", Stance.DISPUTES),
        ("NMN से डिप्रेशन ठीक नहीं होता", Stance.DISPUTES),
        ("¿NMN cura la depresión?", Stance.ASKS),
        ("Ist NMN gut gegen Depressionen?", Stance.ASKS),
        ("क्या NMN डिप्रेशन ठीक करता है", Stance.ASKS),
        ("NMN能治抑郁症吗", Stance.ASKS),
    ],
)
def test_denials_and_questions_are_heard_in_every_language(
    text: str, expected: Stance, base: Snapshot
) -> None:
    found = {f.claim.id: f.stance for f in assess(text, base).answers}
    assert found["nmn-depression"] is expected
