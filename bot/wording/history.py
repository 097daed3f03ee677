"""The trail of a record in words. For members of the team only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.wording.blocks import day
from bot.wording.catalogue import say
from bot.wording.rich import LIMIT, Text, Writer, joined
from knowledge import Change, drafts

_LIBRARY = "library"
_MOST_FIELDS = 8


def trail(record: str, changes: Sequence[Change], called: Callable[[str], str]) -> Text:
    """The changes of a record, the newest first: who, when, why, and which fields."""
    title = Writer().bold(say("claim_page", "past", claim=record)).text()
    return joined([title, *(_line(each, called) for each in changes)], LIMIT)


def adds_names(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether a step from one plain substance to another adds any name."""
    had, has = _names(before), _names(after)
    return not has <= had


def _line(change: Change, called: Callable[[str], str]) -> Text:
    name = say("claim_page", "library") if change.by == _LIBRARY else called(change.by)
    when = day(datetime.fromtimestamp(change.at_ms / 1000, UTC).date())
    writer = Writer().line(
        say("claim_page", "change", number=change.id, day=when, name=name, why=change.why)
    )
    return writer.add(_what(change)).text()


def _what(change: Change) -> str:
    if change.before is None:
        return say("claim_page", "began")
    if change.after is None:
        return say("claim_page", "removed")
    names = dict.fromkeys(each.field.partition(".")[0] for each in change.differences)
    shown = [say("draft_field", name).lower() if name in drafts.FIELDS else name for name in names]
    return say("claim_page", "fields", fields=", ".join(shown[:_MOST_FIELDS]))


def _names(body: Mapping[str, Any] | None) -> set[tuple[str, str]]:
    names = (body or {}).get("names", {})
    return {(language, word) for language, words in names.items() for word in words}
