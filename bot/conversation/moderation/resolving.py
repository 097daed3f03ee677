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

_LONGEST_PHRASING = 300


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
    """What a person sent becomes a phrasing of that claim."""
    opened = mine(step)
    given = step.about[1] if len(step.about) == 2 else ""
    claim = lookup.long(given, step.view.base.claims)
    if opened is None or claim is None:
        return _refused(step)
    text = _wording(opened)
    if not text:
        edit = Edit(step.incoming.message, Text(say("resolving", "no_text")))
        return Turn(step.state, (edit,))
    return words.propose_phrasing(step, claim, text, opened.case.id)


def new_claim(step: Step) -> Turn:
    """A new claim on what the case is about."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    case = opened.case
    return editor.start(
        step,
        case=case.id,
        substance=case.substance,
        outcome=case.outcome,
        phrasing=_wording(opened),
    )


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


def _wording(opened: OpenedCase) -> str:
    """The shortest of the texts: what people added is mostly not the claim."""
    texts = [request.text for request in opened.requests if request.text]
    fitting = [text for text in texts if len(text) <= _LONGEST_PHRASING]
    return min(fitting, key=len, default="")


def _said(step: Step, text: str) -> Turn:
    return Turn(step.state, (Say(Text(text), step.incoming.message),))


def _refused(step: Step, key: str = "not_mine") -> Turn:
    return Turn(step.state, (Acknowledge(step.incoming.callback, say("desk", key)),))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {"is": which, "isit": is_it, "new": new_claim, "name": name}
STEPS: Handlers = {"case-name": named}
