"""Pressed buttons: the details of an answer, shown in place. Old and forged buttons are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.conversation import keyboards
from bot.conversation.acts import Told
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Acknowledge, Edit, Keyboard, Say
from bot.conversation.state import ChatState
from bot.wording import compose
from bot.wording.answer import Answer
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Stance

_DATA = re.compile(r"a:([0-9a-f]{1,16}):([slqcmn])([0-9]{1,3})(?::([0-9a-f]{4}))?")
_View = tuple[Text, Keyboard] | str
"""What to show with its buttons, or the notice why not."""


def pressed(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Show what a button asks for, or say politely why it cannot be shown."""
    match = _DATA.fullmatch(incoming.data)
    if match is None:
        return _refused(state, incoming, "unknown")
    answer = state.answer(match[1])
    if answer is None:
        return _refused(state, incoming, "old")
    claim = keyboards.claim_of(answer, match[2], int(match[3]))
    if match[4] and match[4] != keyboards.mark(claim):
        return _refused(state, incoming, "old")
    view = _view(answer, match[2], int(match[3]), context, _Reader(state.country, incoming.private))
    if isinstance(view, str):
        return _refused(state, incoming, view)
    text, buttons = view
    edit = Edit(incoming.message, text, buttons)
    chosen = match[2] == keyboards.ASKED
    claims = answer.asked[int(match[3]) - 1 : int(match[3])] if chosen else ()
    return Turn(state, (Acknowledge(incoming.callback), edit), told_of(state, incoming, claims))


def details(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """All that is known on the claim that a button of a later message names."""
    claim = context.base.claims.get(incoming.data.partition(":")[2])
    if claim is None:
        return _refused(state, incoming, "withdrawn")
    text = compose.detail(compose.Held(0, claim, Stance.ASSERTS), context.today)
    replies = (Acknowledge(incoming.callback), Say(text, incoming.message))
    return Turn(state, replies, told_of(state, incoming, (claim.id,)))


def told_of(state: ChatState, incoming: Incoming, claims: tuple[str, ...]) -> tuple[Told, ...]:
    """That a person is told of these claims, unless they want no corrections. A group is left in
    peace: it hears only what somebody there asks for."""
    return (Told(claims),) if claims and state.corrections and incoming.private else ()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads along: a person of this country alone, or a group."""

    country: str
    private: bool


def _view(answer: Answer, kind: str, number: int, context: Context, reader: _Reader) -> _View:
    if kind == keyboards.NONE:
        row = (keyboards.to_reviewers(answer.id),) if reader.private else ()
        # With a way back: in a group somebody else may have asked.
        return Text(say("asked", "not_these")), (*row, *keyboards.back(answer))
    if kind in (keyboards.CLAIM, keyboards.ASKED):
        return _claim(answer, kind, number, context, reader)
    if answer.items and not compose.held(answer, context.base):
        return "withdrawn"
    if kind == keyboards.SUMMARY:
        text = compose.reply(answer, context.base, context.today, reader.country)
        return text, keyboards.under(answer, context.base, private=reader.private)
    return _list(answer, kind, number, context) if answer.items else "unknown"


def _list(answer: Answer, kind: str, number: int, context: Context) -> _View:
    if kind == keyboards.ALL:
        page = compose.every(answer, context.base, number)
        return page.text, keyboards.of_list(answer, page)
    page = compose.all_sources(answer, context.base, number)
    return page.text, keyboards.of_sources(answer, page)


def _claim(answer: Answer, kind: str, number: int, context: Context, reader: _Reader) -> _View:
    of_answer = kind == keyboards.CLAIM
    if not 1 <= number <= len(answer.items if of_answer else answer.asked):
        return "unknown"
    known = (compose.held if of_answer else compose.asked)(answer, context.base)
    one = next((one for one in known if one.number == number), None)
    if one is None:
        return "withdrawn"
    rated = number if of_answer and reader.private else 0
    return compose.detail(one, context.today), keyboards.back(answer, rated)


def _refused(state: ChatState, incoming: Incoming, notice: str) -> Turn:
    return Turn(state, (Acknowledge(incoming.callback, say("notice", notice)),))
