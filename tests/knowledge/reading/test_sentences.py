"""A message taken apart into sentences, list items, headings and references."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading.normalise import clean
from knowledge.reading.sentences import Kind, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One is. Two is! Three is? Four is… Five", 5),
        ("姜黄治癌。大蒜也治！真的吗？", 3),
        ("हल्दी अच्छी है। लहसुन भी।", 2),
        ("هل هذا صحيح؟ نعم", 2),
        ('She said "it works." Then she left.', 2),
        ("One line\nAnother line", 2),
        ("No end at all", 1),
        ("", 0),
        ("...!?", 0),
        ("🎉\n\n🎉", 0),
    ],
)
def test_sentences_end_where_their_script_ends_them(text: str, sentences: int) -> None:
    assert len(split(text)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Take 1.5 mg of it now.",
        "Dr. Smith takes NMN.",
        "Garlic vs. ginger for colds.",
        "Herbs, e.g. garlic, help.",
        "Der Dr. nimmt z.B. Kurkuma.",
    ],
)
def test_a_full_stop_within_a_sentence_ends_nothing(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    "bullet", ["- ", "* ", "• ", "– ", "1. ", "2) ", "✅ ", "👉 ", "1\ufe0f\u20e3 ", "  - ", "▪"]
)
def test_a_list_item_is_told_by_its_bullet_and_loses_it(bullet: str) -> None:
    (item,) = split(f"{bullet}NMN for sleep")
    assert item.kind is Kind.ITEM
    assert item.text == "NMN for sleep"


@pytest.mark.parametrize("line", ["[1] Smith, mice and NMN, 2020", "(12) Smith, mice, 2020"])
def test_a_numbered_source_is_a_reference(line: str) -> None:
    assert [sentence.kind for sentence in split(line)] == [Kind.REFERENCE]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("All about NMN", Kind.HEADING),
        ("All about NMN.", Kind.PROSE),
        ("What is NMN?", Kind.PROSE),
        ("It helps with these:", Kind.PROSE),
        ("a word " * 15, Kind.PROSE),
    ],
)
def test_a_short_line_without_an_end_is_a_heading(line: str, kind: Kind) -> None:
    assert split(line)[0].kind is kind


def test_sentences_know_their_paragraph() -> None:
    found = split("One. Two.\n\nThree.\n \nFour.")
    assert [sentence.paragraph for sentence in found] == [0, 0, 1, 2]


def test_a_line_that_was_broken_in_mid_sentence_is_joined_again() -> None:
    broken = "Taking this powder every single morning before breakfast\ncured my depression."
    assert texts(broken) == [broken.replace("\n", " ")]


@pytest.mark.parametrize(
    "text",
    [
        "Taking this powder every single morning before breakfast.\nthen it was gone",
        "Taking this powder every single morning before breakfast\nThen it was gone",
        "Taking this powder every single morning before breakfast\n- then it was gone",
        "short line\nthen another",
    ],
    ids=["ended", "capital", "bullet", "short"],
)
def test_lines_that_were_meant_as_lines_stay_apart(text: str) -> None:
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Does it?", True), ("是吗？", True), ("هل؟", True), ("It does.", False), ("Huh?!", True)],
)
def test_a_question_mark_of_any_script_makes_a_question(text: str, asks: bool) -> None:
    assert split(text)[0].question is asks


def test_speech_without_any_full_stop_is_cut_into_pieces() -> None:
    spoken = "so I took the powder and then " * 60
    pieces = split(spoken)
    assert len(pieces) > 1
    assert max(len(piece.tokens) for piece in pieces) <= 100
    assert " ".join(piece.text for piece in pieces).split() == spoken.split()


def test_the_words_of_a_sentence_stand_in_its_text() -> None:
    for text in ("  - NMN, for sleep!  ", "One is.  Two is not. ", "so " * 150):
        for sentence in split(text):
            for token in sentence.tokens:
                assert sentence.text[token.start : token.end].lower() == token.text


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200))
def test_no_word_is_lost_and_none_is_made_up(text: str) -> None:
    cleaned = clean(text)
    for sentence in split(cleaned):
        assert sentence.tokens
        assert all(part in cleaned for part in sentence.text.split())
