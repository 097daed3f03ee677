"""How hard a text is to read, with what cannot be said in plainer words left out."""

from __future__ import annotations

from knowledge.library.plain import HARDEST, grade

PLAIN = "It may help a little. Ask a doctor before you take it."
HARD = (
    "Heterogeneous methodological characteristics considerably compromise the interpretability "
    "of the aforementioned observational investigations."
)


def test_short_words_and_sentences_are_plain() -> None:
    assert grade([PLAIN]) < HARDEST / 2


def test_long_words_and_sentences_are_hard() -> None:
    assert grade([HARD]) > 2 * HARDEST


def test_a_term_without_a_plainer_word_counts_as_a_short_one() -> None:
    assert grade(["Ask before you take antidepressants."]) == grade(["Ask before you take this."])


def test_the_names_that_a_record_is_about_do_not_count() -> None:
    text = "Withania somnifera may lower triglyceride accumulation."
    assert grade([text], ["Withania somnifera"]) < grade([text])


def test_a_name_inside_a_sentence_does_not_count() -> None:
    assert grade(["The Universidade Federal says so."]) == grade(["The Board says so."])


def test_how_large_a_number_is_does_not_count() -> None:
    assert grade(["They asked 12,345 people."]) == grade(["They asked 9 people."])


def test_the_sources_of_a_fact_are_not_read_as_words() -> None:
    assert grade([f"{PLAIN} [pharmacovigilance-committee-2024]"]) == grade([PLAIN])


def test_a_text_is_as_hard_as_all_its_sentences_together() -> None:
    assert grade([PLAIN]) < grade([PLAIN, HARD]) < grade([HARD])
