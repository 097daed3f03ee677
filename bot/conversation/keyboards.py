"""The buttons under an answer; their data is "a:<answer>:<view>", and what they name."""

from __future__ import annotations

from hashlib import sha256

from bot.conversation.replies import Button, Keyboard
from bot.wording import blocks
from bot.wording.answer import Answer
from bot.wording.catalogue import say
from bot.wording.compose import SHOWN, Page, asked, held
from knowledge import Claim, Snapshot, Urgency

PREFIX = "a"
REQUEST, FEEDBACK, DETAILS = "r", "f", "c"
PREVIEW, SEND, LEAVE, TAKE_BACK = "p", "y", "n", "w"
SUMMARY, ALL, SOURCES, CLAIM, ASKED, NONE = "s", "l", "q", "c", "m", "n"


def data(answer: Answer, view: str, number: int = 0) -> str:
    """The data of a button, far below the 64 bytes that Telegram allows."""
    return f"{PREFIX}:{answer.id}:{view}{number}{_named(answer, view, number)}"


def mark(claim: str) -> str:
    """What stands for a claim behind its number: a message that is edited is answered anew, and the
    number may be another claim's then."""
    return sha256(claim.encode()).hexdigest()[:4]


def claim_of(answer: Answer, view: str, number: int) -> str:
    """The claim that a number of an answer stands for; "" for none."""
    ids = answer.asked if view == ASKED else tuple(item.claim for item in answer.items)
    return ids[number - 1] if 1 <= number <= len(ids) else ""


def _named(answer: Answer, view: str, number: int) -> str:
    claim = claim_of(answer, view, number) if view in (CLAIM, ASKED) else ""
    return f":{mark(claim)}" if claim else ""


def under(answer: Answer, base: Snapshot, *, private: bool = False) -> Keyboard:
    """The buttons of a first reply: the claims, everything, the sources; or the choices. In a
    private chat also what the person thinks of it, and the way to the reviewers: in a group
    everybody would read the preview."""
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
    if private and len(claims) == 1:
        rows.append(rating(answer, claims[0].number))
    if private and _open(answer, base):
        rows.append(to_reviewers(answer.id))
    return tuple(rows)


def _open(answer: Answer, base: Snapshot) -> bool:
    """Whether something in the message is left for a reviewer, and nobody may be in danger."""
    if answer.concern:
        return False
    if answer.unreviewed or answer.run_out:
        return True
    # Who is asked "did you mean" comes there by "none of these".
    return not held(answer, base) and not asked(answer, base)


def to_reviewers(answer: str) -> tuple[Button, ...]:
    """The button that begins to send a message to the reviewers."""
    return (Button(say("requesting", "button"), f"{REQUEST}:{PREVIEW}:{answer}"),)


def rating(answer: Answer, number: int) -> tuple[Button, ...]:
    """What a person may think of a claim in an answer."""
    named = f"{answer.id}:{number}{_named(answer, CLAIM, number)}"
    return tuple(
        Button(say("feedback", key), f"{FEEDBACK}:{key[0]}:{named}")
        for key in ("helpful", "not_mine", "wrong")
    )


def details(claim: Claim, base: Snapshot) -> tuple[Button, ...]:
    """The way to all that is known on a claim, whatever is remembered of the chat."""
    label = blocks.label(claim, base)
    return (Button(say("after", "details", label=label), f"{DETAILS}:{claim.id}"),)


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


def back(answer: Answer, rated: int = 0) -> Keyboard:
    """The way back to the first reply; also what the person thinks of the claim of this number."""
    rows = [(Button(say("button", "summary"), data(answer, SUMMARY)),)]
    return (rating(answer, rated), *rows) if rated else tuple(rows)
