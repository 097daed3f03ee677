"""The buttons under an answer; their data is "a:<answer>:<view>"."""

from __future__ import annotations

from bot.conversation.replies import Button, Keyboard
from bot.wording import blocks
from bot.wording.answer import Answer
from bot.wording.catalogue import say
from bot.wording.compose import SHOWN, Page, asked, held
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
        for one in claims[:SHOWN]:
            label = blocks.label(one.claim, base)
            text = say("button", "claim", number=one.number, label=label)
            rows.append((Button(text, data(answer, CLAIM, one.number)),))
        last = [Button(say("button", "sources"), data(answer, SOURCES))]
        if len(claims) > SHOWN:
            show_all = say("button", "show_all", count=len(claims))
            last.insert(0, Button(show_all, data(answer, ALL)))
        rows.append(tuple(last))
    rows += _choices(answer, base, alone=not claims)
    return tuple(rows)


def _choices(answer: Answer, base: Snapshot, *, alone: bool) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = [
        (Button(blocks.label(one.claim, base), data(answer, ASKED, one.number)),)
        for one in asked(answer, base)
    ]
    if rows and alone:
        rows.append((Button(say("asked", "none_of_these"), data(answer, NONE)),))
    return rows


def of_list(answer: Answer, page: Page) -> Keyboard:
    """The buttons of a page of claims: each claim by its number, then the other pages."""
    numbers = [Button(str(one.number), data(answer, CLAIM, one.number)) for one in page.shown]
    rows = [tuple(numbers[at : at + 4]) for at in range(0, len(numbers), 4)]
    return (*rows, _turning(answer, page, ALL))


def of_sources(answer: Answer, page: Page) -> Keyboard:
    """The buttons of a page of sources."""
    return (_turning(answer, page, SOURCES),)


def _turning(answer: Answer, page: Page, view: str) -> tuple[Button, ...]:
    row = [Button(say("button", "summary"), data(answer, SUMMARY))]
    if page.number:
        row.append(Button(say("button", "less"), data(answer, view, page.number - 1)))
    if not page.is_last:
        row.append(Button(say("button", "more"), data(answer, view, page.number + 1)))
    return tuple(row)


def back(answer: Answer) -> Keyboard:
    """The way back to the first reply."""
    return ((Button(say("button", "summary"), data(answer, SUMMARY)),),)
