"""Two people have changed one claim: what each of them made of it, and both kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge.review.drafts import FIELDS, Draft, DraftKind, fields_of

_COMPARED = tuple(name for name in FIELDS if name != "due")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both have changed, or that only they have: `mine` is None then."""

    field: str
    mine: Any
    theirs: Any

    @property
    def both(self) -> bool:
        return self.mine is not None


def conflicts(draft: Draft, present: Mapping[str, Any]) -> tuple[Conflict, ...]:
    """The fields that a colleague has changed since the draft was begun, and that are otherwise in
    the draft."""
    before = draft.before or {}
    found = []
    for name in _COMPARED:
        mine, theirs, was = draft.fields.get(name), present.get(name), before.get(name)
        if theirs in (was, mine):
            continue
        found.append(Conflict(name, None if mine == was else mine, theirs))
    return tuple(found)


def taking(draft: Draft, present: Mapping[str, Any], name: str) -> Draft:
    """The draft with their version of one field."""
    return replace(draft, fields={**draft.fields, name: present.get(name)})


def settled(
    draft: Draft,
    present: Mapping[str, Any] | None,
    digest: str | None,
    theirs: frozenset[str] = frozenset(),
) -> Draft:
    """The draft on top of what is stored now: what only a colleague has changed is theirs, what
    both have is mine but for the fields in `theirs`. Where there is nothing any more, it is a new
    claim."""
    if present is None:
        return replace(draft, kind=DraftKind.NEW_CLAIM, base=None, before=None)
    for each in conflicts(draft, present):
        if not each.both or each.field in theirs:
            draft = taking(draft, present, each.field)
    fields = {**draft.fields, "sign_off": fields_of(present)["sign_off"]}
    return replace(draft, kind=DraftKind.EDIT, fields=fields, base=digest, before=dict(present))
