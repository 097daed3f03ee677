"""Claims that a message makes as a whole."""

from __future__ import annotations

import pytest

from knowledge import Claim, Nature, Outcome, Relation, Snapshot, Substance, snapshot
from knowledge.matching.candidates import Candidate, named_candidates
from knowledge.matching.topical import Passage, passages, topical_candidates
from knowledge.reading.reader import read
from tests.make import OUTCOMES, claim, content

CUES = {
    "relations.improves-condition": {"en": ("cure",)},
    "relations.improves-goal": {"en": ("improve",)},
    "relations.causes": {"en": ("cause",)},
    "relations.how-to-take": {"en": ("every morning",)},
    "relations.is-proven": {"en": ("study",)},
}
HAIR = claim(id="nmn-hair", outcome="hair", claim="NMN regrows grey hair",
             phrasings=("my bald spot filled in",))  # fmt: skip
SLEEP = claim(id="nmn-sleep", outcome="sleep", claim="NMN gives deep rest",
              phrasings=("out like a light",))  # fmt: skip
AWAKE = claim(id="nmn-awake", outcome="sleep", relation=Relation.HARMS,
              claim="NMN keeps you awake", phrasings=("lying awake all night",))  # fmt: skip
PROVEN = claim(id="nmn-proven", outcome="hair", relation=Relation.IS_PROVEN,
               claim="NMN is proven against a bald spot", phrasings=())  # fmt: skip
NAC = claim(id="nac-hair", substance="nac", outcome="hair", claim="NAC regrows hair",
            phrasings=())  # fmt: skip
GROWTH = Outcome("hair", "hair growth", Nature.GOAL, {"en": ("hair", "mane")})
SUBSTANCES = (
    Substance("nmn", "NMN", "NAD+ precursor", {"en": ("NMN",)}),
    Substance("nac", "NAC", "amino acid", {"en": ("NAC", "acetylcysteine")}),
)


def base_of(*claims: Claim) -> Snapshot:
    outcomes = (*OUTCOMES, GROWTH)
    return snapshot(
        content(*claims, substances=SUBSTANCES, outcomes=outcomes, cues=CUES), meaning=False
    )


ALL = base_of(claim(), HAIR, SLEEP, AWAKE, PROVEN, NAC)


def found(text: str, base: Snapshot = ALL) -> dict[str, Candidate]:
    """What a text says as a whole, beside what its sentences name."""
    reading = read(text, base.vocabulary)
    said = named_candidates(reading, base)
    return {each.claim.id: each for each in topical_candidates(reading, base, said)}


def of_passages(text: str) -> list[Passage]:
    return passages(read(text, ALL.vocabulary))


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("NMN! My bald spot filled in again.", "nmn-hair"),
        ("My bald spot filled in again. Thanks to NMN.", "nmn-hair"),
        ("NMN, and I was out like a light.", "nmn-sleep"),
    ],
)
def test_an_effect_is_known_by_its_wording_where_nothing_names_it(text: str, id_: str) -> None:
    candidate = found(text)[id_]
    assert candidate.features.topical == 1
    assert candidate.features.worded > 0.5
    assert candidate.features.meaning == 0
    assert candidate.named == "nmn"
    assert candidate.words == ("nmn", "as a whole")


def test_the_sentence_that_shows_the_effect_best_is_quoted() -> None:
    candidate = found("NMN! I waited. My bald spot filled in again. So much for that.")["nmn-hair"]
    assert candidate.quote == "My bald spot filled in again."
    assert candidate.sentence == 2


@pytest.mark.parametrize(
    "text",
    [
        "My bald spot filled in again.",
        "NAC! Out like a light.",
        "[1] NMN on my bald spot, 2020",
        "",
    ],
    ids=["no substance", "another substance", "a reference", "nothing"],
)
def test_wording_alone_never_finds_a_claim_on_what_is_not_named(text: str) -> None:
    assert not {id_ for id_ in found(text) if id_.startswith("nmn")}


def test_words_of_no_effect_find_nothing() -> None:
    assert found("NAC! Quantum chromodynamics.") == {}


def test_a_claim_that_a_sentence_names_is_not_found_twice() -> None:
    assert "nmn-depression" not in found("NMN cures depression")
    assert "nmn-hair" not in found("NMN improves hair. My bald spot filled in.")


def apart(text: str) -> tuple[float, float]:
    """How near to NAC its effect is named, and whether at the head of the text."""
    features = found(text)["nac-hair"].features
    return features.apart, features.heading


FAR = "Now. Then. So. Thus."


def test_an_effect_named_further_back_than_it_is_carried_speaks_a_little() -> None:
    near, _ = apart(f"NMN! All on hair. {FAR} But NAC is new.")
    assert near == pytest.approx(1 / 6)
    assert apart(f"NMN! All on hair. {FAR} And on. But NAC is new.")[0] < near


def test_an_effect_that_stands_beside_another_substance_is_credited_to_that_one() -> None:
    assert "nac-hair" not in found("NMN for hair. But NAC too.")


def test_an_effect_at_the_head_of_a_message_is_what_it_is_about() -> None:
    assert apart(f"NMN! All on hair. {FAR} But NAC is new.")[1] == 1
    assert apart(f"NMN! Well. All on hair. {FAR} But NAC is new.")[1] == 0


def test_a_passage_that_speaks_of_harm_fits_a_claim_of_harm() -> None:
    bad = found("NMN! It causes me to be lying awake all night.")
    assert bad["nmn-awake"].features.relation > bad["nmn-sleep"].features.relation
    assert bad["nmn-sleep"].features.loose == 1
    good = found("NMN! It cures me: out like a light, no more lying awake.")
    assert set(good) & {"nmn-awake", "nmn-sleep"} == {"nmn-sleep"}


def test_a_relation_that_needs_its_word_is_not_found_without_it() -> None:
    assert "nmn-proven" not in found("NMN! My bald spot filled in again.")
    assert "nmn-proven" in found("NMN! A study of a bald spot that filled in.")


def test_the_fewer_claims_on_a_substance_the_likelier_is_each() -> None:
    alone = base_of(HAIR)
    text = "NMN! My bald spot filled in again."
    assert found(text)["nmn-hair"].features.only < found(text, alone)["nmn-hair"].features.only


@pytest.mark.parametrize(
    ("text", "acts"),
    [("NMN every morning. My bald spot filled in.", 1), ("NMN. My bald spot filled in.", 0)],
)
def test_it_tells_whether_something_is_said_to_act(text: str, acts: int) -> None:
    assert found(text)["nmn-hair"].features.acts == acts


def test_a_passage_holds_all_sentences_on_one_substance() -> None:
    text = "NMN is new. It works. NAC is old. It works too."
    assert [(each.substance, each.numbers) for each in of_passages(text)] == [
        ("nmn", (0, 1)),
        ("nac", (2, 3)),
    ]


def test_a_sentence_on_two_substances_belongs_to_both() -> None:
    (one, other) = of_passages("NMN and NAC are new.")
    assert one.numbers == other.numbers == (0,)


def test_a_text_without_a_name_has_no_passage() -> None:
    assert of_passages("It works. Sleep well.") == []


def test_a_misspelt_name_is_told_by_how_sure_it_is() -> None:
    (misspelt,) = of_passages("acetylcystiene is new")
    assert 0.5 < misspelt.sure < 1
    (best,) = of_passages("acetylcystiene is new. NAC is fine.")
    assert (best.sure, best.words) == (1, "nac")
    assert {each.id for each in SUBSTANCES} >= {best.substance}
