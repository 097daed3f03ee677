"""The buttons under an answer; their data is "a:<answer>:<view>"."""

from __future__ import annotations

from bot.conversation.replies import Button, Keyboard
from bot.wording import blocks
from bot.wording.answer import Answer
from bot.wording.catalogue import say
from bot.wording.compose import SHOWN, Page, held
from knowledge import Snapshot, Urgency

PREFIX = "a"
SUMMARY, ALL, SOURCES, CLAIM, ASKED, NONE = "s", "l", "q", "c", "m", "n"


def data(answer: Answer, view: str, number: int = 0) -> str:
    """The data of a button, far below the 64 bytes that Telegram allows."""
    return f"{PREFIX}:{answer.id}:{view}{number}"


def under(answer: Answer, base: Snapshot) -> Keyboard:
    """The buttons of a first reply: the claims, everything, the sources; or the choices."""
    if answer.urgent in (Urgency.CRISIS, Urgency.POISONING):
        return ()
    claims = held(answer, base)
    rows: list[tuple[Button, ...]] = []
    if len(claims) > 1:
        for number, claim in enumerate(claims[:SHOWN], 1):
            text = say("button", "claim", number=number, label=blocks.label(claim, base))
            rows.append((Button(text, data(answer, CLAIM, number)),))
        last = [Button(say("button", "sources"), data(answer, SOURCES))]
        if len(claims) > SHOWN:
            show_all = say("button", "show_all", count=len(claims))
            last.insert(0, Button(show_all, data(answer, ALL)))
        rows.append(tuple(last))
    rows += _choices(answer, base, alone=not claims)
    return tuple(rows)


def _choices(answer: Answer, base: Snapshot, *, alone: bool) -> list[tuple[Button, ...]]:
    known = [id_ for id_ in answer.asked if id_ in base.claims]
    if not known:
        return []
    rows: list[tuple[Button, ...]] = [
        (Button(blocks.label(base.claims[id_], base), data(answer, ASKED, number)),)
        for number, id_ in enumerate(answer.asked, 1)
        if id_ in base.claims
    ]
    return [*rows, (Button(say("asked", "none_of_these"), data(answer, NONE)),)] if alone else rows


def of_list(answer: Answer, page: Page) -> Keyboard:
    """The buttons of a page of claims: each claim by its number, then the other pages."""
    numbers = [
        Button(str(number), data(answer, CLAIM, number))
        for number in range(page.first, page.last + 1)
    ]
    rows = [tuple(numbers[at : at + 4]) for at in range(0, len(numbers), 4)]
    last = [Button(say("button", "summary"), data(answer, SUMMARY))]
    if page.number:
        last.append(Button(say("button", "less"), data(answer, ALL, page.number - 1)))
    if not page.is_last:
        last.append(Button(say("button", "more"), data(answer, ALL, page.number + 1)))
    return (*rows, tuple(last))


def back(answer: Answer) -> Keyboard:
    """The way back to the first reply."""
    return ((Button(say("button", "summary"), data(answer, SUMMARY)),),)
