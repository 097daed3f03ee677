"""Whole answers: which parts in which order. Danger first, one main message, one next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.wording import blocks
from bot.wording.answer import Answer
from bot.wording.catalogue import note_for, say
from bot.wording.rich import LIMIT, Text, Writer, joined, units
from knowledge import Claim, Safety, Snapshot, Stance, Urgency

SHOWN = 3
"""Claims of a long message that are shown at once."""
_ON_A_PAGE = 8
HELPLINES = "https://findahelpline.com"

Part = tuple[Text | None, bool]
"""A part, and whether it may be left out when the answer is too long."""


def reply(answer: Answer, base: Snapshot, today: date) -> Text:
    """The first reply to a message."""
    if answer.urgent in (Urgency.CRISIS, Urgency.POISONING):
        return urgent(answer.urgent)
    claims = held(answer, base)
    if not claims:
        return did_you_mean(answer, base) if answer.asked else nothing(answer, base)
    if len(claims) == 1:
        return _one(answer, claims[0], base, today)
    return _several(answer, claims, base)


def held(answer: Answer, base: Snapshot) -> list[Claim]:
    """The claims of an answer that are still published, in its order."""
    return [base.claims[item.claim] for item in answer.items if item.claim in base.claims]


def detail(answer: Answer, claim: Claim, today: date) -> Text:
    """All that is known on one claim of an answer."""
    stance = next((i.stance for i in answer.items if i.claim == claim.id), Stance.ASSERTS)
    return fitted(
        [
            (blocks.danger(claim), False),
            (blocks.fact(claim, stance), False),
            (blocks.reasons(claim, most=6), True),
            (blocks.cautions(claim, most=4), False),
            (blocks.whom_to_ask(claim), False),
            (blocks.sources(claim), False),
            (blocks.review(claim, today), False),
        ]
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A page of all claims of an answer: those with the numbers `first` to `last`."""

    text: Text
    number: int
    first: int
    last: int
    is_last: bool


def every(answer: Answer, base: Snapshot, number: int) -> Page:
    """One page of all claims of an answer; the last one for a number beyond it."""
    claims = held(answer, base)
    pages: list[list[Text]] = [[]]
    for position, claim in enumerate(claims, 1):
        if len(pages[-1]) == _ON_A_PAGE:
            pages.append([])
        pages[-1].append(blocks.line_of(position, claim))
    at = min(number, len(pages) - 1)
    first = at * _ON_A_PAGE + 1
    text = joined([blocks.summary(claims), *pages[at]])
    return Page(text, at, first, first + len(pages[at]) - 1, at == len(pages) - 1)


def all_sources(answer: Answer, base: Snapshot) -> Text:
    """The sources of every claim of an answer."""
    parts = []
    for number, claim in enumerate(held(answer, base), 1):
        writer = Writer().bold(f"{number}. {blocks.label(claim, base)}").line()
        for source in claim.sources[:2]:
            year = f", {source.year}" if source.year else ""
            writer.add("• ").link(source.title, source.url).line(f" ({source.publisher}{year})")
        parts.append(writer.text())
    return joined(parts)


def urgent(kind: Urgency) -> Text:
    """Help before everything else, and nothing besides."""
    if kind is Urgency.CRISIS:
        writer = Writer().line(say("urgent", "crisis")).line()
        writer.bold(say("urgent", "crisis_now")).line().line()
        return writer.add(say("urgent", "crisis_line") + " ").link(HELPLINES, HELPLINES).text()
    writer = Writer().bold(say("urgent", "poisoning")).line().line()
    writer.line(say("urgent", "poisoning_numbers")).line()
    return writer.add(say("urgent", "poisoning_pack")).text()


def did_you_mean(answer: Answer, base: Snapshot) -> Text:
    """A question instead of a guess; the choices are buttons, and named in the text too."""
    writer = Writer().line(say("asked", "did_you_mean"))
    for id_ in answer.asked:
        if id_ in base.claims:
            writer.line(f"• {blocks.label(base.claims[id_], base)}")
    return fitted([(_note(answer), True), (writer.text(), False)])


