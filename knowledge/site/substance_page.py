"""The page of a substance: what it is, who must not take it, limits, medicines, its claims."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Interaction, Limit, LimitKind, Severity, Source, Substance
from knowledge.site.cited import Statement, each_once, place_of, statement, statements
from knowledge.site.collection import Collection
from knowledge.site.frame import Frame, substance_path
from knowledge.site.words import room, say

_MOST_URGENT_FIRST = list(Severity)


@dataclass(frozen=True, slots=True)
class Line:
    """A limit or a medicine: for whom or with what, what holds there, and where that stands."""

    about: str
    rule: str
    told: Statement


@dataclass(frozen=True, slots=True)
class Name:
    """What a substance is called in a language."""

    code: str
    language: str
    word: str


def substance_page(substance: Substance, collection: Collection, frame: Frame) -> tuple[str, bytes]:
    """Its file and what it holds."""
    sources = _sources(substance)
    medicines = sorted(
        substance.interactions, key=lambda each: _MOST_URGENT_FIRST.index(each.severity)
    )
    return frame.page(
        substance_path(substance.id),
        "substance.html",
        title=substance.name,
        description=f"What has been reviewed about {substance.name}, with sources.",
        substance=substance,
        claims=collection.by_substance[substance.id],
        label=collection.label,
        names=_names(substance),
        about=statement(substance.about, sources) if substance.about else None,
        who_must_not=statements(substance.who_must_not, sources),
        limits=[_limit(limit, sources) for limit in substance.limits],
        medicines=[_medicine(each, substance, sources) for each in medicines],
        sources=sources,
    )


def _sources(substance: Substance) -> list[Source]:
    limits = [limit.source for limit in substance.limits]
    medicines = [interaction.source for interaction in substance.interactions]
    return each_once([*substance.sources, *limits, *medicines])


def _names(substance: Substance) -> list[Name]:
    """The first name in every other language: the others there are misspellings and brands."""
    languages = room("language")
    return [
        Name(code, languages[code], substance.names[code][0])
        for code in languages
        if code != "en" and substance.names.get(code)
    ]


def _limit(limit: Limit, sources: list[Source]) -> Line:
    amount = "" if limit.amount is None else f"{limit.amount:,g} {limit.unit} {limit.per}"
    if limit.kind is not LimitKind.NONE_SET and not amount:
        amount = limit.note
    rule = say("limit", limit.kind.value, amount=amount)
    told = Statement(limit.note, (place_of(limit.source, sources),))
    return Line(limit.population, rule, told)


def _medicine(interaction: Interaction, substance: Substance, sources: list[Source]) -> Line:
    rule = say(
        "with_medicine",
        interaction.severity.value,
        substance=substance.name,
        medicine=interaction.medicine,
    )
    told = Statement(interaction.effect, (place_of(interaction.source, sources),))
    return Line(interaction.medicine, rule, told)
