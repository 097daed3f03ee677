"""Sending to the reviewers, press by press: nothing but the preview is ever kept."""

from __future__ import annotations

import pytest

from bot.conversation import ChatState, Context, Incoming, Kind, Turn, respond
from bot.conversation.acts import AskReviewers, TakeBack
from bot.conversation.replies import Acknowledge, Edit, Say
from bot.conversation.requesting import A_DAY, DAY_MS, sends, sent, taken_back
from bot.wording.catalogue import say
from bot.wording.rich import LIMIT, Style, units
from knowledge import Snapshot
from tests.make import TODAY

NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000
CRISIS = "I want to kill myself, nothing helps"
POISONING = "My son swallowed a bottle of iron pills"
TEXT = "Zorp water makes you fly"


def press(
    base: Snapshot,
    data: str,
    *,
    replied: str = "",
    quoted: str = "",
    private: bool = True,
    sent_ms: tuple[int, ...] = (),
) -> Turn:
    incoming = Incoming(
        Kind.BUTTON, chat=7, person=7, message=43, data=data, callback="q",
        replied=replied, quoted=quoted, private=private,
    )  # fmt: skip
    return respond(ChatState(), incoming, Context(base, TODAY, NOW_MS, sent_ms))


def preview_of(base: Snapshot, text: str) -> tuple[Say, str]:
    """The preview, and what stands in its quote."""
    acknowledged, said = press(base, "r:p:2a", replied=text).replies
    assert acknowledged == Acknowledge("q")
    assert isinstance(said, Say)
    (quote,) = [entity for entity in said.text.entities if entity.style is Style.QUOTE]
    raw = said.text.plain.encode("utf-16-le")
    shown = raw[quote.offset * 2 : (quote.offset + quote.length) * 2].decode("utf-16-le")
    return said, shown


def notice(turn: Turn) -> str:
    (only,) = turn.replies
    assert isinstance(only, Acknowledge)
    assert turn.acts == ()
    return only.notice


def test_the_first_press_shows_what_would_be_kept_and_keeps_nothing(base: Snapshot) -> None:
    turn = press(base, "r:p:2a", replied=TEXT)
    assert turn.acts == ()
    said, shown = preview_of(base, TEXT)
    assert said.to == 0x2A
    assert shown == TEXT
    assert [button.data for row in said.buttons for button in row] == ["r:y:2a", "r:n:2a"]


@pytest.mark.parametrize("text", ["a" * 9_000, "🧂" * 5_000, f"  {TEXT}\n\n", "x " * 4_000])
def test_what_does_not_fit_into_the_preview_is_not_kept(text: str, base: Snapshot) -> None:
    if not any(char.isalnum() for char in text):
        assert say("requesting", "empty") in repr(press(base, "r:p:2a", replied=text).replies)
        return
    said, shown = preview_of(base, text)
    assert units(said.text.plain) <= LIMIT
    assert shown == shown.strip()


def test_the_second_press_sends_exactly_what_was_shown(base: Snapshot) -> None:
    turn = press(base, "r:y:2a", replied="something else", quoted=TEXT)
    (act,) = turn.acts
    assert isinstance(act, AskReviewers)
    assert act.text == TEXT


def test_without_a_preview_nothing_is_sent(base: Snapshot) -> None:
    assert notice(press(base, "r:y:2a", replied=TEXT)) == say("notice", "old")


@pytest.mark.parametrize("text", [CRISIS, POISONING])
def test_who_is_in_danger_gets_help_at_either_step(text: str, base: Snapshot) -> None:
    for turn in (press(base, "r:p:2a", replied=text), press(base, "r:y:2a", quoted=text)):
        assert turn.acts == ()
        shown = turn.replies[-1]
        assert isinstance(shown, Say | Edit)
        assert shown.buttons == ()
        assert say("urgent", "crisis" if text == CRISIS else "poisoning") in shown.text.plain


def test_the_limit_says_when_there_is_room_again(base: Snapshot) -> None:
    times = tuple(NOW_MS - DAY_MS + (number + 1) * HOUR_MS for number in range(A_DAY))
    full = press(base, "r:y:2a", quoted=TEXT, sent_ms=times)
    assert notice(full) == say("requesting", "enough", hours=1)
    assert press(base, "r:y:2a", quoted=TEXT, sent_ms=times[1:]).acts
    old = (NOW_MS - DAY_MS, *times[1:])
    assert press(base, "r:y:2a", quoted=TEXT, sent_ms=old).acts


def test_only_a_private_chat_sends(base: Snapshot) -> None:
    for data in ("r:p:2a", "r:y:2a", "r:w:1"):
        turn = press(base, data, replied=TEXT, quoted=TEXT, private=False)
        assert notice(turn) == say("requesting", "in_private")


@pytest.mark.parametrize("data", ["r:", "r:p", "r:p:xyz", "r:z:2a", "r:w:-1", "r:p:" + "f" * 20])
def test_a_forged_button_says_so(data: str, base: Snapshot) -> None:
    assert notice(press(base, data, replied=TEXT, quoted=TEXT)) == say("notice", "unknown")


def test_sending_can_be_left_and_taken_back(base: Snapshot) -> None:
    left = press(base, "r:n:2a").replies[-1]
    assert isinstance(left, Edit)
    assert left.text.plain == say("requesting", "left")
    assert press(base, "r:w:12").acts == (TakeBack(12),)
    assert [button.data for row in sent(43, 12).buttons for button in row] == ["r:w:12"]
    assert taken_back(43, done=True).text != taken_back(43, done=False).text


def test_only_a_press_that_sends_needs_to_know_what_was_sent() -> None:
    assert sends(Incoming(Kind.BUTTON, chat=7, data="r:y:2a"))
    assert not sends(Incoming(Kind.BUTTON, chat=7, data="r:p:2a"))
