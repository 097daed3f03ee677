"""Cases in words: a line of the queue, and the whole of one case. For members of the team only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer, joined
from knowledge import Case, Claim, Objection, Request, leased_by

_DAY_MS = 24 * 3600 * 1000
TEXTS = 5
"""Texts of a case that are shown."""
_LONGEST = 500
"""Characters of one of them."""


def title(case: Case) -> str:
    """What a case is called: names of the vocabulary, never words of a message."""
    return case.title or say("case", "untitled", number=case.id)


def line(number: int, case: Case, worker: str, now_ms: int) -> str:
    """One case in the queue. `worker` is who works on it."""
    told = say(
        "case",
        "line",
        number=number,
        title=title(case),
        kind=say("case_kind", case.kind),
        people=people(case),
        age=age(case, now_ms),
    )
    return f"{told} {say('case', 'worker', name=worker)}" if worker else told


@dataclass(frozen=True, slots=True)
class Told:
    """What people said: their texts, what they object to; and the claims that come near."""

    requests: tuple[Request, ...] = ()
    objections: tuple[Objection, ...] = ()
    nearest: tuple[Claim, ...] = ()


def whole(case: Case, told: Told, worker: str, now_ms: int) -> Text:
    """All that is known of a case."""
    head = Writer().bold(title(case)).line()
    head.line(f"{say('case_kind', case.kind)}. {people(case)}, {age(case, now_ms)}.")
    head.line(say("harm", case.harm.name.lower()))
    head.add(_held(case, worker, now_ms))
    blocks = [head.text()]
    texts = [request.text for request in told.requests if request.text]
    if texts:
        writer = Writer().bold(say("case", "texts")).line()
        for number, text in enumerate(texts[-TEXTS:], 1):
            cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
            writer.line(f"{number}. {cut}")
        blocks.append(writer.text())
    if told.objections:
        writer = Writer().bold(say("case", "objections")).line()
        for objection in told.objections[:TEXTS]:
            writer.line(f"• {_objection(objection)}")
        blocks.append(writer.text())
    if told.nearest:
        writer = Writer().bold(say("case", "nearest")).line()
        for claim in told.nearest:
            writer.line(f"• {claim.headline}")
        blocks.append(writer.text())
    return joined(blocks)


def _objection(objection: Objection) -> str:
    """What somebody said of the answer, and what the claim was found by."""
    verdict = say("objection", objection.verdict)
    if objection.probability is None:
        return verdict
    words = ", ".join(objection.words)
    return say(
        "case", "found_by", verdict=verdict, words=words, chance=f"{objection.probability:.2f}"
    )


def people(case: Case) -> str:
    """How many distinct people asked."""
    key = "one_person" if case.reach == 1 else "people" if case.reach else "nobody"
    return say("case", key, count=case.reach)


def age(case: Case, now_ms: int) -> str:
    """How long ago it began."""
    days = max(0, now_ms - case.opened_ms) // _DAY_MS
    key = "today" if not days else "yesterday" if days == 1 else "days"
    return say("case", key, count=days)


def _held(case: Case, worker: str, now_ms: int) -> str:
    if case.ending is not None:
        return say("case", "closed")
    if leased_by(case, now_ms) is None or case.lease is None:
        return say("case", "free")
    until = datetime.fromtimestamp(case.lease.until_ms / 1000, UTC).strftime("%H:%M")
    return say("case", "held", name=worker, until=until)
