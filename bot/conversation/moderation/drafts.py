"""/drafts: one's own, those that wait for a second person, those that somebody left behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.context import Turn
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Button, Say
from bot.wording import drafts as worded
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import Draft, DraftState

_MOST = 20
"""Drafts of each kind that are listed; the oldest come first, so that all are seen in time."""


def drafts(step: Step) -> Turn:
    """All open drafts that this member can do something about."""
    every, me, view = step.view.papers.every, step.me.person, step.view
    own = [draft for draft in every if draft.author == me]
    orphans = [draft for draft in every if not view.called(draft.author)]
    waiting = [
        draft
        for draft in every
        if draft.state is DraftState.WAITING and draft.author != me and view.called(draft.author)
    ]
    if not (own or waiting or orphans):
        return Turn(step.state, (Say(Text(say("draft", "none")), step.incoming.message),))
    kinds = (
        (say("draft", "mine"), "d-go", own),
        (say("draft", "others"), "d-view", waiting),
        (say("draft", "orphans"), "d-over", orphans),
    )
    writer, buttons = Writer(), list[Button]()
    for title, verb, listed in kinds:
        if listed:
            writer.bold(title).line()
        for draft in listed[:_MOST]:
            buttons.append(_listed(step, writer, draft, verb, len(buttons) + 1))
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return Turn(step.state, (Say(writer.text(), step.incoming.message, rows),))


def _listed(step: Step, writer: Writer, draft: Draft, verb: str, number: int) -> Button:
    """The line of a draft is written; the button that opens it."""
    named = worded.title(draft, step.view.base)
    state = say("draft_state", draft.state)
    writer.line(say("draft", "line", number=number, title=named, state=state))
    label = say("draft", "open", number=number)
    if verb == "d-over":
        label = say("draft", "take_over_one", number=number)
    return Button(label, f"m:{verb}:{draft.id}")


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {"drafts": "Drafts: yours, and those that wait for you"}
COMMANDS: Handlers = {"drafts": drafts}
BUTTONS: Handlers = {}
STEPS: Handlers = {}
