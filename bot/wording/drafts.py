"""Drafts in words: their steps, what they would change, what a trial of them found. For members of
the team only: phrasings are shown here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.wording import blocks
from bot.wording.catalogue import say
from bot.wording.rich import LIMIT, Text, Writer, joined
from knowledge import (
    Claim,
    Draft,
    DraftKind,
    Relation,
    Shown,
    Snapshot,
    Trial,
    differences,
    drafts,
    new_words,
)

_MESSAGES = 10
"""Messages of a trial that are shown."""
_LONGEST = 200
"""Characters of one of them."""
_CALLED = frozenset({*drafts.FIELDS, *new_words.OF_SUBSTANCE, *new_words.OF_OUTCOME})
"""Fields that have a name for people."""
_LAST, _CUT = 8, 240
"""Items of a list that are shown within a step, and characters of one of them."""


def title(draft: Draft, base: Snapshot) -> str:
    """What a draft is called."""
    if draft.kind is DraftKind.PHRASING:
        return say("draft", "phrasing", about=_claim_name(draft.subject, base))
    if draft.kind is DraftKind.NAME:
        return say("draft", "name", about=_substance(draft.subject, base))
    if draft.of_word:
        kind = say("word_kind", draft.kind)
        name = draft.fields.get("name")
        return say("new_word", "title", kind=kind, name=name) if name else kind
    about = _about(draft, base)
    if not about:
        return say("draft", "new")
    key = "about" if draft.kind is DraftKind.NEW_CLAIM else "edit"
    return say("draft", key, about=about)


def label(name: str) -> str:
    """What a field is called."""
    return say("draft_field", name) if name in drafts.FIELDS else say("word_field", name)


def chosen(name: str, value: str) -> str:
    """A value that is one of few."""
    if name == "nature":
        return say("word_nature", value)
    return say("draft_choice", f"{name} {value}")


def items(name: str, value: Any, base: Snapshot) -> list[str]:
    """The value of a field, as people of the team read it: one line an item."""
    if value in (None, "", []):
        return []
    if name == "substance":
        return [_substance(value, base)]
    if name == "outcome":
        return [_outcome(value, base)]
    if name in drafts.CHOICES:
        return [chosen(name, value)]
    if name == "sources":
        return [_source(each) for each in value]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def step(
    draft: Draft, name: str, base: Snapshot, problems: Iterable[tuple[str, str]], note: str = ""
) -> Text:
    """One step of the editor: the rule, an example, what is there now, what is wrong with it."""
    steps = drafts.steps_of(draft)
    number = steps.index(name) + 1
    title_ = say("draft_step", "title", number=number, count=len(steps), field=label(name))
    rule, shown = _taught(draft, name)
    head = Writer().bold(title_).line().line(rule)
    example = Writer().line(say("draft_step", "example")).italic(shown)
    parts = [head.text(), example.text()]
    if name in ("facts", "safety_facts"):
        parts.append(Text(_ids(draft)))
    if faults := mend(problems):
        parts.append(faults)
    if now := _now(draft, name, base):
        parts.append(now)
    if note:
        parts.insert(1, Writer().bold(note).text())
    return joined(parts, LIMIT)


def mend(problems: Iterable[tuple[str, str]]) -> Text | None:
    """What is wrong, with the field that it is about."""
    lines = [fault(*each) for each in problems]
    if not lines:
        return None
    writer = Writer().bold(say("draft_step", "mend")).line()
    for line in lines:
        writer.line(f"• {line}")
    return writer.text()


def fault(name: str, message: str) -> str:
    """One thing that is wrong."""
    field = label(name) if name in _CALLED else name
    if not message:
        return say("draft_step", "lacking", field=field)
    return say("draft_step", "problem", field=field, message=message)


def changes(draft: Draft, base: Snapshot, present: Mapping[str, Any] | None = None) -> list[Text]:
    """What a draft would change, a block a field: what goes and what comes. `present` is what is
    stored now."""
    if draft.kind is DraftKind.PHRASING:
        return [_block("phrasings", [], [draft.fields["phrasing"]])]
    if draft.kind is DraftKind.NAME:
        named = say(
            "draft", "of_name", name=draft.fields["name"], language=draft.fields["language"]
        )
        return [Text(f"+ {named}")]
    if draft.of_word:
        told = ((name, items(name, draft.fields.get(name), base)) for name in drafts.all_of(draft))
        return [_block(name, [], lines) for name, lines in told if lines]
    before = {name: (present or {}).get(name) for name in drafts.FIELDS}
    after = {name: draft.fields.get(name) or None for name in drafts.FIELDS}
    return list(differing(before, after, base))


def differing(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, base: Snapshot
) -> Iterable[Text]:
    """The fields in which two plain claims differ."""
    before, after = _told(before), _told(after)
    for each in differences(before, after):
        gone = items(each.field, _listed(each.field, each.removed), base)
        come = items(each.field, _listed(each.field, each.added), base)
        if gone or come:
            yield _block(each.field, gone, come)


def conflict(name: str, mine: Any, theirs: Any, base: Snapshot) -> Text:
    """One field as two people have it; `mine` is None where only they changed it."""
    field = say("draft_field", name)
    if mine is None:
        writer = Writer().bold(say("draft_merge", "only_theirs", field=field)).line()
        return _lines(writer, items(name, theirs, base)).text()
    writer = Writer().bold(say("draft_merge", "both", field=field)).line()
    writer.line(say("draft_merge", "yours"))
    _lines(writer, items(name, mine, base))
    writer.line(say("draft_merge", "theirs"))
    return _lines(writer, items(name, theirs, base)).text()


def tried(trial: Trial | None) -> str:
    """What a trial found, in one sentence."""
    if trial is None:
        return say("draft_trial", "not_yet")
    breaks = len(trial.breaks) + trial.more_breaks
    also = len(trial.also) + trial.more_also
    return say("draft_trial", "summary", fixes=trial.fixes, breaks=breaks, also=also)


def moved(trial: Trial) -> list[Text]:
    """The messages that a draft breaks, and those that it would also answer."""
    found = []
    for heading, shown, more in (
        (say("draft_trial", "breaks"), trial.breaks, trial.more_breaks),
        (say("draft_trial", "also"), trial.also, trial.more_also),
    ):
        if shown:
            found.append(_messages(Writer().bold(heading), shown))
        if more:
            found.append(Text(say("draft_trial", "more", count=more)))
    return found


def pages(parts: Sequence[Text]) -> list[Text]:
    """Blocks as messages: none is left out."""
    found: list[list[Text]] = [[]]
    room = LIMIT
    for part in parts:
        if found[-1] and part.length + 2 > room:
            found.append([])
            room = LIMIT
        found[-1].append(part)
        room -= part.length + 2
    return [joined(each, LIMIT) for each in found if each]


def _messages(writer: Writer, shown: Sequence[Shown]) -> Text:
    writer.line()
    for each in shown[:_MESSAGES]:
        text = " ".join(each.text.split())
        cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
        told = []
        if each.gained:
            told.append(say("draft_trial", "gained", claims=", ".join(each.gained)))
        if each.lost:
            told.append(say("draft_trial", "lost", claims=", ".join(each.lost)))
        writer.line(f"• “{cut}”: {'; '.join(told)}")
    if len(shown) > _MESSAGES:
        writer.line(say("draft_trial", "more", count=len(shown) - _MESSAGES))
    return writer.text()


def _told(body: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        name: body[name]
        for name in drafts.FIELDS
        if body and name != "due" and body.get(name) not in (None, [], "")
    }


def _listed(name: str, values: Sequence[Any]) -> Any:
    if name in drafts.LISTS:
        return list(values)
    return values[0] if values else None


def _block(name: str, gone: Sequence[str], come: Sequence[str]) -> Text:
    writer = Writer().bold(label(name)).line()
    for line in gone:
        writer.line(f"− {line}")
    for line in come:
        writer.line(f"+ {line}")
    return writer.text()


def _lines(writer: Writer, lines: Iterable[str]) -> Writer:
    for line in lines:
        writer.line(f"• {line}")
    return writer


def _taught(draft: Draft, name: str) -> tuple[str, str]:
    """The rule of a field, and an example."""
    if draft.of_word:
        key = f"{draft.kind} {name}"
        return say("word_rule", key), say("word_example", key)
    return say("draft_rule", name), say("draft_example", name)


def _now(draft: Draft, name: str, base: Snapshot) -> Text | None:
    shown = items(name, draft.fields.get(name), base)
    if not shown:
        return None
    writer = Writer().bold(say("draft_step", "now")).line()
    first = max(0, len(shown) - _LAST)
    if first:
        writer.line("…")
    for number, line in enumerate(shown[first:], first + 1):
        cut = line if len(line) <= _CUT else f"{line[:_CUT]} …"
        writer.line(f"{number}. {cut}" if name in drafts.LISTS else cut)
    return writer.text()


def _ids(draft: Draft) -> str:
    ids = [each["id"] for each in draft.fields.get("sources") or [] if each.get("id")]
    if not ids:
        return say("draft_step", "no_ids")
    return say("draft_step", "ids", ids=", ".join(f"[{id_}]" for id_ in ids))


def _source(source: Mapping[str, Any]) -> str:
    year = f", {source['year']}" if source.get("year") else ""
    named = f"[{source['id']}] " if source.get("id") else ""
    return (
        f"{named}{source['title']} ({source['publisher']}{year}) {source['url']}: {source['says']}"
    )


def _about(draft: Draft, base: Snapshot) -> str:
    substance, outcome = draft.fields.get("substance"), draft.fields.get("outcome")
    relation = draft.fields.get("relation") or Relation.IMPROVES
    if not substance:
        return ""
    if not outcome:
        return _substance(substance, base)
    names = {"substance": _substance(substance, base), "outcome": _outcome(outcome, base)}
    return say("label", relation, **names)


def _claim_name(id_: str, base: Snapshot) -> str:
    claim: Claim | None = base.claims.get(id_)
    return blocks.label(claim, base) if claim else id_


def _substance(id_: str, base: Snapshot) -> str:
    return base.substance(id_).name if id_ in base.vocabulary.substances else id_


def _outcome(id_: str, base: Snapshot) -> str:
    return base.outcome(id_).name if id_ in base.vocabulary.outcomes else id_
