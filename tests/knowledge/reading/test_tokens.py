"""Words with their places."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.reading.normalise import clean
from knowledge.reading.tokens import tokenise


def folded(text: str) -> list[str]:
    return [token.folded for token in tokenise(text)]


@pytest.mark.parametrize("written", ["B12", "B 12", "b-12", "B.12", "b–12"])
def test_a_letter_and_its_number_are_two_words_however_written(written: str) -> None:
    assert folded(written) == ["b", "12"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NMN beats depression!", ["nmn", "beats", "depression"]),
        ("5-HTP", ["5", "htp"]),
        ("omega-3", ["omega", "3"]),
        ("姜黄能治", ["姜", "黄", "能", "治"]),
        ("हल्दी से", ["हल्दी", "से"]),
        ("vitamin_d", ["vitamin", "d"]),
        ("", []),
        ("🎉 -- !", []),
    ],
)
def test_a_text_is_split_into_words(text: str, words: list[str]) -> None:
    assert folded(text) == words


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`"])
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("John's", ["john"]),
        ("don't", ["dont"]),
        ("I've", ["ive"]),
        ("l'ail", ["l", "ail"]),
        ("dell'aglio", ["dell", "aglio"]),
    ],
)
def test_apostrophes_part_words_as_their_language_does(
    apostrophe: str, written: str, words: list[str]
) -> None:
    assert folded(written.replace("'", apostrophe)) == words


@pytest.mark.parametrize("written", ["N M N", "N.M.N", "N-M-N", "n*m*n", "N_M_N", "N·M·N"])
def test_letters_spelled_out_are_one_word(written: str) -> None:
    assert folded(f"take {written} daily") == ["take", "nmn", "daily"]


def test_two_single_letters_are_not_a_word() -> None:
    assert folded("vitamin A and B") == ["vitamin", "a", "and", "b"]


@pytest.mark.parametrize(
    ("hashtag", "words"),
    [
        ("#NMNCuresDepression", ["nmn", "cures", "depression"]),
        ("#antiAging", ["anti", "aging"]),
        ("#nmn", ["nmn"]),
        ("#NMN", ["nmn"]),
    ],
)
def test_a_hashtag_is_taken_apart_at_its_capitals(hashtag: str, words: list[str]) -> None:
    assert folded(hashtag) == words


def test_capitals_within_an_ordinary_word_part_nothing() -> None:
    assert folded("McDonald") == ["mcdonald"]


def test_a_word_knows_where_it_stands() -> None:
    text = "🎉 Take St John's wort, l'ail, N M N and #NMNCures"
    assert [text[token.start : token.end] for token in tokenise(text)] == [
        "Take", "St", "John", "wort", "l", "ail", "N M N", "and", "NMN", "Cures",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("MI", [True]),
        ("mi Mi", [False, False]),
        ("N M N", [True]),
        ("B12", [True, False]),
        ("#NMNCures", [True, False]),
        ("L'AIL", [True, True]),
        ("姜", [False]),
    ],
)
def test_a_word_knows_whether_it_was_written_in_capitals(text: str, capitals: list[bool]) -> None:
    assert [token.capitals for token in tokenise(text)] == capitals


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=120))
@example("ʼ ʼn donʼt")
def test_words_are_in_order_and_never_overlap(text: str) -> None:
    cleaned = clean(text)
    tokens = tokenise(cleaned)
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start < token.end for end, token in zip(ends, tokens, strict=False))
    assert not tokens or tokens[-1].end <= len(cleaned)
