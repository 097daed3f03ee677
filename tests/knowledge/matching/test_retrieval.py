"""Claims by their wording."""

from __future__ import annotations

import pytest

from knowledge import Nature, Outcome, Snapshot
from knowledge.matching.retrieval import Retrieval
from knowledge.matching.wording import wording_of, words
from knowledge.reading.normalise import clean
from knowledge.reading.tokens import Token, tokenise
from knowledge.reading.vocabulary import compile_vocabulary
from tests.make import OUTCOMES, claim, content

DEPRESSION = claim()
HAIR = claim(
    id="nmn-hair",
    outcome="hair",
    claim="NMN regrows grey hair",
    headline="NMN has not been shown to regrow hair.",
    phrasings=("my bald spot filled in with NMN", "hair came back thick and dark"),
)
SLEEP = claim(
    id="nmn-sleep",
    outcome="sleep",
    claim="NMN gives deep sleep",
    headline="NMN may help sleep a little.",
    phrasings=("out like a light since NMN",),
)
CLAIMS = (DEPRESSION, HAIR, SLEEP)
GROWTH = Outcome("hair", "hair growth", Nature.GOAL, {"en": ("hair",)})


@pytest.fixture(scope="module")
def retrieval() -> Retrieval:
    vocabulary = compile_vocabulary(content(*CLAIMS, outcomes=(*OUTCOMES, GROWTH)))
    return Retrieval(CLAIMS, wording_of(CLAIMS, vocabulary))


def said(text: str) -> tuple[Token, ...]:
    return tokenise(clean(text))


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("my bald spot has filled in", "hair"),
        ("it sends me out like a light", "sleep"),
        ("THICK, dark hair!", "hair"),
        ("she was feeling low", "depression"),
        ("deep, deep rest", "sleep"),
    ],
)
def test_the_effect_with_the_likest_wording_stands_out(
    text: str, effect: str, retrieval: Retrieval
) -> None:
    found = retrieval.effects(said(text))
    assert max(found, key=lambda outcome: found[outcome]) == effect
    assert 0.5 <= found[effect] <= 1


def test_words_of_one_effect_alone_speak_of_it_wholly(retrieval: Retrieval) -> None:
    assert retrieval.effects(said("bald spot"))["hair"] == pytest.approx(1.0)


def test_words_of_two_effects_speak_half_of_each(retrieval: Retrieval) -> None:
    found = retrieval.effects(said("a bald spot, but out like a light"))
    assert found["hair"] < 1
    assert 0 < min(found["hair"], found["sleep"]) <= 0.5 <= max(found["hair"], found["sleep"]) < 1


@pytest.mark.parametrize("text", ["", "🎉", "quantum chromodynamics", "zzz"])
def test_words_of_no_effect_speak_of_none(text: str, retrieval: Retrieval) -> None:
    assert retrieval.effects(said(text)) == {}


def test_the_name_of_a_substance_speaks_of_no_effect(retrieval: Retrieval) -> None:
    assert retrieval.effects(said("nicotinamide acetylcysteine")) == {}


def test_without_a_vocabulary_no_effect_is_known() -> None:
    assert Retrieval(CLAIMS, wording_of(CLAIMS)).effects(said("my bald spot filled in")) == {}


def test_an_empty_base_finds_nothing() -> None:
    empty = Retrieval((), wording_of(()))
    assert empty.effects(said("NMN cures depression")) == {}
    assert empty.same_wording(said("NMN cures depression"), 0.5) is None


@pytest.mark.parametrize(
    "text", ["NMN cured my depression", "my depression NMN cured", "NMN CURES"]
)
def test_the_same_words_in_any_order_are_wholly_alike(text: str, retrieval: Retrieval) -> None:
    assert retrieval.likeness(DEPRESSION, said(text)) == pytest.approx(1.0)


def test_other_words_are_less_alike(retrieval: Retrieval) -> None:
    like = retrieval.likeness(DEPRESSION, said("NMN cured my depression"))
    unlike = retrieval.likeness(DEPRESSION, said("the weather in Lisbon"))
    assert 0 <= unlike < 0.6 < like <= 1


@pytest.mark.parametrize(
    ("text", "otherwise"), [("bald", True), ("depression", False), ("weather", False)]
)
def test_a_word_with_which_only_other_claims_are_worded_is_told(
    text: str, otherwise: bool, retrieval: Retrieval
) -> None:
    assert retrieval.worded_otherwise(DEPRESSION, text) is otherwise


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("My bald spot filled in with NMN!", "nmn-hair"),
        ("NMN gives deep sleep", "nmn-sleep"),
        ("hair came back thick and darker", "nmn-hair"),
    ],
)
def test_a_copy_of_a_phrasing_is_known_again(text: str, id_: str, retrieval: Retrieval) -> None:
    same = retrieval.same_wording(said(text), 0.9)
    assert same is not None
    assert same[0].id == id_
    assert 0.9 <= same[1] <= 1


def test_a_text_that_only_contains_a_phrasing_is_no_copy(retrieval: Retrieval) -> None:
    text = "My bald spot filled in with NMN, and then the dog ate my homework, and so we left."
    assert retrieval.same_wording(said(text), 0.9) is None


def test_words_are_compared_by_their_stems() -> None:
    assert words("Cured DEPRESSIONS, curing!") == words("cure depression cures")


def test_every_phrasing_in_the_library_is_nearest_to_its_own_claim(base: Snapshot) -> None:
    sample = sorted(base.claims)[::40]
    assert sample
    for id_ in sample:
        one = base.claims[id_]
        for phrasing in (one.claim, *one.phrasings):
            same = base.retrieval.same_wording(said(phrasing), 0.99)
            assert same is not None
            assert same[0].id == id_
