"""Cleaning and folding: many ways of writing the same letters become one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading.normalise import clean, fold


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("N\u200bM\u200bN", "NMN"),
        ("depres\u00adsion", "depression"),
        ("\u202eNMN\u200f", "NMN"),
        ("x\ud83dy", "xy"),
        ("❤\ufe0f", "❤"),
        ("\ue000NMN", "NMN"),
        ("\ufeffNMN", "NMN"),
    ],
    ids=["zero width", "soft hyphen", "bidi", "surrogate", "variation", "private", "byte order"],
)
def test_what_cannot_be_seen_is_dropped(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [("a\x00b", "a b"), ("a\tb", "a b"), ("é\x07b", "é b"), ("a\x1fb", "a b")],
)
def test_control_characters_become_spaces(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_line_end_becomes_the_same_one(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


def test_a_paragraph_separator_ends_the_paragraph() -> None:
    assert clean("a\u2029b") == "a\n\nb"


def test_letters_and_their_accents_are_composed() -> None:
    assert clean("a\u0301") == "á"


@pytest.mark.parametrize(
    "written",
    [
        "Ⓝ",
        "🅝",
        "🅽",
        "🄽",
    ],
    ids=["circled", "negative circled", "negative squared", "squared"],
)
def test_letters_in_circles_and_squares_become_plain(written: str) -> None:
    assert clean(written) == "N"


def test_emoji_stay_as_they_are() -> None:
    assert clean("NMN 🎉 works") == "NMN 🎉 works"


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=80))
def test_cleaned_text_can_be_quoted_and_sent(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("NMN", "nmn"),
        ("ＮＭＮ", "nmn"),
        ("𝗡𝗠𝗡", "nmn"),
        ("ﬁsh", "fish"),
        ("Straße", "strasse"),
        ("Ärger", "arger"),
        ("Cafe\u0301", "cafe"),
        ("CÚRCUMA", "curcuma"),
        ("KURKUMA", "kurkuma"),
        ("ΚΟΥΡΚΟΥΜΆΣ", "κουρκουμασ"),
    ],
)
def test_case_accents_and_type_faces_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("word", ["йод", "हल्दी", "куркума", "姜黄"])
def test_marks_that_are_letters_of_their_own_stay(word: str) -> None:
    assert fold(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("أحمد", "احمد"), ("مدرسة", "مدرسه"), ("كـركـم", "كركم"), ("كُرْكُم", "كركم")]
)
def test_arabic_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ज़िंक", "जिंक"), ("ज़िंक", "जिंक"), ("आँख", "आंख"), ("कड़ी", "कडी")]
)
def test_hindi_with_and_without_its_dots_is_one(one: str, other: str) -> None:
    assert fold(clean(one)) == fold(clean(other)) == other


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("薑黃", "姜黄"),
        ("維生素", "维生素"),
        ("頭髮", "头发"),
        ("憂鬱", "忧郁"),
        ("NMN薑黃", "nmn姜黄"),
    ],
)
def test_traditional_chinese_is_read_as_simplified(traditional: str, simplified: str) -> None:
    assert fold(traditional) == fold(simplified) == simplified


@pytest.mark.parametrize(
    ("disguised", "meant"),
    [
        ("ΝМΝ", "nmn"),
        ("NМN", "nmn"),
        ("dеprеssion", "depression"),
        ("рaк", "рак"),
        ("куpкyмa", "куркума"),
        ("СВD", "cbd"),
        ("СВМ5X", "cbm5x"),
    ],
)
def test_a_word_of_mixed_alphabets_is_read_in_one(disguised: str, meant: str) -> None:
    assert fold(disguised) == meant


def test_a_word_of_one_alphabet_is_never_changed_into_another() -> None:
    assert fold("НМН") == "нмн"


@settings(max_examples=100, deadline=None)
@given(word=st.text(max_size=12))
def test_folding_what_is_folded_changes_nothing(word: str) -> None:
    folded = fold(clean(word))
    assert fold(folded) == folded
