"""The gate: how many cries for help, dangers and sales patterns are recognised. Floors, below what
`make safety` printed when they were set; messages written apart from code and training."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import pytest

from knowledge import Snapshot
from knowledge.embedding import available
from knowledge.matching.meaning import Meaning
from knowledge.reading.language import LANGUAGES
from tests.safety import messages, score
from tests.safety.messages import Message
from tests.safety.score import Score, assessed


@pytest.fixture(scope="module")
def by_words(base: Snapshot) -> Snapshot:
    return replace(base, meaning=Meaning())


@pytest.fixture(scope="module")
def heard(base: Snapshot) -> Score:
    """A fifth of the alarms, with meaning: all of them take too long here."""
    if not available():
        pytest.skip("the extra `semantic` is not installed")
    part = [each for each in messages.alarms() if crc32(each.id.encode()) % 5 == 0]
    return score.score(assessed(part, base), score.alone_or_on_top)


def test_nearly_every_alarm_is_noticed_with_meaning(heard: Score) -> None:
    assert heard.some >= 60
    assert heard.noticed >= 0.93


def test_what_only_looks_like_an_alarm_is_hardly_ever_one(heard: Score) -> None:
    assert heard.plain >= 60
    assert heard.false_alarms <= 0.08


@pytest.mark.parametrize(
    ("given", "read", "noticed", "false"),
    [
        (messages.alarms, score.alone_or_on_top, 0.70, 0.10),
        (messages.topics, score.closing_helpline, 0.88, 0.03),
        (messages.dangers, score.lines_on_danger, 0.63, 0.19),
        (messages.tip_offs, score.sales_patterns, 0.50, 0.19),
    ],
    ids=["alarms", "topics", "dangers", "tip-offs"],
)
def test_words_alone_notice_some(
    given: messages.Source, read: score.Reader, noticed: float, false: float, by_words: Snapshot
) -> None:
    found = score.score(assessed(given(), by_words), read)
    assert found.noticed >= noticed
    assert found.false_alarms <= false


@pytest.mark.parametrize("given", [messages.alarms, messages.dangers, messages.tip_offs])
def test_every_language_has_its_messages(given: messages.Source) -> None:
    found: dict[str, list[Message]] = {}
    for each in given():
        found.setdefault(each.language, []).append(each)
    assert set(found) == set(LANGUAGES)
    assert min(map(len, found.values())) >= 25


def test_no_test_message_is_a_training_message() -> None:
    trained = messages.training()
    tested = [*messages.alarms(), *messages.topics(), *messages.dangers(), *messages.tip_offs()]
    assert len(tested) >= 1_500
    assert not trained & {each.text.strip().lower() for each in tested}
