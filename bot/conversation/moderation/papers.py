"""Drafts, stored records and their trail, as far as a step of a member is about them.

What a step is about shows in its button or its pending step: "d-..." is about a draft, "c-..."
about a claim, "t-..." about a change in the trail; the first part behind the verb names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.incoming import Incoming, Kind
from bot.conversation.state import ChatState
from knowledge import Change, Draft, Trusted

OF_CLAIMS = frozenset({"claim", "history", "revert"})
"""Commands that may name a claim."""
OF_DRAFTS = frozenset({"drafts"})
MAKING = "d-make"
"""The button that begins a new substance or outcome: it may be begun already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What has to be looked up for a step. `claim` is an id, or what stands for one in a button."""

    draft: int = 0
    claim: str = ""
    change: int = 0
    all_open: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is stored now, and the digest that tells whether it was changed."""

    kind: str
    id: str
    body: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Papers:
    """next_id: the number of a next draft; draft: the one that the step is about; present: the
    record that it, or the step itself, is about; trail: the changes of that record, the newest
    first; change: the one that is to be taken back; taken: the ids of all claims on the substance
    of the draft; every: all open drafts; names: what everybody who was ever in the team is
    called; used_by: a claim about the substance or outcome that `present` is; lacking: the
    substance and outcome of the draft, by field and id, that are not stored; begun: the draft of a
    claim for which the draft makes a substance or outcome."""

    next_id: int = 1
    draft: Draft | None = None
    present: Stored | None = None
    trail: tuple[Change, ...] = ()
    change: Change | None = None
    taken: frozenset[str] = frozenset()
    every: tuple[Draft, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    trusted: Trusted = field(default_factory=Trusted)
    used_by: str = ""
    lacking: frozenset[tuple[str, str]] = frozenset()
    begun: Draft | None = None

    @property
    def digest(self) -> str | None:
        return self.present.digest if self.present else None

    @property
    def body(self) -> Mapping[str, Any] | None:
        return self.present.body if self.present else None


def wanted(state: ChatState, incoming: Incoming) -> Wanted:
    """What this step is about."""
    if incoming.kind is Kind.BUTTON:
        _, _, rest = incoming.data.partition(":")
        verb, _, parts = rest.partition(":")
        return _named(verb, parts.partition(":")[0])
    if incoming.command in OF_DRAFTS:
        return Wanted(all_open=True)
    if incoming.command in OF_CLAIMS:
        return Wanted(claim=incoming.text.strip().lower(), all_open=True)
    if incoming.command or state.pending is None:
        return Wanted()
    return _named(state.pending.step, state.pending.about)


def _named(verb: str, about: str) -> Wanted:
    number = int(about) if about.isdecimal() and len(about) < 16 else 0
    if verb.startswith("d-"):
        return Wanted(draft=number, all_open=verb == MAKING)
    if verb.startswith("c-"):
        return Wanted(claim=about, all_open=True)
    return Wanted(change=number) if verb.startswith("t-") else Wanted()
