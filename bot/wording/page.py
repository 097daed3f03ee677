"""What is known of a substance itself: what it is, whom it harms, what it does not go with."""

from __future__ import annotations

from bot.wording.catalogue import say
from bot.wording.rich import Writer
from knowledge import Interaction, Limit, Severity, Substance, careful_limit, said

_WARNINGS, _MEDICINES = 3, 4
"""Lines of each kind that are shown at most."""
_URGENT = list(Severity)
"""The most urgent first."""


def write(writer: Writer, substance: Substance) -> None:
    """Add the page of a substance; nothing where nothing is known of it."""
    if substance.about:
        writer.line(said(substance.about))
    if substance.who_must_not:
        writer.line(say("page", "who_must_not", substance=substance.name))
    for each in substance.who_must_not[:_WARNINGS]:
        writer.line(f"• {said(each)}")
    urgent = sorted(substance.interactions, key=lambda each: _URGENT.index(each.severity))
    for interaction in urgent[:_MEDICINES]:
        writer.line(f"• {combined(interaction, substance)}")
    if limit := careful_limit(substance):
        writer.line(f"• {limit_of(limit)} {limit.note}")


def limit_of(limit: Limit) -> str:
    """An upper limit in one sentence."""
    amount = f"{limit.amount:g} {limit.unit} {limit.per}"
    by, people = limit.source.publisher, limit.population
    return say("page", "limit", people=people, amount=amount, by=by)


def combined(interaction: Interaction, substance: Substance) -> str:
    """What a substance does with a medicine, in two sentences."""
    name, medicine = substance.name, interaction.medicine
    what = say("with_medicine", interaction.severity.value, substance=name, medicine=medicine)
    return f"{what} {interaction.effect} ({interaction.source.publisher})"
