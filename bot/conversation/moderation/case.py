"""One case: shown, taken, handed back, passed on to a colleague or discussed with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.acts import HandBack, PassOn, TakeCase, Tell
from bot.conversation.context import Turn
from bot.conversation.moderation.nearest import nearest
from bot.conversation.moderation.view import Disputed, OpenedCase, Step
from bot.conversation.replies import Acknowledge, Button, Edit, Keyboard, Say
from bot.conversation.state import Pending
from bot.wording import cases, drafts
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer, joined
from knowledge import (
    LEASE_MS,
    Case,
    CaseKind,
    Lease,
    Member,
    Snapshot,
    differences,
    leased_by,
    lookup,
    may_take,
)

_LONGEST = 1_500
"""Characters of a question or an answer between colleagues: with what it is about it fits into one
message, whatever the characters are."""


def show(step: Step) -> Turn:
    """The case, with what can be done about it."""
    opened = step.view.opened
    return _refused(step) if opened is None else shown(step, opened)


def take(step: Step) -> Turn:
    """It is theirs for two hours, or for two more."""
    opened = step.view.opened
    if opened is None:
        return _refused(step)
    if not may_take(opened.case, step.me.person, step.view.now_ms):
        return _refused(step, "taken")
    until_ms = step.view.now_ms + LEASE_MS
    mine = replace(opened.case, lease=Lease(step.me.person, until_ms))
    turn = shown(step, replace(opened, case=mine))
    return replace(turn, acts=(TakeCase(opened.case.id, step.me.person),))


def hand_back(step: Step) -> Turn:
    """Anybody may take it again."""
    opened = mine(step)
    if opened is None:
        return _refused(step, "not_mine")
    turn = shown(step, replace(opened, case=replace(opened.case, lease=None)))
    return replace(turn, acts=(HandBack(opened.case.id, step.me.person),))


def colleagues(step: Step) -> Turn:
    """Whom to ask, or to pass it on to."""
    opened = mine(step)
    if opened is None:
        return _refused(step, "not_mine")
    others = [member for member in step.view.team if member.person != step.me.person]
    if not others:
        return _refused(step, "nobody_else")
    rows: list[tuple[Button, ...]] = [
        (
            Button(say("case", "ask_one", name=m.name), f"m:ask:{opened.case.id}:{m.short}"),
            Button(say("case", "pass_to", name=m.name), f"m:pass:{opened.case.id}:{m.short}"),
        )
        for m in others
    ]
    rows.append((_to_case(opened),))
    edit = Edit(step.incoming.message, Text(say("case", "whom")), tuple(rows))
    return Turn(step.state, (edit,))


def pass_on(step: Step) -> Turn:
    """A colleague works on it from now on, and is told so."""
    opened, member = mine(step), _colleague(step)
    if opened is None or member is None:
        return _refused(step, "not_mine")
    told = say("case", "passed_to_you", name=step.me.name, title=cases.title(opened.case))
    note = Tell(member.person, Say(Text(told), buttons=((_to_case(opened),),)))
    text = Text(say("case", "passed", name=member.name))
    edit = Edit(step.incoming.message, text)
    return Turn(step.state, (edit,), (PassOn(opened.case.id, step.me.person, member.person), note))


def ask(step: Step) -> Turn:
    """What the colleague shall be asked."""
    opened, member = mine(step), _colleague(step)
    if opened is None or member is None:
        return _refused(step, "not_mine")
    pending = Pending("case-ask", str(opened.case.id), {"to": member.short})
    text = Text(say("case", "question", name=member.name))
    return Turn(replace(step.state, pending=pending), (Edit(step.incoming.message, text),))


def asked(step: Step) -> Turn:
    """The question goes to the colleague, with the way to answer it and to the case."""
    opened, member = step.view.opened, _meant(step)
    if opened is None or member is None:
        return _left_off(step, say("desk", "old"))
    if not opened.case.open:
        return _left_off(step, say("case", "closed"))
    about = say("case", "asks_you", name=step.me.name, title=cases.title(opened.case))
    answer = Button(say("asking", "answer"), f"m:answer:{opened.case.id}:{step.me.short}")
    done = say("case", "was_asked", name=member.name)
    return _passed_along(step, member, about, ((answer,), (_to_case(opened),)), done)


def answer(step: Step) -> Turn:
    """What the one who asked shall be told. The question stays in sight meanwhile."""
    opened, member = step.view.opened, _colleague(step)
    if opened is None or not opened.case.open:
        return _notice(step, say("asking", "ended"))
    if member is None:
        return _notice(step, say("asking", "gone"))
    pending = Pending("case-answer", str(opened.case.id), {"to": member.short})
    text = Text(say("asking", "what", name=member.name))
    state = replace(step.state, pending=pending)
    return Turn(state, (Say(text, step.incoming.message),))


def answered(step: Step) -> Turn:
    """The answer goes to who asked, with the way back to the case."""
    opened, member = step.view.opened, _meant(step)
    if opened is None or not opened.case.open:
        return _left_off(step, say("asking", "ended"))
    if member is None:
        return _left_off(step, say("asking", "gone"))
    about = say("asking", "answers_you", name=step.me.name, title=cases.title(opened.case))
    done = say("asking", "was_told", name=member.name)
    return _passed_along(step, member, about, ((_to_case(opened),),), done)


def shown(step: Step, opened: OpenedCase) -> Turn:
    """The case in place of the message that the pressed button stood under."""
    view = step.view
    worker = view.called(leased_by(opened.case, view.now_ms) or "")
    claims = nearest(opened, view.base)
    told = cases.Told(opened.requests, opened.objections, tuple(claims))
    text = cases.whole(opened.case, told, worker, view.now_ms)
    if opened.disputed:
        text = joined([text, *_theirs(opened.disputed, view.base)])
    return Turn(step.state, (Edit(step.incoming.message, text, _buttons(step, opened)),))


def mine(step: Step) -> OpenedCase | None:
    """The opened case, if it is open and the one who asks works on it."""
    opened = step.view.opened
    if opened is None or not opened.case.open:
        return None
    return opened if leased_by(opened.case, step.view.now_ms) == step.me.person else None


def _buttons(step: Step, opened: OpenedCase) -> Keyboard:
    case, rows = opened.case, []
    if mine(step) or leased_by(case, step.view.now_ms) == step.me.person:
        rows += [tuple(_act(key, case) for key in row) for row in _deeds(case)]
    elif may_take(case, step.me.person, step.view.now_ms):
        rows.append((_act("take", case),))
    rows.append((Button(say("case", "to_queue"), "m:queue:0"),))
    return tuple(rows)


def _deeds(case: Case) -> tuple[tuple[str, ...], ...]:
    """What the one who works on this case can do."""
    same = (("colleagues", "take_longer", "back"),)
    if case.kind is CaseKind.REQUEST:
        return (("is", "name"), ("new", "none"), ("merge", "split"), *same)
    if case.kind is CaseKind.DUE:
        # That all is well has to be said in the claim: by the day when it is due again.
        return (("claim",), *same)
    fine = "ours" if case.kind is CaseKind.LIBRARY else "fine"
    return (("claim", fine), *same) if case.claim else ((fine,), *same)


def _theirs(record: Disputed, base: Snapshot) -> list[Text]:
    """What the library would have changed: what goes and what comes."""
    head = Writer().bold(say("case", "library")).text()
    if record.kind == "claim":
        return [head, *drafts.differing(record.ours, record.theirs, base)]
    fields = dict.fromkeys(each.field for each in differences(record.ours, record.theirs))
    return [head, Text(", ".join(fields))]


def _act(key: str, case: Case) -> Button:
    if key == "claim":
        return Button(say("case_button", key), f"m:c-show:{lookup.short(case.claim)}")
    verb = {"take_longer": "take", "ours": "fine"}.get(key, key)
    return Button(say("case_button", key), f"m:{verb}:{case.id}")


def _to_case(opened: OpenedCase) -> Button:
    return Button(say("case", "to_case"), f"m:case:{opened.case.id}")


def _colleague(step: Step) -> Member | None:
    wanted = step.about[1] if len(step.about) == 2 else ""
    others = (member for member in step.view.team if member.person != step.me.person)
    return next((member for member in others if member.short == wanted), None)


def _meant(step: Step) -> Member | None:
    """The colleague whom a pending question or answer is for."""
    pending = step.state.pending
    to = pending.said.get("to") if pending else None
    return next((member for member in step.view.team if member.short == to), None)


def _passed_along(step: Step, to: Member, about: str, buttons: Keyboard, done: str) -> Turn:
    """What was typed goes to a colleague, whole or not at all."""
    words = step.incoming.text.strip()
    if len(words) > _LONGEST:
        text = Text(say("asking", "too_long", most=_LONGEST))
        return Turn(step.state, (Say(text, step.incoming.message),))
    text = Writer().bold(about).line().add(words).text()
    state = replace(step.state, pending=None)
    told = Say(Text(done), step.incoming.message)
    return Turn(state, (told,), (Tell(to.person, Say(text, buttons=buttons)),))


def _left_off(step: Step, text: str) -> Turn:
    """What was typed goes nowhere."""
    said = Say(Text(text), step.incoming.message)
    return Turn(replace(step.state, pending=None), (said,))


def _refused(step: Step, key: str = "old") -> Turn:
    return _notice(step, say("desk", key))


def _notice(step: Step, text: str) -> Turn:
    return Turn(step.state, (Acknowledge(step.incoming.callback, text),))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {
    "case": show,
    "take": take,
    "back": hand_back,
    "colleagues": colleagues,
    "ask": ask,
    "answer": answer,
    "pass": pass_on,
}
STEPS: Handlers = {"case-ask": asked, "case-answer": answered}
