"""When two requests are one case: what they name, or nearly the same words; never another name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import CaseKey, Content, Snapshot, title_of
from knowledge.review.similar import ALIKE, Likeness, Match, Words, fits, likeness, words_of
from tests.quality.messages import load
from tests.review.copies import copies, twins
from tests.review.similar import Keys, merged

SECRET = b"s" * 32
LONG = "My neighbour drinks a spoon of zolpar every morning and her knees stopped hurting"


@pytest.fixture(scope="module")
def keys(library: Content, base: Snapshot) -> Keys:
    return Keys(library, base)


def words(text: str) -> Words:
    return words_of(text, "en", SECRET)


def near(one: str, other: str, *, named: bool = False) -> float:
    return likeness(words(one), words(other), named=named)


@pytest.mark.parametrize(
    "other",
    [
        "Is it true that NMN cures depression?",
        "It is a myth that NMN cures depression.",
        "nicotinamide mononucleotide lifted my depression, thank God",
        "El NMN cura la depresión",
    ],
    ids=["asked", "denied", "another name", "another language"],
)
def test_the_same_substance_and_outcome_are_one_case(keys: Keys, other: str) -> None:
    one = keys.of("NMN cures depression")
    assert fits(keys.of(other), [(7, one)]) == Match(7, Likeness.PAIR, 1.0)


@pytest.mark.parametrize(
    "other",
    ["NAC cures depression", "NMN cures migraine", "NMN cures diabetes, and is sold in my shop"],
)
def test_another_substance_or_outcome_is_another_case(keys: Keys, other: str) -> None:
    assert fits(keys.of(other), [(7, keys.of("NMN cures depression"))]) is None


def test_what_has_no_name_is_told_by_its_words(keys: Keys) -> None:
    one = keys.of(LONG)
    assert not one.substance
    assert one.words.hashes
    match = fits(keys.of(f"Hello all! {LONG.upper()} 🙏🙏"), [(7, one)])
    assert match is not None
    assert match.why is Likeness.WORDING
    assert fits(keys.of(LONG.replace("zolpar", "karvex")), [(7, one)]) is None


def test_natural_remedies_of_two_people_are_two_things(keys: Keys) -> None:
    one = keys.of("This natural remedy from the market cures diabetes, says Zolpar")
    other = keys.of("This natural remedy of my uncle Karvex cures diabetes within a week")
    assert fits(other, [(7, one)]) is None


def test_the_nearest_wording_is_taken_and_of_equals_the_first(keys: Keys) -> None:
    key = keys.of(LONG)
    farther = keys.of(f"{LONG}, so she told all of her old friends")
    found = fits(key, [(1, farther), (2, key), (3, key)])
    assert found == Match(2, Likeness.WORDING, 1.0)


def test_what_is_named_comes_before_what_is_worded_alike() -> None:
    text = words(LONG)
    key = CaseKey("nmn", "sleep", frozenset({"nmn"}), text)
    worded = replace(key, outcome="")
    named = replace(key, words=Words(()))
    assert fits(key, [(1, worded), (2, named)]) == Match(2, Likeness.PAIR, 1.0)
    assert fits(key, [(1, worded)]) == Match(1, Likeness.WORDING, 1.0)


def test_numbers_capitals_and_very_common_words_tell_nothing() -> None:
    assert words("THE knees 1, 2 and 3!") == words("knees, to the 99")


def test_a_few_words_are_alike_only_when_they_are_the_same() -> None:
    assert near("zolpar heals knees", "Zolpar heals knees!") == 1
    assert near("zolpar heals knees", "zolpar heals") == 0
    assert near("", "") == 0


def test_of_texts_that_name_the_same_only_rare_words_are_feared() -> None:
    one, other = f"{LONG} today", f"{LONG} again"
    assert near(one, other) == 0
    assert near(one, other, named=True) > ALIKE


def test_hashes_are_of_one_secret_and_survive_packing() -> None:
    found = words(LONG)
    assert Words.unpacked(found.packed()) == found
    assert not {*found.hashes} & {*words_of(LONG, "en", b"o" * 32).hashes}
    assert all(0 <= each < 2**63 for each in found.hashes)


def test_of_a_very_long_text_a_sample_is_kept_and_compared() -> None:
    many = [f"w{''.join(chr(97 + int(digit)) for digit in str(at))}" for at in range(2_000)]
    one, same, half = (words(" ".join(some)) for some in (many, [*many, "more"], many[:1_000]))
    assert len(one.hashes) == 256
    assert likeness(one, same, named=False) > 0.98
    assert likeness(one, half, named=True) == pytest.approx(0.5, abs=0.15)


def test_texts_that_are_alike_share_a_mark() -> None:
    for two in copies(load()[::20]):
        one, other = (words_of(text, two.language, SECRET) for text in (two.one, two.other))
        if likeness(one, other, named=True) >= ALIKE:
            assert {*one.marks} & {*other.marks}


def test_copies_are_mostly_one_case_and_twins_never(keys: Keys) -> None:
    messages = load()[::40]
    found = merged([*copies(messages), *twins(messages, keys.base)], keys)
    for how in ("greeting", "farewell", "capitals", "word lost"):
        assert found[how].share >= 0.85, how
    assert found["typo"].share >= 0.5
    different = {how: counted for how, counted in found.items() if " / " in how}
    assert sum(counted.of for counted in different.values()) >= 60
    assert [how for how, counted in different.items() if counted.merged] == []


def test_a_case_is_called_by_names_of_the_vocabulary(keys: Keys) -> None:
    assert title_of(keys.of("NMN cures depression"), keys.base) == "NMN · depression"
    assert title_of(keys.of(LONG), keys.base) == ""
