"""The guided editor: /new, a step a field, typed or chosen, checked at once, kept at every step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversation.acts import KeepDraft
from bot.conversation.context import Turn
from bot.conversation.moderation.papers import MAKING
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Acknowledge, Button, Edit, Keyboard, Reply, Say
from bot.conversation.state import Pending
from bot.wording import drafts as worded
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Draft, DraftKind, checks, drafts, entries, lookup, new_words

FIELD = "d-field"
"""The step in which a field is typed."""
MADE = ("substance", "outcome")
"""The fields whose value can be made anew."""
_LOOKED_UP = {
    "substance": lookup.substances, "outcome": lookup.outcomes, "group": lookup.groups,
}  # fmt: skip
_LONGEST_TYPED = 80
_MONTHS = ("3", "6", "12")
_CUTS, _GROUPS = 8, 8
_PICKED = {"substance": "s", "outcome": "o", "group": "g"}
"""What stands in a button for a field whose values may be as long as a button holds."""
_Found = tuple[Any, tuple[str, ...], str]


def new(step: Step) -> Turn:
    """A new claim, from its first step."""
    return start(step)


def start(step: Step, *, case: int = 0, substance: str = "", outcome: str = "") -> Turn:
    """A new claim, from the first step that is not known yet."""
    words = step.view.base.vocabulary
    fields = {
        name: value
        for name, value, known in (
            ("substance", substance, words.substances),
            ("outcome", outcome, words.outcomes),
        )
        # What a case is about may be gone from the base.
        if value in known
    }
    draft = Draft(
        id=step.view.papers.next_id,
        kind=DraftKind.NEW_CLAIM,
        subject="",
        author=step.me.person,
        fields=fields,
        case=case,
        changed_ms=step.view.now_ms,
    )
    return replace(at(step, draft, next_step(draft)), acts=(KeepDraft(draft),))


def next_step(draft: Draft) -> str:
    """The first field that still has to be filled in; the first of all when none has."""
    lacking = drafts.missing(draft)
    return lacking[0] if lacking else drafts.steps_of(draft)[0]


def at(
    step: Step,
    draft: Draft,
    name: str,
    note: str = "",
    choices: Keyboard = (),
) -> Turn:
    """One step of the editor, which waits for what is typed."""
    wrong = [problem for problem in faults(step, draft) if problem[0] == name]
    text = worded.step(draft, name, step.view.base, wrong, note)
    choices = choices or _choices(step, draft, name)
    buttons = (*choices, *_making(draft, name), *_cuts(draft, name), *_ways(draft, name))
    said = {"field": name}
    if name in MADE and (typed := entries.one_line(step.incoming.text)[:_LONGEST_TYPED]):
        # What is not there can be made of it.
        said["typed"] = typed
    pending = Pending(FIELD, str(draft.id), said)
    return Turn(replace(step.state, pending=pending), (shown(step, text, buttons),))


def go_to(step: Step) -> Turn:
    """The step that a button names."""
    draft, name = mine(step), _field(step)
    return refused(step) if draft is None or name is None else at(step, draft, name)


def choose(step: Step) -> Turn:
    """A value that is one of few; then the next step."""
    draft, name = mine(step), _field(step)
    value = step.about[2] if len(step.about) == 3 else ""
    if draft is None or name is None:
        return refused(step)
    if name == "due" and value in _MONTHS:
        # Months of about the same length: the day is shown, and can be typed.
        value = (step.view.today + timedelta(days=int(value) * 365 // 12)).isoformat()
    elif value not in map(str, entries.CHOSEN.get(name, ())):
        return refused(step)
    return _kept(step, draft, name, value)


def pick(step: Step) -> Turn:
    """A substance, an outcome or a group that was offered."""
    draft, name = mine(step), _field(step)
    given = step.about[2] if len(step.about) == 3 else ""
    id_ = lookup.long(given, _offered(step, name)) if name else None
    if draft is None or name is None or id_ is None:
        return refused(step)
    return _kept(step, draft, name, id_)


def cut(step: Step) -> Turn:
    """One item of a list is taken out; never what has moved into its place since."""
    draft, name = mine(step), _field(step)
    if draft is None or name not in drafts.LISTS or len(step.about) != 3:
        return refused(step)
    held = draft.fields.get(name) or []
    left = [each for each in held if _mark(each) != step.about[2]]
    if len(left) == len(held):
        return refused(step)
    changed = drafts.with_field(draft, name, left, step.view.now_ms)
    return replace(at(step, changed, name), acts=(KeepDraft(changed),))


def typed(step: Step) -> Turn:
    """What was typed for a field is kept, and checked at once."""
    pending = step.state.pending
    draft = mine(step)
    name = pending.said.get("field", "") if pending else ""
    if draft is None or name not in drafts.steps_of(draft):
        state = replace(step.state, pending=None)
        return Turn(state, (Say(Text(say("desk", "old")), step.incoming.message),))
    try:
        value, offered, note = _read(step, draft, name)
    except entries.Unclear as unclear:
        return at(step, draft, name, say("draft_unclear", unclear.key))
    if offered:
        return at(step, draft, name, note, _offers(step, draft, name, offered))
    return _kept(step, draft, name, value)


def later(step: Step) -> Turn:
    """It is left, and can be gone on with."""
    state = replace(step.state, pending=None)
    return Turn(state, (shown(step, Text(say("draft_step", "left"))),))


def mine(step: Step) -> Draft | None:
    """The draft that the step is about, if it is theirs and being written."""
    draft = step.view.papers.draft
    theirs = draft is not None and draft.author == step.me.person and draft.editable
    return draft if theirs else None


def faults(step: Step, draft: Draft) -> list[checks.Problem]:
    """What is wrong with what is there of a draft."""
    return checks.so_far(draft, beside(step, draft), step.view.today)


def beside(step: Step, draft: Draft) -> checks.Beside:
    """What a draft is checked against while it is written: the claims on its substance."""
    base = step.view.base
    substance = str(draft.fields.get("substance") or draft.subject)
    known = base.vocabulary.substances.get(substance)
    claims = base.by_substance.get(substance, ())
    own = base.claims.get(draft.subject)
    if draft.kind is DraftKind.PHRASING and own:
        claims = base.by_substance.get(own.substance, ())
    near = [known] if known else []
    if draft.kind is DraftKind.SUBSTANCE:
        near = [*lookup.called(new_words.named(draft.fields), base.vocabulary)]
    papers = step.view.papers
    return checks.Beside(claims, near, base.content, papers.trusted, papers.lacking)


def shown(step: Step, text: Text, buttons: Keyboard = ()) -> Reply:
    """A new message after something typed; else the message whose button was pressed, anew."""
    if step.incoming.callback:
        return Edit(step.incoming.message, text, buttons)
    return Say(text, step.incoming.message, buttons)


def refused(step: Step, notice: str = "") -> Turn:
    """Nothing is done; why is said for a moment."""
    return Turn(step.state, (Acknowledge(step.incoming.callback, notice or say("desk", "old")),))


def _kept(step: Step, draft: Draft, name: str, value: Any) -> Turn:
    """The field is kept; on to the next one, unless there is something to mend or to add."""
    changed = drafts.with_field(draft, name, value, step.view.now_ms)
    found = faults(step, changed)
    # A new status may ask for another verb in the headline that is there already.
    wrong = {field for field, _ in found}
    stays = name in wrong or name in drafts.LISTS
    following = name if stays else _after(changed, name)
    note = ""
    if not stays and wrong and (elsewhere := [each for each in found if each[0] != following]):
        note = worded.fault(*elsewhere[0])
    return replace(at(step, changed, following, note), acts=(KeepDraft(changed),))


def _read(step: Step, draft: Draft, name: str) -> _Found:
    """(the value, what is offered instead, what to say with that). Raises Unclear."""
    text, base = step.incoming.text, step.view.base
    if look := _LOOKED_UP.get(name):
        found = look(text, base.content)
        if not found:
            raise entries.Unclear(f"no_{name}")
        return (found[0], (), "") if len(found) == 1 else (None, found, say("draft_step", "which"))
    if name in entries.CHOSEN:
        raise entries.Unclear("choose")
    if name == "due":
        return entries.due(text, step.view.today), (), ""
    return _written(draft, name, text), (), ""


def _written(draft: Draft, name: str, text: str) -> str | list[Any]:
    """A line, or what was there and the lines that are added to it. Raises Unclear."""
    if name not in drafts.LISTS:
        line = entries.one_line(text)
        if not line:
            raise entries.Unclear("nothing")
        return line
    held = list(draft.fields.get(name) or [])
    ids = [each["id"] for each in draft.fields.get("sources") or [] if each.get("id")]
    match name:
        case "sources":
            added: list[Any] = [entries.source(text, ids)]
        case "phrasings":
            added = [each for each in entries.lines(text) if each not in held]
        case "names" | "words":
            added = [each for each in entries.names(text) if each not in held]
        case "ambiguous" | "opposite":
            spelt = {each.casefold(): each for each in new_words.named(draft.fields)}
            told = [spelt.get(each.casefold(), each) for each in entries.words(text)]
            added = [each for each in told if each not in held]
        case _:
            added = [each for each in entries.facts(text, ids) if each not in held]
    if not added:
        raise entries.Unclear("nothing")
    return [*held, *added]


def _offered(step: Step, name: str) -> Iterable[str]:
    """The ids that can be chosen for a field."""
    base = step.view.base
    match name:
        case "substance":
            return base.vocabulary.substances
        case "outcome":
            return base.vocabulary.outcomes
        case "group":
            return lookup.all_groups(base.content)
    return ()


def _offers(step: Step, draft: Draft, name: str, ids: Iterable[str]) -> Keyboard:
    field, base = _PICKED[name], step.view.base
    return tuple(
        (
            Button(
                "".join(worded.items(name, id_, base)),
                f"m:d-pick:{draft.id}:{field}:{lookup.short(id_)}",
            ),
        )
        for id_ in ids
    )


def _choices(step: Step, draft: Draft, name: str) -> Keyboard:
    if name == "due":
        return tuple(
            (Button(say("draft_due", months), f"m:d-set:{draft.id}:{name}:{months}"),)
            for months in _MONTHS
        )
    if name == "group":
        usual = lookup.all_groups(step.view.base.content)[:_GROUPS]
        rows = [row[0] for row in _offers(step, draft, name, usual)]
        return tuple(tuple(rows[at : at + 2]) for at in range(0, len(rows), 2))
    kinds = entries.CHOSEN.get(name, ())
    buttons = [
        Button(worded.chosen(name, kind), f"m:d-set:{draft.id}:{name}:{kind}") for kind in kinds
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _making(draft: Draft, name: str) -> Keyboard:
    """A button for what is not there."""
    if name not in MADE:
        return ()
    data = f"m:{MAKING}:{draft.id}:{name}"
    return ((Button(say("new_word", "make"), data),),)


def _cuts(draft: Draft, name: str) -> Keyboard:
    held = draft.fields.get(name) or []
    if name not in drafts.LISTS or not held:
        return ()
    buttons = [
        Button(say("draft_step", "cut", number=number), f"m:d-cut:{draft.id}:{name}:{_mark(each)}")
        for number, each in enumerate(held, 1)
    ][-_CUTS:]
    return tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))


def _ways(draft: Draft, name: str) -> Keyboard:
    """Back, next, all steps, preview, later."""
    steps = drafts.steps_of(draft)
    here = steps.index(name)
    row = []
    if here:
        row.append(_to(draft, steps[here - 1], say("draft_step", "back")))
    if here + 1 < len(steps):
        row.append(_to(draft, steps[here + 1], say("draft_step", "next")))
    whole = Button(say("draft_step", "all_fields"), f"m:d-open:{draft.id}")
    preview = Button(say("draft_step", "preview"), f"m:d-see:{draft.id}")
    leave = Button(say("draft_step", "later"), f"m:d-late:{draft.id}")
    return (tuple(row), (whole, preview), (leave,))


def _to(draft: Draft, name: str, label: str) -> Button:
    return Button(label, f"m:d-at:{draft.id}:{name}")


def _after(draft: Draft, name: str) -> str:
    steps = drafts.steps_of(draft)
    return steps[min(steps.index(name) + 1, len(steps) - 1)]


def _field(step: Step) -> str | None:
    """The field that a button names. By its name, not its place: fields and choices may stand in
    another order when the button is pressed by a later version."""
    given = step.about[1] if len(step.about) > 1 else ""
    name = next((field for field, short in _PICKED.items() if short == given), given)
    draft = step.view.papers.draft
    return name if draft and draft.guided and name in drafts.steps_of(draft) else None


def _mark(item: Any) -> str:
    """What stands for one item of a list in a button."""
    plain = json.dumps(item, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {"new": "Write a new claim"}
COMMANDS: Handlers = {"new": new}
BUTTONS: Handlers = {
    "d-at": go_to,
    "d-set": choose,
    "d-pick": pick,
    "d-cut": cut,
    "d-late": later,
}
STEPS: Handlers = {FIELD: typed}
