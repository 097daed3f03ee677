"""Whole answers: which parts in which order. Danger first, one main message, one next step."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.wording import blocks, emergency, page, warnings
from bot.wording.answer import Answer
from bot.wording.catalogue import note_for, say
from bot.wording.rich import LIMIT, Text, Writer, joined, units
from knowledge import Claim, Safety, Snapshot, Stance, Urgency, run_out

SHOWN = 3
"""Claims of a long message that are shown at once."""
_ON_A_PAGE, _SOURCES_ON_A_PAGE = 8, 8

_DANGERS = 2
"""Dangers of each kind that are said at once."""
_GAP = 2
"""Units between two parts."""

Part = tuple[Text | None, bool]
"""A part, and whether it may be left out when the answer is too long."""


@dataclass(frozen=True, slots=True)
class Held:
    """A claim of an answer that is still published, with the number that it always had there.
    `about` names the substance that was asked about, where the claim is a general one."""

    number: int
    claim: Claim
    stance: Stance
    about: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a long list: `shown` are the claims on it."""

    text: Text
    number: int
    shown: tuple[Held, ...]
    is_last: bool


def reply_to(message: str, answer: Answer, base: Snapshot, today: date, country: str = "") -> Text:
    """The first reply to a message, also to one that holds no words. `country` is the code of the
    one whose helplines are shown."""
    found = (answer.urgent, answer.items, answer.asked, answer.substances, answer.warned)
    empty = not any(found)
    if empty and not any(char.isalnum() for char in unicodedata.normalize("NFKC", message)):
        return Text(say("unreadable", "empty"))
    return reply(answer, base, today, country)


def reply(answer: Answer, base: Snapshot, today: date, country: str = "") -> Text:
    """What an answer says first."""
    helplines = base.vocabulary.helplines.get(country)
    if answer.urgent in (Urgency.CRISIS, Urgency.POISONING):
        return emergency.alone(answer.urgent, answer.language, helplines)
    if answer.concern is not None:
        first = emergency.on_top(answer.concern, helplines)
        return joined([first, _answered(answer, base, today, LIMIT - first.length - _GAP)])
    if answer.helpline:
        last = emergency.below(helplines)
        return joined([_answered(answer, base, today, LIMIT - last.length - _GAP), last])
    return _answered(answer, base, today, LIMIT)


def _answered(answer: Answer, base: Snapshot, today: date, room: int) -> Text:
    """The answer itself, in as many units as there is room for."""
    claims = held(answer, base)
    if not claims:
        if asked(answer, base):
            return did_you_mean(answer, base, room)
        return nothing(answer, base, today, room)
    if len(claims) == 1:
        return _one(answer, claims[0], base, today, room)
    return _several(answer, claims, base, today, room)


def held(answer: Answer, base: Snapshot) -> list[Held]:
    """The claims of an answer that are still published, in its order."""
    return [
        Held(number, base.claims[item.claim], item.stance, _named(item.about, base))
        for number, item in enumerate(answer.items, 1)
        if item.claim in base.claims
    ]


def ended(answer: Answer, base: Snapshot) -> list[Claim]:
    """The claims that the message makes and whose reviews have run out."""
    return [base.claims[id_] for id_ in answer.run_out if id_ in base.claims]


def _named(substance: str, base: Snapshot) -> str:
    known = base.vocabulary.substances
    return base.substance(substance).name if substance in known else ""


def asked(answer: Answer, base: Snapshot) -> list[Held]:
    """The choices of a "did you mean" that are still published."""
    return [
        Held(number, base.claims[id_], Stance.ASSERTS)
        for number, id_ in enumerate(answer.asked, 1)
        if id_ in base.claims
    ]


def detail(one: Held, today: date) -> Text:
    """All that is known on one claim of an answer."""
    claim = one.claim
    return fitted(
        [
            (blocks.danger(claim), False),
            (blocks.fact(claim, one.stance, one.about), False),
            (blocks.reasons(claim, most=6), True),
            (blocks.cautions(claim, most=4), False),
            (blocks.whom_to_ask(claim), False),
            (blocks.sources(claim), False),
            (blocks.review(claim, today), False),
        ]
    )


def every(answer: Answer, base: Snapshot, number: int) -> Page:
    """One page of all claims of an answer; the last one for a number beyond it."""
    claims = held(answer, base)
    head = [blocks.summary([one.claim for one in claims])]
    return _page(
        claims,
        number,
        _ON_A_PAGE,
        head,
        lambda one: blocks.line_of(one.number, one.claim, one.about),
    )


def all_sources(answer: Answer, base: Snapshot, number: int) -> Page:
    """One page of the sources of every claim of an answer."""

    def of(one: Held) -> Text:
        writer = Writer().bold(f"{one.number}. {blocks.label(one.claim, base)}").line()
        return blocks.listed(writer, one.claim.sources[:2])

    return _page(held(answer, base), number, _SOURCES_ON_A_PAGE, [], of)


def _page(
    claims: list[Held], number: int, size: int, head: list[Text], block: Callable[[Held], Text]
) -> Page:
    pages = max(1, math.ceil(len(claims) / size))
    at = min(number, pages - 1)
    shown = tuple(claims[at * size : (at + 1) * size])
    text = joined([*head, *(block(one) for one in shown)])
    return Page(text, at, shown, at == pages - 1)


def did_you_mean(answer: Answer, base: Snapshot, room: int = LIMIT) -> Text:
    """A question instead of a guess; the choices are buttons, and named in the text too."""
    choices = asked(answer, base)
    writer = Writer().line(say("asked", "did_you_mean"))
    for one in choices:
        writer.line(f"• {blocks.label(one.claim, base)}")
    closing = Writer().add(say("nothing", "ask")).text()
    return fitted(
        [
            *_dangers(answer, [one.claim for one in choices], base),
            (_note(answer), True),
            (writer.text(), False),
            (closing, True),
        ],
        room,
    )


