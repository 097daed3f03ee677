"""What is fitted on, and what is left out of it."""

from __future__ import annotations

import pytest

from knowledge.reading.alarms import GROUPS, HEADS, LONGEST
from tests.safety.examples import Example, examples, joined, right


@pytest.fixture(scope="module")
def passages() -> list[Example]:
    return list(joined(examples()[:6_000]))


def test_nothing_that_is_left_out_stands_among_others(passages: list[Example]) -> None:
    out = {each.text for each in examples() if each.left_out and len(each.text) > 40}
    assert len(out) > 500
    assert not [each for each in passages for other in out if other in each.text]


def test_passages_of_several_messages_are_as_long_as_passages_are(passages: list[Example]) -> None:
    assert len(passages) > 100
    assert all(len(each.text) < LONGEST + 3 for each in passages)
    assert any(each.kinds["urgent"] for each in passages)
    assert not any(each.left_out for each in passages)


def test_a_group_that_nobody_judged_is_not_known() -> None:
    told, known = right([Example("x", "en", {"urgent": frozenset({"crisis"})})])
    assert told.shape == known.shape == (1, len(HEADS))
    assert [head for head, yes in zip(HEADS, told[0], strict=True) if yes] == ["crisis"]
    assert [head for head, yes in zip(HEADS, known[0], strict=True) if yes] == list(
        GROUPS["urgent"]
    )
