"""The main conversation: a message in, an evidence answer out."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import keyboards
from bot.conversation.acts import Act
from bot.conversation.browse import told_of
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Say
from bot.conversation.state import ChatState
from bot.wording import emergency
from bot.wording.answer import Answer, answer_of
from bot.wording.compose import reply_to
from knowledge import Urgency, assess


def check(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Answer a message, claim by claim. An edit that changes no finding stays silent."""
    assessment = assess(incoming.text, context.base)
    answer = answer_of(assessment, f"{incoming.message:x}", context.today)
    if incoming.edited and state.answer(answer.id) == _kept(answer):
        return Turn(state)
    if answer.urgent is Urgency.CRISIS and not incoming.private:
        # Others read along: only an offer, and nothing of what was said.
        return Turn(state, (Say(emergency.in_private(), to=incoming.message),))
    text = reply_to(incoming.text, answer, context.base, context.today, state.country)
    if answer.urgent is Urgency.CRISIS:
        # Nothing of a crisis is remembered.
        return Turn(state, (Say(text, to=incoming.message),))
    readable = any(char.isalnum() for char in incoming.text)
    buttons = keyboards.under(answer, context.base, private=incoming.private and readable)
    said = Say(text, to=incoming.message, buttons=buttons)
    told = _told(state, incoming, answer)
    new = None if incoming.edited else answer
    return Turn(state.remembering(_kept(answer)), (said,), told, answered=new)


def _told(state: ChatState, incoming: Incoming, answer: Answer) -> tuple[Act, ...]:
    """What a correction may be needed of; nothing where somebody may be in danger."""
    if answer.urgent in (Urgency.CRISIS, Urgency.POISONING):
        return ()
    return told_of(state, incoming, tuple(item.claim for item in answer.items))


def _kept(answer: Answer) -> Answer:
    """What is remembered of an answer: nothing of a crisis, not even that one may be meant."""
    return replace(answer, concern=None) if answer.concern is Urgency.CRISIS else answer
