"""What people in danger read: help first, and nothing besides. No method, no cause, no judgement; a
helpline at once."""

from __future__ import annotations

from bot.wording.catalogue import say, urgent_in
from bot.wording.rich import Text, Writer
from knowledge import Helplines, Urgency

DIRECTORY = "https://findahelpline.com"
"""Helplines of more than 130 countries."""


def alone(kind: Urgency, language: str, country: Helplines | None) -> Text:
    """The whole reply to a cry for help or a poisoning; first in the person's own language."""
    writer = Writer()
    if own := urgent_in(kind, language):
        writer.bold(own)
        if kind is Urgency.CRISIS and country is None:
            writer.add(" ").link(DIRECTORY, DIRECTORY)
        writer.line().line()
    if kind is Urgency.CRISIS:
        writer.line(say("urgent", "crisis")).line()
        writer.bold(say("urgent", "crisis_now")).line().line()
        return _crisis_lines(writer, country).text()
    writer.bold(say("urgent", "poisoning")).line().line()
    _poison_lines(writer, country)
    return writer.line().add(say("urgent", "poisoning_pack")).text()


def on_top(kind: Urgency, country: Helplines | None) -> Text:
    """The line on top of an answer, where a cry for help or a poisoning may be meant."""
    if kind is Urgency.CRISIS:
        writer = Writer().bold(say("urgent", "perhaps_crisis")).line()
        return _crisis_lines(writer, country, most=1, hint=False).text()
    writer = Writer().bold(say("urgent", "perhaps_poisoning")).line()
    _poison_lines(writer, country, most=1, hint=False)
    return writer.text()


def below(country: Helplines | None) -> Text:
    """The line that closes an answer on depression, suicide, self-harm or addiction as a topic."""
    writer = Writer().add(say("helpline", "below") + " ")
    if country and country.crisis:
        line = country.crisis[0]
        hours = f" ({line.hours})" if line.hours else ""
        return writer.add(f"{line.name}: ").bold(line.number).add(hours).text()
    writer.link(DIRECTORY, DIRECTORY)
    return writer.text() if country else writer.add(f" {say('helpline', 'set_country')}").text()


def in_private() -> Text:
    """What a cry for help gets in a group: an offer, and nothing of what was said."""
    writer = Writer().line(say("urgent", "in_private"))
    return writer.link(DIRECTORY, DIRECTORY).text()


def at_once(country: Helplines | None) -> Text:
    """Where help is, for somebody whose messages are not read for a while."""
    writer = Writer().line(say("urgent", "not_read"))
    if country:
        _emergency(writer, country)
    return writer.add(say("urgent", "directory") + " ").link(DIRECTORY, DIRECTORY).text()


def _crisis_lines(
    writer: Writer, country: Helplines | None, most: int = 3, *, hint: bool = True
) -> Writer:
    if country and country.crisis:
        for line in country.crisis[:most]:
            hours = f" ({line.hours})" if line.hours else ""
            writer.add(f"• {line.name}: ").bold(line.number).line(hours)
        _emergency(writer, country)
        return writer.add(say("urgent", "directory") + " ").link(DIRECTORY, DIRECTORY)
    if country:
        _emergency(writer, country)
    writer.add(say("urgent", "crisis_line") + " ").link(DIRECTORY, DIRECTORY)
    return writer if country or not hint else writer.line().line(say("urgent", "set_country"))


def _poison_lines(
    writer: Writer, country: Helplines | None, most: int = 3, *, hint: bool = True
) -> None:
    if country is None:
        writer.line(say("urgent", "poisoning_numbers"))
        if hint:
            writer.line(say("urgent", "set_country"))
        return
    _emergency(writer, country)
    for line in country.poison[:most]:
        hours = f" ({line.hours})" if line.hours else ""
        writer.add(f"• {line.name}: ").bold(line.number).line(hours)


def _emergency(writer: Writer, country: Helplines) -> None:
    writer.add(say("urgent", "emergency", country=country.name) + " ")
    writer.bold(country.emergency.number).line()
