"""What is in the base already: /claim, its change, its history; withdrawn or put back by one person
with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.acts import Act, KeepDraft, PutBack, Tell, Withdraw
from bot.conversation.context import Turn
from bot.conversation.moderation.draft import named, overview
from bot.conversation.moderation.editor import refused, shown
from bot.conversation.moderation.papers import Stored
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Button, Keyboard, Say
from bot.conversation.state import Pending
from bot.wording import blocks
from bot.wording import history as worded
from bot.wording.catalogue import say
from bot.wording.compose import Held, detail
from bot.wording.rich import Text, Writer
from knowledge import (
    Change,
    Claim,
    Draft,
    DraftKind,
    Right,
    Stance,
    assess,
    drafts,
    lookup,
)

WITHDRAWING, TAKING_BACK = "c-why", "t-why"
"""The steps in which is typed why a claim is withdrawn, or a change taken back."""
_MOST = 8
_SHORTEST_WHY, _LONGEST_WHY = 5, 500


def find(step: Step) -> Turn:
    """A claim by its id, or claims that come near some words."""
    if not step.about:
        return _said(step, say("claim_page", "which"))
    if _claim(step):
        return show(step)
    near = _near(step, step.incoming.text)
    if not near:
        return _said(step, say("claim_page", "unknown"))
    base = step.view.base
    rows = tuple(
        (Button(blocks.label(claim, base), f"m:c-show:{lookup.short(claim.id)}"),) for claim in near
    )
    return _said(step, say("claim_page", "found"), rows)


def show(step: Step) -> Turn:
    """A claim as people read it, with what can be done about it."""
    stored = _claim(step)
    if stored is None:
        return refused(step)
    claim = drafts.stored_claim(stored.body)
    text = detail(Held(1, claim, Stance.ASSERTS), step.view.today)
    ref = lookup.short(stored.id)
    deeds = [Button(say("claim_page", "edit"), f"m:c-edit:{ref}")]
    if claim.published:
        deeds.append(Button(say("claim_page", "withdraw"), f"m:c-gone:{ref}"))
    past = Button(say("claim_page", "history"), f"m:c-past:{ref}")
    head = Writer().bold(blocks.label(claim, step.view.base)).line().add(stored.id)
    if not claim.published:
        head.line().add(say("claim_page", "unpublished"))
    to, buttons = step.incoming.message, (tuple(deeds), (past,))
    return Turn(step.state, (Say(head.text(), to), Say(text, to, buttons)))


def edit(step: Step) -> Turn:
    """A draft that begins with the claim as it is; the one that they have begun already, if any."""
    stored = _claim(step)
    if stored is None:
        return refused(step)
    me = step.me.person
    begun = next(
        (d for d in step.view.papers.every if d.author == me and d.subject == stored.id), None
    )
    if begun and begun.editable and begun.of_claim:
        return overview(step, begun)
    draft = _edit(step, stored, stored.body)
    return replace(overview(step, draft), acts=(KeepDraft(draft),))


def withdraw(step: Step) -> Turn:
    """Why nobody shall be answered from it any more."""
    stored = _claim(step)
    if stored is None or not step.view.may(Right.UNPUBLISH):
        return refused(step)
    pending = Pending(WITHDRAWING, lookup.short(stored.id))
    text = Text(say("claim_page", "why_withdraw"))
    return Turn(replace(step.state, pending=pending), (Say(text),))


def withdrawn(step: Step) -> Turn:
    """It is withdrawn at once; the owners hear of it."""
    why, stored = _why(step), _claim(step)
    if not why:
        return _said(step, say("claim_page", "short_why"))
    step = replace(step, state=replace(step.state, pending=None))
    if stored is None or not step.view.may(Right.UNPUBLISH):
        return _said(step, say("desk", "old"))
    acts: list[Act] = [Withdraw(stored.id, why), *_to_owners(step, stored.id, why)]
    return replace(_said(step, say("claim_page", "withdrawn")), acts=tuple(acts))


def history(step: Step) -> Turn:
    """Every change of a claim (or of a substance): who, when and why."""
    stored = step.view.papers.present
    if stored is None:
        return _said(step, say("claim_page", "unknown" if step.about else "history_which"))
    trail = step.view.papers.trail[:_MOST]
    if not trail:
        return _said(step, say("claim_page", "no_past", claim=stored.id))
    buttons = [
        Button(say("claim_page", "put_back", number=each.id), f"m:t-back:{each.id}")
        for each in trail
    ]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    text = worded.trail(stored.id, trail, lambda person: named(step, person))
    return Turn(step.state, (Say(text, step.incoming.message, rows),))


def take_back(step: Step) -> Turn:
    """Why a change shall be taken back."""
    change = step.view.papers.change
    if change is None:
        return refused(step)
    if change.kind != "claim" and None in (change.before, change.after):
        return refused(step, say("new_word", "stays"))
    if not _newest(step, change):
        return refused(step, say("claim_page", "cannot"))
    pending = Pending(TAKING_BACK, str(change.id))
    text = Text(say("claim_page", "why_put_back", number=change.id))
    return Turn(replace(step.state, pending=pending), (Say(text),))


def taken_back(step: Step) -> Turn:
    """What was there before comes back: at once where nobody is answered from it, else when a
    second person has approved it."""
    why, change = _why(step), step.view.papers.change
    if not why:
        return _said(step, say("claim_page", "short_why"))
    step = replace(step, state=replace(step.state, pending=None))
    if change is None or not _newest(step, change):
        return _said(step, say("claim_page", "cannot"))
    if _answered(change):
        return _draft_of(step, change)
    told = say("claim_page", "back_why", number=change.id, why=why)
    acts = (PutBack(change.id, told), *_to_owners(step, change.record, told))
    return replace(_said(step, say("claim_page", "put_back_now")), acts=acts)


def _draft_of(step: Step, change: Change) -> Turn:
    """What was before a change as a draft that is handed in."""
    assert change.before is not None  # noqa: S101 - it is answered from
    stored = step.view.papers.present
    draft = drafts.handed_in(_edit(step, stored, change.before), step.view.now_ms)
    turn = _said(step, say("claim_page", "put_back_draft"))
    return replace(turn, acts=(KeepDraft(draft),))


def _edit(step: Step, stored: Stored | None, body: Mapping[str, object]) -> Draft:
    """A draft with these fields, on top of what is stored."""
    return Draft(
        id=step.view.papers.next_id,
        kind=DraftKind.EDIT if stored else DraftKind.NEW_CLAIM,
        subject=str(body["id"]),
        author=step.me.person,
        fields=drafts.fields_of(body),
        base=stored.digest if stored else None,
        before=stored.body if stored else None,
        changed_ms=step.view.now_ms,
    )


def _answered(change: Change) -> bool:
    """Whether people would be answered from what a change has taken away."""
    if change.kind == "claim":
        return change.before is not None and change.before["state"] == "published"
    return False


def _newest(step: Step, change: Change) -> bool:
    """Whether it can be taken back: it is the last change, and words of a substance are only taken
    away by one person, the substance itself by nobody."""
    trail = step.view.papers.trail
    if not trail or trail[0].id != change.id:
        return False
    if change.kind == "claim":
        return True
    whole = change.before is not None and change.after is not None
    return (
        change.kind == "substance" and whole and not worded.adds_names(change.after, change.before)
    )


def _claim(step: Step) -> Stored | None:
    """The claim that the step is about."""
    stored = step.view.papers.present
    return stored if stored and stored.kind == "claim" else None


def _near(step: Step, words: str) -> list[Claim]:
    base = step.view.base
    found = assess(words, base)
    ids = [finding.claim.id for finding in found.findings]
    substances = found.substances or lookup.substances(words, base.content)[:1]
    ids += [claim.id for id_ in substances for claim in base.claims_on(id_)]
    return [base.claims[id_] for id_ in list(dict.fromkeys(ids))[:_MOST]]


def _why(step: Step) -> str:
    why = " ".join(step.incoming.text.split())[:_LONGEST_WHY]
    return why if len(why) >= _SHORTEST_WHY else ""


def _to_owners(step: Step, claim: str, why: str) -> list[Act]:
    text = say("claim_page", "told", name=step.me.name, claim=claim, why=why)
    return [
        Tell(owner.person, Say(Text(text)))
        for owner in step.view.owners
        if owner.person != step.me.person
    ]


def _said(step: Step, text: str, buttons: Keyboard = ()) -> Turn:
    return Turn(step.state, (shown(step, Text(text), buttons),))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {
    "claim": "Show or change a claim",
    "history": "Who changed a claim, and when",
    "revert": "Take back a change",
}
COMMANDS: Handlers = {"claim": find, "history": history, "revert": history}
BUTTONS: Handlers = {
    "c-show": show,
    "c-edit": edit,
    "c-gone": withdraw,
    "c-past": history,
    "t-back": take_back,
}
STEPS: Handlers = {WITHDRAWING: withdrawn, TAKING_BACK: taken_back}
