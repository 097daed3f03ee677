"""The compiled vocabulary: substances, outcomes and cues found in words."""

from __future__ import annotations

import pytest

from knowledge import Nature, Outcome, Snapshot, Substance
from knowledge.reading.vocabulary import compile_vocabulary
from tests.knowledge.reading.small import mentions, vocabulary, words
from tests.make import content


def named(text: str, *languages: str) -> list[str]:
    return [mention.id for mention in mentions(text, *languages)]


def cues(text: str) -> list[tuple[str, int, int]]:
    found = vocabulary().signals(words(text), ("en",))
    return [(cue.category, cue.start, cue.end) for cue in found]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("NMN cures depression", ["nmn", "depression"]),
        ("nicotinamide mononucleotide", ["nmn"]),
        ("garlic, NAC and turmeric", ["garlic", "nac", "turmeric"]),
        ("nothing of note", []),
        ("hair growth", ["hair"]),
        ("NAD level", ["nad", "nad-level"]),
    ],
)
def test_substances_and_outcomes_are_found_in_reading_order(text: str, ids: list[str]) -> None:
    assert named(text) == ids


@pytest.mark.parametrize("text", ["чеснок", "AJO", "烟酰胺好", "الكركم", "Magnesium"])
def test_the_names_of_substances_are_known_in_a_text_of_any_language(text: str) -> None:
    assert len(named(text, "it")) == 1


SHORT = compile_vocabulary(
    content(
        substances=(
            Substance("nac", "NAC", "amino acid", {"en": ("NAC",), "es": ("ajo",)}),
            Substance("q", "CQ", "other", {"en": ("CQ",)}),
        ),
        outcomes=(
            Outcome("heart-attack", "heart attack", Nature.CONDITION, {"en": ("MI",)}),
            Outcome("aids", "AIDS", Nature.CONDITION, {"en": ("AIDS",)}),
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "language", "ids"),
    [
        ("mi piace", "it", []),
        ("MI", "it", ["heart-attack"]),
        ("mi", "en", ["heart-attack"]),
        ("ajo", "de", []),
        ("AJO", "de", ["nac"]),
        ("ajo", "es", ["nac"]),
        ("nac", "it", ["nac"]),
        ("cq", "it", []),
        ("CQ", "it", ["q"]),
    ],
)
def test_a_short_word_of_another_language_is_a_name_only_in_capitals(
    text: str, language: str, ids: list[str]
) -> None:
    found, _ = SHORT.mentions(words(text), (language, "en"))
    assert [mention.id for mention in found] == ids


@pytest.mark.parametrize(("text", "ids"), [("AIDS", ["aids"]), ("aids", ["aids"]), ("aid", [])])
def test_an_abbreviation_has_no_shorter_form(text: str, ids: list[str]) -> None:
    found, _ = SHORT.mentions(words(text), ("en",))
    assert [mention.id for mention in found] == ids


def test_the_words_for_outcomes_are_read_in_the_language_of_the_text() -> None:
    assert named("cáncer", "es") == ["cancer"]
    assert named("hair", "es") == []


@pytest.mark.parametrize("text", ["magnesiums", "supplements", "irons", "чесноком", "headaches"])
def test_a_name_is_found_in_its_plural_and_cases(text: str) -> None:
    assert len(named(text, "en", "ru")) == 1


@pytest.mark.parametrize("text", ["ironic", "ironing", "garlicky", "sleepy", "NMNs", "hearty"])
def test_another_word_of_the_same_stem_is_no_form_of_a_name(text: str) -> None:
    assert named(text) == []


def test_a_vital_word_is_not_vitality() -> None:
    made = compile_vocabulary(
        content(outcomes=(Outcome("vitality", "vitality", Nature.GOAL, {"en": ("vitality",)}),))
    )
    assert made.mentions(words("a vital step"), ("en",))[0] == ()
    assert made.mentions(words("vitality"), ("en",))[0][0].id == "vitality"


def test_a_mention_tells_its_words_and_how_sure_it_is() -> None:
    exact, misspelt = mentions("GARLIC and turmerik")
    assert (exact.words, exact.sure) == ("garlic", 1.0)
    assert misspelt.words == "turmerik"
    assert 0.5 < misspelt.sure < 1


@pytest.mark.parametrize(
    ("text", "ambiguous", "opposite", "generic"),
    [
        ("garlic", False, False, False),
        ("iron", True, False, False),
        ("ferrous sulfate", False, False, False),
        ("supplement", False, False, True),
        ("insomnia", False, True, False),
        ("sleep", False, False, False),
        ("heart", True, False, False),
    ],
)
def test_a_mention_tells_what_kind_of_name_it_is(
    text: str, ambiguous: bool, opposite: bool, generic: bool
) -> None:
    (mention,) = mentions(text)
    assert mention.ambiguous is ambiguous
    assert mention.opposite is opposite
    assert mention.generic is generic


def test_a_word_that_is_kept_apart_is_no_name() -> None:
    assert named("creatinine") == []
    assert named("creatinee") == ["creatine"]


def test_the_shown_name_counts_where_it_is_not_listed() -> None:
    unlisted = Substance("shilajit", "Shilajit", "resin", {"hi": ("शिलाजीत",)})
    made = compile_vocabulary(content(substances=(unlisted,)))
    assert [m.id for m in made.mentions(words("shilajit"), ("en",))[0]] == ["shilajit"]


def test_phrases_of_tip_offs_are_told_apart_from_mentions() -> None:
    found, phrases = vocabulary().mentions(words("They hide this: NMN"), ("en",))
    assert [mention.id for mention in found] == ["nmn"]
    assert [match.name.id for match in phrases] == ["secret"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it cures all", [("relations.improves-condition", 1, 2)]),
        ("protects against it", [("relations.prevents", 0, 2)]),
        ("nothing here", []),
        ("no side effects", [("relations.is-safe", 0, 3)]),
        ("side effects", [("relations.unsafe", 0, 2)]),
        ("side effects include", [("scope.side-effect-list", 0, 3)]),
    ],
)
def test_cues_within_a_longer_phrase_are_part_of_it(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert cues(text) == expected


def test_one_word_may_stand_for_two_cues() -> None:
    assert {category for category, _, _ in cues("lower")} == {
        "relations.improves-condition",
        "relations.worsens-goal",
        "relations.lowers",
    }


def test_the_nature_of_an_outcome_is_known() -> None:
    assert vocabulary().nature("sleep") is Nature.GOAL
    assert vocabulary().nature("antidepressant") is Nature.MEDICINE


def test_every_name_in_the_library_is_recognised(base: Snapshot) -> None:
    unknown = [
        (substance.id, language, name)
        for substance in base.content.substances
        for language, names in substance.names.items()
        for name in names
        if substance.id
        not in {m.id for m in base.vocabulary.mentions(words(name), (language, "en"))[0]}
    ]
    assert unknown == []


def test_every_word_for_an_outcome_in_the_library_is_recognised(base: Snapshot) -> None:
    unknown = [
        (outcome.id, language, word)
        for outcome in base.content.outcomes
        for language, listed in outcome.words.items()
        for word in listed
        if outcome.id not in {m.id for m in base.vocabulary.mentions(words(word), (language,))[0]}
    ]
    assert unknown == []
