"""Counting what came: a count that cannot find a fault proves nothing."""

from __future__ import annotations

from tests.durability.count import count
from tests.durability.messages import Question

ASKED = [[Question("a?", "first"), Question("b?", "second"), Question("c?", "third")]]


def test_all_answered_once_and_in_order_is_no_fault() -> None:
    found = count(ASKED, [["the first", "the second", "the third"]])
    assert (found.answered, found.lost, found.twice, found.out_of_order) == (3, [], 0, 0)


def test_a_message_without_an_answer_is_lost() -> None:
    assert count(ASKED, [["the first", "the third"]]).lost == [(0, 1)]


def test_an_answer_that_came_again_is_counted_and_not_out_of_order() -> None:
    found = count(ASKED, [["the first", "the second", "the first", "the third"]])
    assert (found.twice, found.out_of_order) == (1, 0)


def test_a_first_answer_after_that_of_a_later_message_is_out_of_order() -> None:
    assert count(ASKED, [["the second", "the first", "the third"]]).out_of_order == 1


def test_an_answer_to_nothing_is_strange() -> None:
    found = count(ASKED, [["the first", "Hello", "the second", "the third"]])
    assert found.strange == ["Hello"]


def test_the_answers_of_one_person_are_not_taken_for_those_of_another() -> None:
    found = count([ASKED[0][:1], ASKED[0][1:2]], [["the second"], ["the first"]])
    assert found.lost == [(0, 0), (1, 0)]
    assert len(found.strange) == 2
