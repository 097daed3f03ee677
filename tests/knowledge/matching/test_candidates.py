"""From statements to the claims that could answer them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import (
    Claim,
    Nature,
    Outcome,
    Relation,
    Safety,
    Snapshot,
    Stance,
    Substance,
    snapshot,
)
from knowledge.matching.candidates import copied_candidate, named_candidates, unreviewed
from knowledge.reading.reader import Reading, read
from tests.make import OUTCOMES, SUBSTANCES, claim, content

CUES = {
    "relations.improves-condition": {"en": ("cure", "treat")},
    "relations.improves-goal": {"en": ("improve",)},
    "relations.causes": {"en": ("cause",)},
    "relations.prevents": {"en": ("prevent",)},
    "relations.replaces": {"en": ("instead of", "threw away")},
    "relations.is-safe": {"en": ("safe", "no side effects")},
    "relations.is-proven": {"en": ("study",)},
    "scope.negators": {"en": ("not", "no")},
    "scope.product": {"en": ("pill",)},
}
MEDICINES = (
    Outcome("antidepressant", "antidepressants", Nature.MEDICINE, {"en": ("Prozac",)},
            treats=("depression",)),
    Outcome("insulin", "insulin", Nature.MEDICINE, {"en": ("insulin",)}, treats=("diabetes",)),
    Outcome("diabetes", "diabetes", Nature.CONDITION, {"en": ("diabetes",)}),
    Outcome("children", "children", Nature.ASPECT, {"en": ("children",)}),
    Outcome("pressure", "blood pressure", Nature.CONDITION, {"en": ("pressure", "tension")},
            frozenset({"pressure", "tension"})),
)  # fmt: skip
REPLACES = [
    claim(
        id=f"nmn-replaces-{id_}",
        relation=Relation.REPLACES,
        outcome=id_,
        claim=f"NMN can replace {id_}",
        headline="It cannot.",
        phrasings=(),
    )
    for id_ in ("antidepressant", "insulin")
]
SAFE = claim(
    id="nmn-safe", relation=Relation.IS_SAFE, outcome="safety", claim="NMN is safe",
    headline="Not known.", phrasings=(),
)  # fmt: skip
HARMS = claim(
    id="nmn-causes-depression", relation=Relation.HARMS, claim="NMN causes depression",
    headline="Not known.", phrasings=("NMN made me sad and blue",),
)  # fmt: skip


GROUPS = (
    Substance("supplements", "supplements", "general", {"en": ("supplement",)}),
    Substance("mix", "the Mix", "supplement mix", {"en": ("the Mix",)}),
)
GENERAL = claim(
    id="any-replaces-insulin", substance="supplements", relation=Relation.REPLACES,
    outcome="insulin", claim="A supplement can replace insulin", headline="None can.", phrasings=(),
)  # fmt: skip


def base_of(*claims: Claim) -> Snapshot:
    return snapshot(
        content(
            *claims,
            substances=(*SUBSTANCES, *GROUPS),
            outcomes=(*OUTCOMES, *MEDICINES),
            cues=CUES,
        ),
        meaning=False,
    )


ALL = base_of(claim(), HARMS, SAFE, *REPLACES)


def reading(text: str, base: Snapshot = ALL) -> Reading:
    return read(text, base.vocabulary)


def fits(text: str, base: Snapshot = ALL) -> dict[str, float]:
    """The claims that a text names, with how well the relation of each fits."""
    found = named_candidates(reading(text, base), base)
    return {each.claim.id: each.features.relation for each in found}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("NMN cures depression", "nmn-depression"),
        ("NMN causes depression", "nmn-causes-depression"),
        ("NMN is safe", "nmn-safe"),
        ("NMN instead of Prozac", "nmn-replaces-antidepressant"),
    ],
)
def test_the_claim_of_that_substance_relation_and_outcome_fits_wholly(text: str, id_: str) -> None:
    assert fits(text)[id_] == 1


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("NMN cures depression", "nmn-causes-depression"),
        ("NMN causes depression", "nmn-depression"),
        ("NAC cures depression", "nmn-depression"),
        ("NMN cures diabetes", "nmn-depression"),
        ("NMN instead of Prozac", "nmn-replaces-insulin"),
    ],
)
def test_another_substance_outcome_or_the_opposite_is_no_candidate(text: str, id_: str) -> None:
    assert id_ not in fits(text)


def test_a_kindred_relation_fits_less() -> None:
    assert 0 < fits("NMN prevents depression")["nmn-depression"] < 1
    assert 0 < fits("NMN depression")["nmn-depression"] < 1


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("NMN cures depression", Stance.ASSERTS),
        ("NMN cures depression?", Stance.ASKS),
        ("NMN does not cure depression", Stance.DISPUTES),
    ],
)
def test_a_candidate_keeps_stance_and_quote(text: str, stance: Stance) -> None:
    (candidate,) = named_candidates(reading(text), ALL)
    assert candidate.stance is stance
    assert candidate.quote == text
    assert candidate.named == "nmn"
    assert candidate.words == ("nmn", "depression")


def test_the_nearer_the_wording_the_higher_the_likeness() -> None:
    def likeness(text: str) -> float:
        (candidate,) = named_candidates(reading(text), ALL)
        return candidate.features.likeness

    assert likeness("NMN cured my depression") > likeness("NMN, they say, treats any depression")


def test_safety_at_large_answers_a_question_on_people_only_partly() -> None:
    assert fits("NMN is safe for children")["nmn-safe"] < fits("NMN is safe")["nmn-safe"]


def test_safety_for_people_does_not_answer_a_question_on_safety_at_large() -> None:
    children = claim(id="nmn-children", relation=Relation.IS_SAFE, outcome="children", phrasings=())
    assert "nmn-children" not in fits("NMN is safe", base_of(SAFE, children))
    assert fits("NMN is safe for children", base_of(SAFE, children))["nmn-children"] == 1


def test_the_only_claim_on_safety_answers_for_safety() -> None:
    special = claim(id="nmn-special", relation=Relation.IS_SAFE, outcome="diabetes", phrasings=())
    other = claim(id="nmn-other", relation=Relation.IS_SAFE, outcome="depression", phrasings=())
    alone = fits("NMN is safe", base_of(special))["nmn-special"]
    beside = fits("NMN is safe", base_of(special, other))["nmn-special"]
    assert 0 < beside < alone < 1


def test_a_vague_word_counts_less_where_only_other_claims_are_worded_with_it() -> None:
    tense = claim(id="nmn-tense", outcome="pressure", claim="NMN cures tension", phrasings=())
    other = claim(id="nmn-other", claim="NMN cures pressure in the head", phrasings=())
    base = base_of(tense, other)
    assert fits("NMN cures tension", base)["nmn-tense"] == 1
    assert 0 < fits("NMN cures pressure", base)["nmn-tense"] < 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NMN cures depression. She threw away her pills.", {"nmn-replaces-antidepressant"}),
        ("NMN cures diabetes. She threw away her pills.", {"nmn-replaces-insulin"}),
    ],
)
def test_unnamed_pills_are_those_for_the_illness_at_hand(text: str, found: set[str]) -> None:
    replaced = {id_ for id_, fit in fits(text).items() if "replaces" in id_ and fit > 0.5}
    assert replaced == found


def test_unnamed_pills_without_an_illness_may_be_any() -> None:
    text = "NMN is new. She threw away her pills."
    several = {id_: fit for id_, fit in fits(text).items() if "replaces" in id_}
    assert set(several) == {"nmn-replaces-antidepressant", "nmn-replaces-insulin"}
    only = fits(text, base_of(REPLACES[0]))["nmn-replaces-antidepressant"]
    assert max(several.values()) < only < 1


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("NAC instead of insulin", {"any-replaces-insulin"}),
        ("supplement instead of insulin", {"any-replaces-insulin"}),
        ("NMN instead of insulin", {"nmn-replaces-insulin"}),
        ("NMN instead of Prozac", {"nmn-replaces-antidepressant"}),
        ("NAC instead of Prozac", set()),
        ("NAC cures diabetes", set()),
    ],
)
def test_a_general_claim_on_replacing_a_medicine_answers_where_no_closer_one_does(
    text: str, ids: set[str]
) -> None:
    assert set(fits(text, base_of(GENERAL, *REPLACES))) == ids


def test_the_name_of_a_group_finds_the_claims_on_all_groups_and_mixtures() -> None:
    mix = claim(id="mix-depression", substance="mix", phrasings=())
    base = base_of(claim(), GENERAL, mix)
    assert {each.id for each in base.claims_on("supplements")} == {GENERAL.id, mix.id}
    assert base.claims_on("mix") == (mix,)
    assert [each.id for each in base.claims_on("nmn")] == ["nmn-depression"]
    assert base.claims_on("nac") == ()


def test_what_is_safe_of_a_mixture_says_nothing_of_a_group() -> None:
    mix = claim(id="mix-safe", substance="mix", relation=Relation.IS_SAFE, outcome="safety",
                phrasings=())  # fmt: skip
    assert "mix-safe" not in fits("This supplement is safe", base_of(mix))


def test_a_danger_answers_also_where_the_relation_has_no_word() -> None:
    def fit(safety: Safety) -> float:
        harms = replace(HARMS, safety=safety)
        return fits("NMN depression", base_of(harms))[harms.id]

    assert fit(Safety.CAUTION) < fit(Safety.DANGER) < 1


def test_rivals_for_the_same_words_share_a_place() -> None:
    found = named_candidates(reading("NMN depression"), ALL)
    assert len(found) > 1
    assert len({candidate.place for candidate in found}) == 1


def test_a_candidate_tells_what_else_speaks_for_and_against_it() -> None:
    (cured,) = named_candidates(reading("NMN cures depression"), ALL)
    assert (cured.features.acts, cured.features.bare, cured.features.loose) == (1, 0, 0)
    assert cured.features.topical == 0
    (lower,) = named_candidates(reading("NMN prevents depression"), ALL)
    assert lower.features.loose == 1


def test_an_effect_beside_a_carried_name_without_a_verb_is_bare() -> None:
    found = named_candidates(reading("NMN is new. Depression is hard."), ALL)
    assert {candidate.features.bare for candidate in found} == {1}
    assert {candidate.features.acts for candidate in found} == {0}


def test_without_meaning_no_candidate_is_alike_by_it() -> None:
    found = named_candidates(reading("NMN cures depression"), ALL)
    assert {(each.features.meaning, each.features.alike) for each in found} == {(0, 0)}


def copied(text: str) -> list[str]:
    return [candidate.claim.id for candidate in copied_candidate(reading(text), ALL)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("NMN cured my depression", ["nmn-depression"]),
        ("nmn made me sad and blue!", ["nmn-causes-depression"]),
        ("NAC cured my depression", []),
        ("NMN cured", []),
        ("NMN cured my depression. One. Two. Three.", []),
        ("NMN cured my neighbour's old and tired dog", []),
        ("", []),
    ],
)
def test_a_copy_of_a_phrasing_is_known_unless_it_names_something_else(
    text: str, ids: list[str]
) -> None:
    assert copied(text) == ids


def open_pairs(text: str, base: Snapshot = ALL) -> list[tuple[str, str | None]]:
    read_ = reading(text, base)
    return unreviewed(read_, named_candidates(read_, base), base)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("NAC cures depression", [("nac", "depression")]),
        ("NMN improves sleep", [("nmn", "sleep")]),
        ("NMN cures depression", []),
        ("NMN cures depression. NMN improves sleep.", [("nmn", "sleep")]),
        ("NAC cures depression. NAC cures depression!", [("nac", "depression")]),
        ("NAC depression", []),
        ("NAC is safe", []),
        ("NAC cures pressure", []),
        ("Hello", []),
    ],
)
def test_what_is_plainly_claimed_and_not_reviewed_is_told(
    text: str, pairs: list[tuple[str, str | None]]
) -> None:
    assert open_pairs(text) == pairs


def test_a_draft_is_no_candidate(base: Snapshot) -> None:
    drafts = [each for each in base.content.claims if not each.published]
    assert drafts
    for draft in drafts[:10]:
        read_ = reading(draft.claim, base)
        found = [*named_candidates(read_, base), *copied_candidate(read_, base)]
        assert draft.id not in {candidate.claim.id for candidate in found}
