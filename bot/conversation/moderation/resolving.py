"""What a case leads to in the base: a phrasing of a claim, a new name, a new claim. Each is a draft
that goes its way: tried first, then a second person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.context import Turn
from bot.conversation.moderation import editor, words
from bot.conversation.moderation.case import mine
from bot.conversation.moderation.nearest import nearest
from bot.conversation.moderation.view import OpenedCase, Step
from bot.conversation.replies import Acknowledge, Button, Edit, Say
from bot.conversation.state import Pending
from bot.wording import blocks
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import LANGUAGES, lookup

_ANYBODYS = 5
"""Words that may well be the same as somebody's."""


def which(step: Step) -> Turn:
    """Which reviewed claim it is, of those that come near."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    claims, base = nearest(opened, step.view.base), step.view.base
    if not claims:
        return _refused(step, "no_claim_near")
    number = opened.case.id
    rows = [
        (Button(blocks.label(claim, base), f"m:isit:{number}:{lookup.short(claim.id)}"),)
        for claim in claims
    ]
    rows.append((Button(say("case", "to_case"), f"m:case:{number}"),))
    edit = Edit(step.incoming.message, Text(say("resolving", "which")), tuple(rows))
    return Turn(step.state, (edit,))


def is_it(step: Step) -> Turn:
    """How that claim is also worded: asked of the member, as what a person sent is not to be kept
    for longer than they were told, and a phrasing is."""
    opened = mine(step)
    given = step.about[1] if len(step.about) == 2 else ""
    claim = lookup.long(given, step.view.base.claims)
    if opened is None:
        return _refused(step)
    if claim is None:
        return _refused(step, "claim_gone")
    pending = Pending("case-phrasing", str(opened.case.id), {"claim": claim})
    label = blocks.label(step.view.base.claims[claim], step.view.base)
    text = Text(say("resolving", "phrasing", claim=label))
    return Turn(replace(step.state, pending=pending), (Edit(step.incoming.message, text),))


def phrased(step: Step) -> Turn:
    """The phrasing, as a draft."""
    opened, pending = mine(step), step.state.pending
    done = replace(step, state=replace(step.state, pending=None))
    if opened is None or pending is None:
        return _said(done, say("desk", "not_mine"))
    if pending.said["claim"] not in step.view.base.claims:
        return _said(done, say("desk", "claim_gone"))
    text = " ".join(step.incoming.text.split())
    if _copied(text, opened):
        return _said(step, say("resolving", "own_words"))
    return words.propose_phrasing(done, pending.said["claim"], text, opened.case.id)


def new_claim(step: Step) -> Turn:
    """A new claim on what the case is about."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    case = opened.case
    return editor.start(step, case=case.id, substance=case.substance, outcome=case.outcome)


def name(step: Step) -> Turn:
    """Which substance is called how."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    pending = Pending("case-name", str(opened.case.id))
    text = Text(say("resolving", "name"))
    return Turn(replace(step.state, pending=pending), (Edit(step.incoming.message, text),))


def named(step: Step) -> Turn:
    """The new name, as a draft."""
    opened = mine(step)
    done = replace(step, state=replace(step.state, pending=None))
    if opened is None:
        return _said(done, say("desk", "not_mine"))
    lines = [line.strip() for line in step.incoming.text.splitlines() if line.strip()]
    if len(lines) not in (2, 3):
        return _said(step, say("resolving", "two_lines"))
    language = lines[2].lower() if len(lines) == 3 else "en"
    if language not in LANGUAGES:
        return _said(step, say("resolving", "language", known=", ".join(LANGUAGES)))
    base = step.view.base
    found = lookup.substances(lines[0], base.content)
    if len(found) != 1:
        near = ", ".join(base.substance(id_).name for id_ in found) or "–"
        return _said(step, say("resolving", "which_substance", near=near))
    return words.propose_name(done, found[0], language, lines[1], opened.case.id)


def _copied(text: str, opened: OpenedCase) -> bool:
    """Whether this is what a person sent, word for word; a few words are anybody's."""
    told = _spelt(text)
    sent = (_spelt(request.text) for request in opened.requests if request.text)
    return len(told) > _ANYBODYS and any(told == each for each in sent)


def _spelt(text: str) -> list[str]:
    spelt = "".join(char if char.isalnum() else " " for char in text.casefold())
    return spelt.split()


def _said(step: Step, text: str) -> Turn:
    return Turn(step.state, (Say(Text(text), step.incoming.message),))


def _refused(step: Step, key: str = "not_mine") -> Turn:
    return Turn(step.state, (Acknowledge(step.incoming.callback, say("desk", key)),))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {"is": which, "isit": is_it, "new": new_claim, "name": name}
STEPS: Handlers = {"case-name": named, "case-phrasing": phrased}
