"""The buttons under an answer: what they are called, where they lead, how long their data is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import keyboards
from bot.wording import compose
from bot.wording.answer import Answer, Item
from bot.wording.catalogue import say
from knowledge import Snapshot, Stance, Urgency, snapshot
from tests.bot.conversation.talk import buttons
from tests.make import CLAIM, claim, content

CLAIMS = [claim(id=f"nmn-sleep-{n:02}", outcome="sleep") for n in range(20)]
EMPTY = Answer("2a", "en", None)


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(content(CLAIM, *CLAIMS))


def with_claims(count: int, *asked: str) -> Answer:
    items = tuple(Item(each.id, Stance.ASSERTS) for each in CLAIMS[:count])
    return replace(EMPTY, items=items, asked=asked)


def under(answer: Answer, base: Snapshot) -> list[tuple[str, str]]:
    return [(b.label, b.data) for b in buttons(keyboards.under(answer, base))]


def to_claim(place: str, claim: str) -> str:
    """The data of a button to a claim: it names the claim besides its number."""
    return f"a:2a:{place}:{keyboards.mark(claim)}"


@pytest.mark.parametrize("view", ["s", "l", "q", "c", "m", "n"])
def test_data_stays_within_64_bytes_for_the_greatest_ids(view: str) -> None:
    items = (Item("x" * 80, Stance.ASSERTS),) * 999
    longest = replace(EMPTY, id=f"{2**63 - 1:x}", items=items, asked=("x" * 80,) * 999)
    assert len(keyboards.data(longest, view, 999).encode()) <= 64


@pytest.mark.parametrize("answer", [EMPTY, with_claims(1)])
def test_an_answer_that_shows_everything_has_no_buttons(answer: Answer, small: Snapshot) -> None:
    assert keyboards.under(answer, small) == ()


def test_each_of_several_claims_has_a_button_with_its_label(small: Snapshot) -> None:
    assert under(with_claims(2), small) == [
        ("1. NMN for sleep", to_claim("c1", CLAIMS[0].id)),
        ("2. NMN for sleep", to_claim("c2", CLAIMS[1].id)),
        (say("button", "sources"), "a:2a:q0"),
    ]


def test_more_claims_than_are_shown_are_behind_a_button(small: Snapshot) -> None:
    shown = under(with_claims(20), small)
    first = [to_claim(f"c{n}", CLAIMS[n - 1].id) for n in (1, 2, 3)]
    assert [data for _, data in shown] == [*first, "a:2a:l0", "a:2a:q0"]
    assert (say("button", "show_all", count=20), "a:2a:l0") in shown


def test_the_choices_of_a_question_are_buttons_and_none_is_one_of_them(small: Snapshot) -> None:
    asked = replace(EMPTY, asked=(CLAIM.id, CLAIMS[0].id))
    assert under(asked, small) == [
        ("NMN for depression", to_claim("m1", CLAIM.id)),
        ("NMN for sleep", to_claim("m2", CLAIMS[0].id)),
        (say("asked", "none_of_these"), "a:2a:n0"),
    ]


def test_a_withdrawn_choice_has_no_button_and_the_others_keep_their_numbers(
    small: Snapshot,
) -> None:
    asked = replace(EMPTY, asked=("gone", CLAIM.id))
    assert under(asked, small)[0] == ("NMN for depression", to_claim("m2", CLAIM.id))
    assert keyboards.under(replace(EMPTY, asked=("gone",)), small) == ()


def test_beside_answers_the_unsure_findings_can_be_opened_too(small: Snapshot) -> None:
    shown = under(with_claims(1, CLAIM.id), small)
    assert ("NMN for depression", to_claim("m1", CLAIM.id)) in shown


@pytest.mark.parametrize("urgent", [Urgency.CRISIS, Urgency.POISONING])
def test_an_urgent_answer_has_no_buttons(urgent: Urgency, small: Snapshot) -> None:
    assert keyboards.under(replace(with_claims(5, CLAIM.id), urgent=urgent), small) == ()


def test_a_dangerous_answer_keeps_its_buttons(small: Snapshot) -> None:
    assert keyboards.under(replace(with_claims(5), urgent=Urgency.DANGER), small)


@pytest.mark.parametrize(
    ("number", "numbers", "ways"),
    [
        (0, range(1, 9), ["summary", "more"]),
        (1, range(9, 17), ["summary", "less", "more"]),
        (2, range(17, 21), ["summary", "less"]),
    ],
)
def test_a_page_has_a_button_for_each_of_its_claims_and_for_its_neighbours(
    number: int, numbers: range, ways: list[str], small: Snapshot
) -> None:
    answer = with_claims(20)
    page = compose.every(answer, small, number)
    keyboard = keyboards.of_list(answer, page)
    *rows, last = keyboard
    assert [(b.label, b.data) for b in buttons(tuple(rows))] == [
        (str(n), to_claim(f"c{n}", CLAIMS[n - 1].id)) for n in numbers
    ]
    assert max(len(row) for row in rows) <= 8
    places = {"summary": "s0", "less": f"l{number - 1}", "more": f"l{number + 1}"}
    assert [(b.label, b.data) for b in last] == [
        (say("button", way), f"a:2a:{places[way]}") for way in ways
    ]


def test_the_buttons_of_a_list_have_the_numbers_that_the_list_has(small: Snapshot) -> None:
    all_items = with_claims(3).items
    answer = replace(EMPTY, items=(Item("gone", Stance.ASSERTS), *all_items))
    *rows, _ = keyboards.of_list(answer, compose.every(answer, small, 0))
    assert [(b.label, b.data) for b in buttons(tuple(rows))] == [
        (str(n), to_claim(f"c{n}", CLAIMS[n - 2].id)) for n in (2, 3, 4)
    ]
    assert [data for _, data in under(answer, small)][:3] == [
        to_claim(f"c{n}", CLAIMS[n - 2].id) for n in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        (0, [("summary", "s0"), ("more", "q1")]),
        (1, [("summary", "s0"), ("less", "q0"), ("more", "q2")]),
        (2, [("summary", "s0"), ("less", "q1")]),
    ],
)
def test_a_page_of_sources_leads_to_its_neighbours(
    number: int, ways: list[tuple[str, str]], small: Snapshot
) -> None:
    answer = with_claims(20)
    (row,) = keyboards.of_sources(answer, compose.all_sources(answer, small, number))
    assert [(b.label, b.data) for b in row] == [
        (say("button", way), f"a:2a:{place}") for way, place in ways
    ]


def test_details_lead_back_to_the_summary() -> None:
    (only,) = buttons(keyboards.back(EMPTY))
    assert (only.label, only.data) == (say("button", "summary"), "a:2a:s0")
