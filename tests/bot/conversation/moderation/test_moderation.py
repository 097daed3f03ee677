"""The router: who is let in, and that no two rooms claim the same command, button or step."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.conversation import ChatState, Incoming, Kind, moderation
from bot.conversation.state import Pending
from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.conversation.moderation.work import Work


@pytest.mark.parametrize("table", ["MENU", "COMMANDS", "BUTTONS", "STEPS"])
def test_every_name_belongs_to_one_room(table: str) -> None:
    names = Counter(name for room in moderation._ROOMS for name in getattr(room, table))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_entry_of_the_menu_is_a_command() -> None:
    commands = {name for room in moderation._ROOMS for name in room.COMMANDS}
    assert set(moderation.COMMANDS) <= commands


def text(said: str, **more: object) -> Incoming:
    return Incoming(Kind.TEXT, chat=7, person=7, text=said, **more)  # type: ignore[arg-type]


def test_what_concerns_the_team_is_told_from_anybodys_message() -> None:
    busy = ChatState(pending=Pending("case-ask", "1"))
    mine = (
        (busy, text("my words")),
        (ChatState(), text("", command="queue")),
        (busy, text("", command="cancel")),
        (ChatState(), text("join_abc", command="start")),
        (ChatState(), Incoming(Kind.BUTTON, chat=7, person=7, data="m:case:1")),
        (ChatState(), Incoming(Kind.BUTTON, chat=-7, person=7, data="m:case:1", private=False)),
    )
    anybodys = (
        (ChatState(), text("NMN beats depression")),
        (busy, text("NMN beats depression", forwarded=True)),
        (busy, text("NMN", edited=True)),
        (ChatState(), text("", command="start")),
        (ChatState(), text("", command="cancel")),
        (ChatState(), text("", command="queue", private=False)),
        (busy, text("my words", private=False)),
        (ChatState(), Incoming(Kind.BUTTON, chat=7, person=7, data="a:1:s0")),
        (busy, Incoming(Kind.UNREADABLE, chat=7, person=7)),
    )
    assert all(moderation.concerns(*each) for each in mine)
    assert not any(moderation.concerns(*each) for each in anybodys)


def test_somebody_who_does_not_belong_is_turned_away_kindly(base: Snapshot) -> None:
    stranger = Work(base, me=None)
    for data in (
        "m:case:1",
        "m:take:1",
        "m:answer:1:a",
        "m:invite:owner",
        "m:",
        "m:nothing:1",
        "m:job:0",
    ):
        assert stranger.notice(data) == say("desk", "not_yours")
    assert stranger.does(text("", command="queue")) is None
    stranger.state = ChatState(pending=Pending("case-fine", "1"))
    assert stranger.does(text("because")) is None


def test_a_button_that_nobody_made_is_refused(base: Snapshot) -> None:
    for data in ("m:", "m:nothing", "m:nothing:1", "m:case:1:2:3:4"):
        assert Work(base).notice(data) == say("desk", "old")


def test_in_a_group_no_button_of_the_team_works(base: Snapshot) -> None:
    work = Work(base)
    turn = work.does(
        Incoming(Kind.BUTTON, chat=-7, person=7, data="m:queue:0", callback="q", private=False)
    )
    assert turn is not None
    assert (len(turn.replies), turn.acts) == (1, ())
