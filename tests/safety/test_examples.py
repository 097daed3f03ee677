"""What is fitted on, and what is left out of it."""

from __future__ import annotations

from knowledge.reading.alarms import GROUPS, HEADS, LONGEST
from tests.safety import messages
from tests.safety.examples import Example, examples, right


def test_no_test_message_is_fitted_on() -> None:
    fitted = {each.text.strip().lower() for each in examples()}
    test = [*messages.alarms(), *messages.dangers(), *messages.tip_offs(), *messages.topics()]
    assert not [each.id for each in test if each.text.strip().lower() in fitted]


def test_nothing_that_is_left_out_stands_among_others() -> None:
    out = {each.text for each in examples() if each.left_out and len(each.text) > 40}
    joined = [each.text for each in examples()[-2_500:]]
    assert len(out) > 500
    assert not [text for text in joined for other in out if other in text]


def test_passages_of_several_messages_are_as_long_as_passages_are() -> None:
    joined = examples()[-2_500:]
    assert all(len(each.text) < LONGEST + 3 for each in joined)
    assert any(each.kinds["urgent"] for each in joined if "urgent" in each.kinds)
    assert not any(each.left_out for each in joined)


def test_a_group_that_nobody_judged_is_not_known() -> None:
    told, known = right([Example("x", "en", {"urgent": frozenset({"crisis"})})])
    assert told.shape == known.shape == (1, len(HEADS))
    assert [head for head, yes in zip(HEADS, told[0], strict=True) if yes] == ["crisis"]
    assert [head for head, yes in zip(HEADS, known[0], strict=True) if yes] == list(
        GROUPS["urgent"]
    )
