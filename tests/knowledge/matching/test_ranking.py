"""Texts ranked by words and by meaning, with vectors that only count letters."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pytest

from knowledge.matching.ranking import ByMeaning, ByWords, Vectors, fused, index, plain, ranked

TEXTS = {
    "hydroxychloroquine": "Hydroxychloroquine cures a virus within two days",
    "mayor": "Mayor Jane Doe banned bicycles in 2019",
    "shark": 'A photograph shows a "shark" swimming on a flooded highway',
    "copy": "A photograph shows a ‘shark’ swimming on a flooded highway",
}
IDS = list(TEXTS)
BY_WORDS = ByWords(list(TEXTS.values()))


def letters(texts: list[str]) -> Vectors:
    """How often each letter stands in a text."""
    counts = [[text.lower().count(letter) for letter in ascii_lowercase] for text in texts]
    return np.array(counts, dtype=np.float32)


BY_MEANING = ByMeaning(letters([plain(text) for text in TEXTS.values()]), letters)


def best(text: str) -> str:
    return ranked(IDS, BY_WORDS.scores(text), 1)[0][0]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("sharks swam along the highways!", "shark"),
        ("#FloodedHighway pic.twitter.com/bicycles", "shark"),
        ("so what did @MayorJaneDoe do", "mayor"),
        ("nobody rode a bike, all bicyclists were banned", "mayor"),
        ("in 2019", "mayor"),
        ("hydroxycloroquin", "hydroxychloroquine"),
    ],
    ids=["inflected", "a tag, not a link", "a handle", "parts", "a number", "misspelled"],
)
def test_the_text_that_shares_most_words_comes_first(text: str, id_: str) -> None:
    assert best(text) == id_


def test_a_word_said_again_counts_once() -> None:
    once, again = BY_WORDS.scores("shark mayor"), BY_WORDS.scores("shark mayor shark shark")
    assert again.tolist() == pytest.approx(once.tolist())


@pytest.mark.parametrize("text", ["", "🎉", "and the of", "https://t.co/shark"])
def test_a_text_that_says_nothing_is_like_none(text: str) -> None:
    assert ranked(IDS, BY_WORDS.scores(text), 5) == []


def test_of_equal_texts_the_first_comes_first() -> None:
    found = ranked(IDS, BY_WORDS.scores("a shark on a highway"), 2)
    assert [id_ for id_, _ in found] == ["shark", "copy"]
    assert found[0][1] == found[1][1]


def test_the_last_digit_of_a_score_puts_nothing_before_its_equal() -> None:
    scores = np.array([0.0, 0.0, 0.7, 0.7000001], dtype=np.float32)
    assert [id_ for id_, _ in ranked(IDS, scores, 2)] == ["shark", "copy"]


def test_no_more_are_ranked_than_asked_for() -> None:
    scores = np.array([0.1, 0.0, 0.3, 0.2], dtype=np.float32)
    assert [id_ for id_, _ in ranked(IDS, scores, 2)] == ["shark", "copy"]
    assert len(ranked(IDS, scores, 9)) == 3


def test_by_meaning_a_copy_is_as_near_as_can_be() -> None:
    scores = BY_MEANING.scores("Mayor Jane Doe banned bicycles in 2019  https://t.co/x")
    assert float(scores[1]) == pytest.approx(1.0, abs=1e-3)
    assert float(scores.max()) == float(scores[1])


def test_what_all_texts_share_says_nothing_by_meaning() -> None:
    alone = ByMeaning(letters(["aab", "aac"]), letters).scores("aaab")
    assert alone[0] > 0 > alone[1]


def test_a_base_of_one_text_is_ranked_too() -> None:
    assert np.isfinite(ByMeaning(letters(["abc"]), letters).scores("abd")).all()
    assert ranked(["one"], ByWords(["abc"]).scores("abc"), 5) == [("one", 1.5)]


def test_both_together_outdo_either() -> None:
    words = np.array([1.4, 1.2, 0.0, 0.0], dtype=np.float32)
    meaning = np.array([0.2, 0.8, 0.9, -0.1], dtype=np.float32)
    scores = fused(words, meaning)
    assert [id_ for id_, _ in ranked(IDS, scores, 1)] == ["mayor"]
    assert 0 <= float(scores.min()) <= float(scores.max()) <= 1


@pytest.mark.parametrize("none", [0.0, 0.5])
def test_where_one_of_the_two_says_nothing_the_other_decides(none: float) -> None:
    nothing = np.full(4, none, dtype=np.float32)
    said = np.array([0.1, 0.2, 0.3, 0.0], dtype=np.float32)
    for scores in (fused(nothing, said), fused(said, nothing)):
        assert [id_ for id_, _ in ranked(IDS, scores, 5)] == [
            "shark",
            "mayor",
            "hydroxychloroquine",
        ]


def test_links_and_kinds_of_quotation_marks_do_not_matter() -> None:
    assert plain("“Sharks” www.x.org/a on\n «land»") == plain("'Sharks' on 'land'")


def test_a_document_may_be_empty() -> None:
    assert index([[], ["shark"]]).get_scores(["shark"]).argmax() == 1
