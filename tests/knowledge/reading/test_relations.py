"""What a sentence says that the substance does to an outcome."""

from __future__ import annotations

import pytest

from knowledge import Nature, Relation
from knowledge.reading.relations import Link, is_negated, link
from knowledge.reading.vocabulary import OUTCOME, Cue, Mention
from tests.knowledge.reading.small import vocabulary, words


def linked(text: str) -> list[Link]:
    """The links of the outcomes of one sentence, in order, members of lists sharing theirs."""
    tokens = words(text)
    found, _ = vocabulary().mentions(tokens, ("en",))
    cues = vocabulary().signals(tokens, ("en",))
    links: list[Link] = []
    previous: tuple[Mention, Link] | None = None
    for mention in found:
        if mention.kind == OUTCOME:
            made = link(mention, vocabulary().nature(mention.id), cues, previous)
            previous = mention, made
            links.append(made)
    return links


def relation(text: str) -> str | None:
    (one,) = linked(text)
    return one.relation.value if one.relation else None


@pytest.mark.parametrize(
    ("verb", "on_condition", "on_goal"),
    [
        ("cures", "improves", "improves"),
        ("improves", "improves", "improves"),
        ("causes", "harms", "improves"),
        ("prevents", "prevents", "harms"),
        ("raises", "harms", "improves"),
        ("boosts", "harms", "improves"),
        ("lowers", "improves", "harms"),
        ("reduces", "improves", "harms"),
        ("ruins", "harms", "harms"),
        ("damages", "harms", "harms"),
    ],
)
def test_a_verb_means_what_it_does_to_that_kind_of_outcome(
    verb: str, on_condition: str, on_goal: str
) -> None:
    assert relation(f"NMN {verb} anxiety") == on_condition
    assert relation(f"NMN {verb} energy") == on_goal


@pytest.mark.parametrize(
    ("verb", "meant"),
    [
        ("cures", "improves"),
        ("lowers", "improves"),
        ("prevents", "improves"),
        ("causes", "harms"),
        ("raises", "harms"),
    ],
)
def test_verbs_on_the_lack_of_a_goal_mean_the_goal(verb: str, meant: str) -> None:
    assert relation(f"NMN {verb} insomnia") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NMN instead of Prozac", "replaces"),
        ("NMN together with Prozac", "safe-with"),
        ("Prozac is unnecessary", "replaces"),
        ("NMN causes Prozac to fail", "harms"),
    ],
)
def test_verbs_on_a_medicine_speak_of_swapping_and_combining(text: str, meant: str) -> None:
    assert relation(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("the depression is gone", "improves"), ("cancer is what it causes", "harms")],
)
def test_a_verb_may_stand_behind_its_outcome(text: str, meant: str) -> None:
    assert relation(text) == meant


def test_without_a_verb_there_is_no_relation() -> None:
    assert relation("NMN anxiety") is None


def test_a_verb_far_off_does_not_count() -> None:
    assert relation("it cures " + "so much more and " * 5 + "anxiety") is None


def test_instead_of_counts_only_beside_its_medicine() -> None:
    assert relation("instead of the old and rather strong Prozac") is None


def test_the_nearest_verb_counts() -> None:
    links = linked("NMN causes cancer but cures anxiety")
    assert [one.relation for one in links] == [Relation.HARMS, Relation.IMPROVES]


@pytest.mark.parametrize(
    "text",
    [
        "NMN cures depression, anxiety and headache",
        "NMN cures depression and anxiety or headache",
        "NMN cures depression, cancer, headache",
    ],
)
def test_members_of_a_list_share_their_verb(text: str) -> None:
    assert [one.relation for one in linked(text)] == [Relation.IMPROVES] * 3


def test_a_list_ends_where_the_next_verb_stands() -> None:
    links = linked("NMN prevents cancer, anxiety, and causes headache")
    assert [one.relation for one in links] == [
        Relation.PREVENTS,
        Relation.PREVENTS,
        Relation.HARMS,
    ]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("NMN does not cure anxiety", True),
        ("NMN never cures anxiety", True),
        ("NMN does not really cure anxiety", True),
        ("NMN cures anxiety", False),
        ("no, my friend, it is true that NMN cures anxiety", False),
        ("NMN cures anxiety, not more", False),
    ],
)
def test_a_verb_is_negated_by_what_stands_closely_before_it(text: str, negated: bool) -> None:
    (one,) = linked(text)
    assert one.relation is Relation.IMPROVES
    assert one.negated is negated


def test_a_negator_within_a_phrase_does_not_negate_it() -> None:
    phrase = Cue("relations.is-safe", 2, 5)
    assert not is_negated(phrase, [phrase, Cue("scope.negators", 2, 3)])
    assert is_negated(phrase, [phrase, Cue("scope.negators", 1, 2)])


def test_a_negated_list_is_negated_whole() -> None:
    assert [one.negated for one in linked("NMN does not cure anxiety or headache")] == [True, True]


def test_the_nearer_a_verb_the_smaller_the_distance() -> None:
    near, far = linked("cures anxiety")[0], linked("cures your very old anxiety")[0]
    assert near.distance < far.distance


def test_an_aspect_has_no_verb_of_its_own() -> None:
    mention = Mention(OUTCOME, "safety", 3, 4, "side effects")
    assert link(mention, Nature.CONDITION, [], None).relation is None
