"""What is known of a substance itself: what it is, whom it harms, what it does not go with."""

from __future__ import annotations

from bot.wording.catalogue import say
from bot.wording.rich import Writer
from knowledge import Interaction, Limit, LimitKind, Severity, Substance, said

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
        writer.line(f"• {_combined(interaction, substance)}")
    adults = [each for each in substance.limits if _for_adults(each)]
    # Where authorities differ, the careful one.
    for limit in sorted(adults, key=lambda each: each.amount or 0.0)[:1]:
        amount = f"{limit.amount:g} {limit.unit} {limit.per}"
        by, people = limit.source.publisher, limit.population
        said_plainly = say("page", "limit", people=people, amount=amount, by=by)
        writer.line(f"• {said_plainly} {limit.note}")


def _combined(interaction: Interaction, substance: Substance) -> str:
    name, medicine = substance.name, interaction.medicine
    what = say("with_medicine", interaction.severity.value, substance=name, medicine=medicine)
    return f"{what} {interaction.effect} ({interaction.source.publisher})"


def _for_adults(limit: Limit) -> bool:
    """Whether a limit is an amount for all adults; others are for those who ask about them."""
    return (
        limit.kind is LimitKind.UPPER and limit.amount is not None and "adult" in limit.population
    )