def nothing(answer: Answer, base: Snapshot) -> Text:
    """The honest answer when no reviewed claim fits."""
    known = [id_ for id_ in answer.substances if id_ in base.vocabulary.substances]
    if not known and not answer.tip_offs:
        writer = Writer().line(say("nothing", "no_claim")).line()
        return fitted([(_note(answer), True), (writer.add(say("nothing", "send")).text(), False)])
    parts: list[Part] = [
        (_note(answer), True),
        (Writer().bold(say("nothing", "no_answer")).text(), False),
        (blocks.not_reviewed(answer.unreviewed, base), False),
        (blocks.tip_offs(answer.tip_offs, base), True),
    ]
    parts += [(_known(id_, base), True) for id_ in known[:2]]
    closing = say("nothing", "no_warning") + " " + say("nothing", "ask")
    parts.append((Writer().add(closing).text(), False))
    return fitted(parts)


def _known(substance: str, base: Snapshot) -> Text:
    """What we do know of a substance: its most dangerous claims first."""
    name = base.substance(substance).name
    claims = sorted(
        base.by_substance.get(substance, ()),
        key=lambda claim: (-list(Safety).index(claim.safety), claim.id),
    )
    if not claims:
        return Writer().add(say("nothing", "known_none", substance=name)).text()
    writer = Writer().line(say("nothing", "known", substance=name))
    for claim in claims[:SHOWN]:
        warning = "⚠️ " if claim.safety is Safety.DANGER else ""
        writer.line(f"• {warning}{claim.headline}")
    return writer.text()


def _one(answer: Answer, claim: Claim, base: Snapshot, today: date) -> Text:
    return fitted(
        [
            (_note(answer), True),
            (blocks.danger(claim), False),
            (blocks.fact(claim, answer.items[0].stance), False),
            (blocks.reasons(claim), False),
            (blocks.cautions(claim), False),
            (blocks.tip_offs(answer.tip_offs, base), True),
            (blocks.not_reviewed(answer.unreviewed, base), True),
            (blocks.perhaps(answer.asked, base), True),
            (blocks.whom_to_ask(claim), False),
            (blocks.sources(claim), False),
            (blocks.review(claim, today), False),
        ]
    )


def _several(answer: Answer, claims: Sequence[Claim], base: Snapshot) -> Text:
    lines: list[Part] = [
        (blocks.line_of(number, claim), False) for number, claim in enumerate(claims[:SHOWN], 1)
    ]
    more = len(claims) - SHOWN
    if more > 0:
        lines.append((Writer().add(say("answer", "more", count=more)).text(), True))
    return fitted(
        [
            (_note(answer), True),
            *((blocks.danger(claim), False) for claim in claims[:2]),
            (blocks.summary(claims), False),
            (Writer().bold(say("answer", "matter_most")).text(), True),
            *lines,
            (blocks.tip_offs(answer.tip_offs, base), True),
            (blocks.not_reviewed(answer.unreviewed, base), True),
            (blocks.perhaps(answer.asked, base), True),
            (blocks.whom_to_ask(claims[0]), False),
            (blocks.review_of_all(claims), False),
        ]
    )


def _note(answer: Answer) -> Text | None:
    note = note_for(answer.language)
    return Writer().add(note).text() if note else None


def fitted(parts: Sequence[Part], limit: int = LIMIT) -> Text:
    """The parts in order; optional ones are left out from the end until all fits."""
    kept = [(text, optional) for text, optional in parts if text is not None and text.plain]
    while sum(units(text.plain) + 2 for text, _ in kept) > limit:
        at = next((n for n in reversed(range(len(kept))) if kept[n][1]), None)
        if at is None:
            break
        del kept[at]
    return joined([text for text, _ in kept], limit)
