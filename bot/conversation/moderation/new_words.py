"""A new substance or outcome, made in the middle of writing a claim: the claim waits for it, and
goes on with it once it is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.acts import KeepDraft
from bot.conversation.context import Turn
from bot.conversation.moderation import editor
from bot.conversation.moderation.editor import FIELD, MADE, mine, refused
from bot.conversation.moderation.papers import MAKING
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Button
from bot.wording.catalogue import say
from knowledge import Draft, DraftKind, drafts, new_words


def make(step: Step) -> Turn:
    """The first step of a new one, which may be named already; the one that they have begun for
    this claim, if any."""
    claim = mine(step)
    name = step.about[1] if len(step.about) == 2 else ""
    if claim is None or name not in MADE or name not in drafts.steps_of(claim):
        return refused(step)
    kind = DraftKind(name)
    begun = _begun(step, kind, claim)
    if begun and not begun.editable:
        return refused(step, say("new_word", "waits"))
    if begun:
        return editor.at(step, begun, editor.next_step(begun))
    typed = _typed(step, claim, name)
    draft = Draft(
        step.view.papers.next_id, kind, "", step.me.person,
        {new_words.FOR: claim.id, **({"name": typed} if typed else {})},
        case=claim.case, changed_ms=step.view.now_ms,
    )  # fmt: skip
    found = editor.faults(step, draft)
    first = found[0][0] if found else editor.next_step(draft)
    return replace(editor.at(step, draft, first), acts=(KeepDraft(draft),))


def continued(step: Step, made: Draft) -> Draft | None:
    """The claim for which something was made, now that it is there; None where nobody writes it any
    more, or it is about something else by now."""
    claim = step.view.papers.begun
    if claim is None or not claim.editable or claim.author != made.author:
        return None
    if claim.fields.get(made.record) not in (None, "", made.subject):
        return None
    return drafts.with_field(claim, made.record, made.subject, step.view.now_ms)


def way_on(claim: Draft) -> Button:
    """The button that goes on with it."""
    return Button(say("new_word", "go_on"), f"m:d-open:{claim.id}")


def _begun(step: Step, kind: DraftKind, claim: Draft) -> Draft | None:
    return next(
        (
            each
            for each in step.view.papers.every
            if (each.kind, each.author) == (kind, step.me.person)
            and each.fields.get(new_words.FOR) == claim.id
        ),
        None,
    )


def _typed(step: Step, claim: Draft, name: str) -> str:
    """What they typed last for this field of the claim."""
    pending = step.state.pending
    if pending is None or (pending.step, pending.about) != (FIELD, str(claim.id)):
        return ""
    return pending.said.get("typed", "") if pending.said.get("field") == name else ""


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {MAKING: make}
STEPS: Handlers = {}
