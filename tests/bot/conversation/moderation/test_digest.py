"""/digest: the hour is read in the member's own time, and begins with the next one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.conversation import Incoming, Kind
from bot.conversation.acts import WantDigest
from bot.conversation.replies import Say
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.conversation.moderation.work import NOW_MS, Work

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)


def asks(base: Snapshot, text: str) -> tuple[str, tuple[object, ...]]:
    work = Work(base)
    turn = work.does(Incoming(Kind.TEXT, chat=7, person=7, text=text, command="digest"))
    assert turn is not None
    (said,) = turn.replies
    assert isinstance(said, Say)
    return said.text.plain, turn.acts


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("7", 7, 0),
        ("07:00", 7, 0),
        ("0", 0, 0),
        ("23", 23, 0),
        ("7 +2", 5, 0),
        ("7 UTC+2", 5, 0),
        ("7 -5", 12, 0),
        ("7 +5:30", 1, 30),
        ("1 +3", 22, 0),
    ],
)
def test_the_first_digest_comes_at_the_next_such_hour(
    text: str, hour: int, minute: int, base: Snapshot
) -> None:
    said, (act,) = asks(base, text)
    assert isinstance(act, WantDigest)
    assert act.first_ms
    first = datetime.fromtimestamp(act.first_ms / 1000, UTC)
    assert (first.hour, first.minute) == (hour, minute)
    assert 0 < (first - NOW).total_seconds() <= 24 * 3600
    assert said == say("digest", "on", hour=f"{hour:02}:{minute:02}")


def test_it_can_be_ended(base: Snapshot) -> None:
    assert asks(base, "off") == (say("digest", "off"), (WantDigest(None),))


@pytest.mark.parametrize("text", ["", "24", "soon", "7 +15", "7:30", "-3", "7 2"])
def test_what_is_no_hour_is_explained(text: str, base: Snapshot) -> None:
    assert asks(base, text) == (say("digest", "how"), ())