def nothing(answer: Answer, base: Snapshot, today: date, room: int = LIMIT) -> Text:
    """The honest answer when no reviewed claim fits."""
    known = [id_ for id_ in answer.substances if id_ in base.vocabulary.substances]
    old = ended(answer, base)
    # A danger stays one, however old its review is.
    dangers = _dangers(answer, old, base)
    if not known and not answer.tip_offs and not dangers and not old:
        writer = Writer().line(say("nothing", "no_claim")).line()
        return fitted(
            [(_note(answer), True), (writer.add(say("nothing", "send")).text(), False)], room
        )
    parts: list[Part] = [
        *dangers,
        (_note(answer), True),
        (Writer().bold(say("nothing", _why_nothing(answer))).text(), False),
        (blocks.ended(old, base), False),
        (blocks.not_reviewed(answer.unreviewed, base), False),
        (blocks.tip_offs(answer.tip_offs, base), True),
    ]
    parts += [(_known(id_, base, today), True) for id_ in known[:2]]
    unreviewed = blocks.not_reviewed(answer.unreviewed, base)
    closing = [say("nothing", "ask")]
    if unreviewed is None:
        closing.insert(0, say("nothing", "no_warning"))
    parts.append((Writer().add(" ".join(closing)).text(), False))
    return fitted(parts, room)


def _why_nothing(answer: Answer) -> str:
    """Whether something was claimed that nobody reviewed, or nothing at all."""
    said = answer.unreviewed or answer.tip_offs or answer.warned or answer.run_out
    return "no_answer" if said else "no_claim"


def _known(substance: str, base: Snapshot, today: date) -> Text:
    """What we do know of a substance: its most dangerous claims first."""
    name = base.substance(substance).name
    claims = sorted(
        (claim for claim in base.by_substance.get(substance, ()) if not run_out(claim, today)),
        key=lambda claim: (-list(Safety).index(claim.safety), claim.id),
    )
    writer = Writer()
    page.write(writer, base.substance(substance))
    if not claims:
        return writer.add(say("nothing", "known_none", substance=name)).text()
    writer.line(say("nothing", "known", substance=name))
    for claim in claims[:SHOWN]:
        warning = "⚠️ " if claim.safety is Safety.DANGER else ""
        writer.line(f"• {warning}{claim.headline}")
    return writer.text()


def _one(answer: Answer, one: Held, base: Snapshot, today: date, room: int) -> Text:
    claim = one.claim
    return fitted(
        [
            *_dangers(answer, [claim, *ended(answer, base)], base),
            (_note(answer), True),
            (blocks.fact(claim, one.stance, one.about), False),
            (blocks.reasons(claim), False),
            (blocks.cautions(claim), False),
            *_besides(answer, base),
            (blocks.whom_to_ask(claim), False),
            (blocks.sources(claim), False),
            (blocks.review(claim, today), False),
        ],
        room,
    )


def _several(
    answer: Answer, held_claims: Sequence[Held], base: Snapshot, today: date, room: int
) -> Text:
    claims = [one.claim for one in held_claims]
    lines: list[Part] = [
        (blocks.line_of(one.number, one.claim, one.about), False) for one in held_claims[:SHOWN]
    ]
    more = len(claims) - SHOWN
    if more > 0:
        lines.append((Writer().add(say("answer", "more", count=more)).text(), True))
    return fitted(
        [
            *_dangers(answer, [*claims, *ended(answer, base)], base),
            (_note(answer), True),
            (blocks.doubted([one.stance for one in held_claims]), False),
            (blocks.summary(claims), False),
            (Writer().bold(say("answer", "matter_most")).text(), True),
            *lines,
            *_besides(answer, base),
            (blocks.whom_to_ask(claims[0]), False),
            (blocks.review_of_all(claims, today), False),
        ],
        room,
    )


def _dangers(answer: Answer, claims: Sequence[Claim], base: Snapshot) -> list[Part]:
    """The dangers, first of all: the lines on what the message says, then those of the claims."""
    lines = warnings.lines(answer.warned, base)
    of_claims = [text for claim in claims[:_DANGERS] if (text := blocks.danger(claim))]
    # One that is said already in a line of its own need not be said again.
    room = 1 if lines else _DANGERS
    return [(text, False) for text in (*lines[:_DANGERS], *of_claims[:room])]


def _besides(answer: Answer, base: Snapshot) -> list[Part]:
    """What else was in the message: sales patterns, open claims, unsure ones."""
    return [
        (blocks.tip_offs(answer.tip_offs, base), True),
        (blocks.ended(ended(answer, base), base), True),
        (blocks.not_reviewed(answer.unreviewed, base), True),
        (blocks.perhaps([one.claim for one in asked(answer, base)], base), True),
    ]


def _note(answer: Answer) -> Text | None:
    note = note_for(answer.language)
    return Writer().add(note).text() if note else None


def fitted(parts: Sequence[Part], limit: int = LIMIT) -> Text:
    """The parts in order; optional ones are left out from the end until all fits."""
    kept = [(text, optional) for text, optional in parts if text is not None and text.plain]
    while sum(units(text.plain) + _GAP for text, _ in kept) > limit:
        at = next((n for n in reversed(range(len(kept))) if kept[n][1]), None)
        if at is None:
            break
        del kept[at]
    return joined([text for text, _ in kept], limit)
