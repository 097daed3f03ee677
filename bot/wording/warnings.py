"""The lines on danger: fixed and reviewed, worded for how the message stands to them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.wording import page
from bot.wording.answer import Warned
from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import Snapshot, Stance, careful_limit


def lines(warned: Iterable[Warned], base: Snapshot) -> list[Text]:
    """A line for each danger that is still in the base, what is asserted or asked before what the
    message warns of itself."""
    known = [each for each in warned if each.danger in base.vocabulary.dangers]
    return [_line(each, base) for each in sorted(known, key=_warned_of)]


def _warned_of(each: Warned) -> bool:
    return each.stance is Stance.DISPUTES


def _line(each: Warned, base: Snapshot) -> Text:
    danger = base.vocabulary.dangers[each.danger]
    if each.stance is Stance.DISPUTES:
        head, text = say("warning", "doubt"), danger.doubt
    else:
        head = say("safety", "danger")
        text = danger.question if each.stance is Stance.ASKS else danger.line
    writer = Writer().bold(head).add(f" {text}")
    if detail := _detail(each, base):
        writer.add(f" {detail}")
    publishers = ", ".join(dict.fromkeys(source.publisher for source in danger.sources))
    return writer.add(f" ({publishers})").text()


def _detail(each: Warned, base: Snapshot) -> str:
    """The limit that an amount is over, or what the two do together."""
    substance = base.vocabulary.substances.get(each.substance)
    if substance is None:
        return ""
    if each.medicine:
        name = base.vocabulary.medicines.get(each.medicine)
        found = next((i for i in substance.interactions if i.medicine == name), None)
        return page.combined(found, substance) if found else ""
    limit = careful_limit(substance) if each.danger == "over-limit" else None
    return page.limit_of(limit) if limit else ""
