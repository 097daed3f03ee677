"""What becomes of a case: one with others, several of one, or the end of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.acts import CloseCase, MergeCases, SplitCase
from bot.conversation.context import Turn
from bot.conversation.moderation.case import mine
from bot.conversation.moderation.view import OpenedCase, Step
from bot.conversation.replies import Acknowledge, Button, Edit, Say
from bot.conversation.state import Pending
from bot.wording import cases
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import CaseKind, Closed, Ending

_CHOICES = 8
_LONGEST_WHY = 300


def none(step: Step) -> Turn:
    """Whether they are sure that it is no health claim."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    text = Text(say("sorting", "none_sure", people=cases.people(opened.case)))
    yes = Button(say("sorting", "none_yes"), f"m:noneyes:{opened.case.id}")
    return Turn(step.state, (Edit(step.incoming.message, text, ((yes,), (_back(opened),))),))


def none_yes(step: Step) -> Turn:
    """It is no health claim: the case ends, and who waits is told so."""
    return _ended(step, Ending(Closed.NOT_HEALTH, step.me.person))


def fine(step: Step) -> Turn:
    """Why a claim needs no change."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    pending = Pending("case-fine", str(opened.case.id))
    text = Text(say("sorting", "fine_why"))
    return Turn(replace(step.state, pending=pending), (Edit(step.incoming.message, text),))


def fine_because(step: Step) -> Turn:
    """The claim stays as it is; why is kept."""
    state = replace(step.state, pending=None)
    why = " ".join(step.incoming.text.split())[:_LONGEST_WHY]
    opened = mine(step)
    if opened is None:
        return Turn(state, (Say(Text(say("desk", "not_mine")), step.incoming.message),))
    ending = Ending(Closed.GIVEN_UP, step.me.person, why)
    said = Say(Text(say("sorting", "ended")), step.incoming.message)
    return Turn(state, (said,), (CloseCase(opened.case.id, ending),))


def merge(step: Step) -> Turn:
    """Which other case it is the same as."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    here = opened.case
    others = sorted(
        (c for c in step.view.cases if c.kind is CaseKind.REQUEST and c.id != here.id),
        key=lambda c: (c.substance != here.substance, c.outcome != here.outcome),
    )
    if not others:
        return _refused(step, "no_other")
    rows = [
        (Button(f"{cases.title(c)} ({cases.people(c)})", f"m:into:{here.id}:{c.id}"),)
        for c in others[:_CHOICES]
    ]
    text = Text(say("sorting", "merge_which", title=cases.title(here)))
    return Turn(step.state, (Edit(step.incoming.message, text, (*rows, (_back(opened),))),))


def merge_into(step: Step) -> Turn:
    """All who wait for it wait for the other one now."""
    opened = mine(step)
    other = step.about[1] if len(step.about) == 2 else ""
    target = next((c for c in step.view.cases if str(c.id) == other), None)
    if opened is None or target is None or target.id == opened.case.id:
        return _refused(step)
    text = Text(say("sorting", "merged", title=cases.title(target)))
    button = Button(say("case", "to_case"), f"m:case:{target.id}")
    act = MergeCases(opened.case.id, target.id, step.me.person)
    return Turn(step.state, (Edit(step.incoming.message, text, ((button,),)),), (act,))


def split(step: Step) -> Turn:
    """Which of the texts is about something else."""
    opened = mine(step)
    if opened is None:
        return _refused(step)
    requests = [request for request in opened.requests if request.text][-cases.TEXTS :]
    if len(opened.requests) < 2 or not requests:
        return _refused(step, "nothing_to_split")
    writer = Writer().line(say("sorting", "split_which"))
    for number, request in enumerate(requests, 1):
        writer.line(f"{number}. {request.text}")
    rows = [
        (Button(say("sorting", "take_out", number=n), f"m:apart:{opened.case.id}:{request.id}"),)
        for n, request in enumerate(requests, 1)
    ]
    edit = Edit(step.incoming.message, writer.text(), (*rows, (_back(opened),)))
    return Turn(step.state, (edit,))


def split_off(step: Step) -> Turn:
    """That text becomes a case of its own."""
    opened = mine(step)
    wanted = step.about[1] if len(step.about) == 2 else ""
    requests = opened.requests if opened else ()
    request = next((each for each in requests if str(each.id) == wanted), None)
    if opened is None or request is None or len(requests) < 2:
        return _refused(step)
    act = SplitCase(opened.case.id, (request.id,), step.me.person)
    edit = Edit(step.incoming.message, Text(say("sorting", "split")), ((_back(opened),),))
    return Turn(step.state, (edit,), (act,))


def _ended(step: Step, ending: Ending) -> Turn:
    opened = mine(step)
    if opened is None:
        return _refused(step)
    button = Button(say("case", "to_queue"), "m:queue:0")
    edit = Edit(step.incoming.message, Text(say("sorting", "ended")), ((button,),))
    return Turn(step.state, (edit,), (CloseCase(opened.case.id, ending),))


def _back(opened: OpenedCase) -> Button:
    return Button(say("case", "to_case"), f"m:case:{opened.case.id}")


def _refused(step: Step, key: str = "not_mine") -> Turn:
    return Turn(step.state, (Acknowledge(step.incoming.callback, say("desk", key)),))


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {}
COMMANDS: Handlers = {}
BUTTONS: Handlers = {
    "none": none,
    "noneyes": none_yes,
    "fine": fine,
    "merge": merge,
    "into": merge_into,
    "split": split,
    "apart": split_off,
}
STEPS: Handlers = {"case-fine": fine_because}
