"""The rooms of those who keep the base: commands, buttons and typed steps of members of the team.

Each file offers its handlers in three tables, by command, by verb of a button ("m:<verb>:...") and
by pending step; here they are only put together, and everybody else is turned away politely.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.acts import Act
from bot.conversation.context import Turn
from bot.conversation.incoming import Incoming, Kind
from bot.conversation.moderation import (
    case,
    claims,
    digest,
    draft,
    drafts,
    editor,
    new_words,
    people,
    publishing,
    queue,
    resolving,
    sorting,
    stats,
)
from bot.conversation.moderation.papers import Papers, Stored, Wanted, wanted
from bot.conversation.moderation.view import Disputed, DrawnWeek, OpenedCase, Step, View
from bot.conversation.replies import Acknowledge, Reply
from bot.conversation.state import ChatState
from bot.wording.catalogue import say

__all__ = [
    "COMMANDS",
    "JOIN",
    "Disputed",
    "DrawnWeek",
    "OpenedCase",
    "Papers",
    "Step",
    "Stored",
    "View",
    "Wanted",
    "case_of",
    "concerns",
    "respond",
    "wanted",
    "wants_week",
]

Handler = Callable[[Step], Turn]
PREFIX, JOIN = "m:", "join_"
_OF_CASES = (case, sorting, resolving)
_OF_DRAFTS = (drafts, editor, new_words, draft, publishing)
_ROOMS = (queue, *_OF_CASES, *_OF_DRAFTS, claims, stats, digest, people)
COMMANDS: Mapping[str, str] = {name: told for room in _ROOMS for name, told in room.MENU.items()}
"""What the menu of a member shows, beside what everybody's shows."""
_COMMANDS: Mapping[str, Handler] = {k: v for room in _ROOMS for k, v in room.COMMANDS.items()}
_BUTTONS: Mapping[str, Handler] = {k: v for room in _ROOMS for k, v in room.BUTTONS.items()}
_STEPS: Mapping[str, Handler] = {k: v for room in _ROOMS for k, v in room.STEPS.items()}
_ON_CASES = frozenset(k for room in _OF_CASES for k in (*room.BUTTONS, *room.STEPS))
"""Verbs and steps that begin with the number of a case."""


def concerns(state: ChatState, incoming: Incoming) -> bool:
    """Whether this may be a step of a member of the team; only in a private chat."""
    if not incoming.private or not incoming.person:
        return incoming.kind is Kind.BUTTON and incoming.data.startswith(PREFIX)
    if incoming.kind is Kind.BUTTON:
        return incoming.data.startswith(PREFIX)
    if incoming.kind is not Kind.TEXT or incoming.edited:
        return False
    if incoming.command == "start":
        return incoming.text.startswith(JOIN)
    if incoming.command:
        return incoming.command in _COMMANDS or (incoming.command == "cancel" and _busy(state))
    return _busy(state) and not incoming.forwarded


def wants_week(incoming: Incoming) -> bool:
    """Whether the numbers of the week have to be looked up for this."""
    return incoming.command == stats.COMMAND


def case_of(state: ChatState, incoming: Incoming) -> int:
    """The number of the case that a step is about; 0 for none."""
    if incoming.kind is Kind.BUTTON:
        _, verb, *about = incoming.data.split(":")
        number = about[0] if verb in _ON_CASES and about else ""
    else:
        number = state.pending.about if state.pending and state.pending.step in _ON_CASES else ""
    return int(number) if number.isdecimal() and len(number) < 16 else 0


def respond(state: ChatState, incoming: Incoming, view: View) -> Turn | None:
    """What follows from a step of a member; None when it is none of theirs, and to be answered as
    anybody's message."""
    step = Step(state, incoming, view)
    if incoming.kind is Kind.BUTTON:
        return _pressed(step)
    match incoming.command:
        case "":
            return _typed(step)
        case "start":
            return people.come_in(replace(step, about=(incoming.text.strip(),)))
        case "cancel":
            return people.leave_off(step)
        case name if view.me or (view.owner and name == people.ENTRANCE):
            state = replace(state, pending=None)
            return _COMMANDS[name](replace(step, state=state, about=tuple(incoming.text.split())))
    return None


def _typed(step: Step) -> Turn | None:
    pending = step.state.pending
    handler = _STEPS.get(pending.step) if pending else None
    # Put out in the middle of something: their text is anybody's again.
    if handler is None or not (step.view.me or (pending and pending.step in people.JOINING)):
        return None
    return handler(step)


def _busy(state: ChatState) -> bool:
    return state.pending is not None


def _pressed(step: Step) -> Turn:
    _, verb, *about = step.incoming.data.split(":")
    handler = _BUTTONS.get(verb)
    joining = verb in people.JOINING and step.state.pending is not None
    if step.view.me is None and not joining:
        return _notice(step, "not_yours")
    if handler is None or not step.incoming.private:
        return _notice(step, "old")
    turn = handler(replace(step, about=tuple(about)))
    if any(isinstance(reply, Acknowledge) for reply in turn.replies):
        return turn
    return replace(turn, replies=(Acknowledge(step.incoming.callback), *turn.replies))


def _notice(step: Step, key: str) -> Turn:
    reply: Reply = Acknowledge(step.incoming.callback, say("desk", key))
    acts: tuple[Act, ...] = ()
    return Turn(step.state, (reply,), acts)
