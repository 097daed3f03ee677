"""/queue: what waits, the heaviest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.context import Turn
from bot.conversation.moderation.view import Step
from bot.conversation.replies import Acknowledge, Button, Edit, Keyboard, Say
from bot.wording import cases
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import leased_by

_ON_A_PAGE = 8


def queue(step: Step) -> Turn:
    """The first page of all open cases."""
    text, buttons = _page(step, 0)
    return Turn(step.state, (Say(text, step.incoming.message, buttons),))


def turn(step: Step) -> Turn:
    """Another page of them, in place."""
    if len(step.about) != 1 or not step.about[0].isdecimal():
        notice = Acknowledge(step.incoming.callback, say("desk", "old"))
        return Turn(step.state, (notice,))
    text, buttons = _page(step, int(step.about[0][:4]))
    return Turn(step.state, (Edit(step.incoming.message, text, buttons),))


def _page(step: Step, wanted: int) -> tuple[Text, Keyboard]:
    view = step.view
    if not view.cases:
        return Text(say("queue", "empty")), ()
    last = (len(view.cases) - 1) // _ON_A_PAGE
    number = min(wanted, last)
    shown = view.cases[number * _ON_A_PAGE : (number + 1) * _ON_A_PAGE]
    writer = Writer().bold(say("queue", "title", count=len(view.cases))).line()
    buttons = []
    for place, case in enumerate(shown, number * _ON_A_PAGE + 1):
        worker = view.called(leased_by(case, view.now_ms) or "")
        writer.line(cases.line(place, case, worker, view.now_ms))
        buttons.append(Button(str(place), f"m:case:{case.id}"))
    rows = [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]
    turning = []
    if number:
        turning.append(Button(say("button", "less"), f"m:queue:{number - 1}"))
    if number < last:
        turning.append(Button(say("button", "more"), f"m:queue:{number + 1}"))
    return writer.text(), (*rows, tuple(turning)) if turning else tuple(rows)


Handlers = Mapping[str, Callable[[Step], Turn]]
MENU: Mapping[str, str] = {"queue": "What waits for a reviewer"}
COMMANDS: Handlers = {"queue": queue}
BUTTONS: Handlers = {"queue": turn}
STEPS: Handlers = {}
