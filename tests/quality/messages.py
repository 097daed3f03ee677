"""The labelled messages and their two parts: one to tune on, one that is only ever scored."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.review.tried import Said, Tried

FOLDER = Path(__file__).parent / "set"


@dataclass(frozen=True, slots=True)
class Label:
    """One claim that a message makes; `claim` is None where the base has none for it."""

    substance: str
    relation: str
    outcome: str
    stance: str
    claim: str | None
    also_ok: tuple[str, ...] = ()

    @property
    def said(self) -> Said:
        """The same, for a backtest."""
        claims = frozenset({*self.also_ok, *([self.claim] if self.claim else [])})
        return Said(self.substance, self.relation, self.outcome, claims)


@dataclass(frozen=True, slots=True)
class Message:
    """A message with all claims that it makes."""

    id: str
    kind: str
    language: str
    text: str
    labels: tuple[Label, ...]

    @property
    def set_aside(self) -> bool:
        """A third, chosen by a hash of the id, so that it never moves."""
        return zlib.crc32(self.id.encode()) % 3 == 0


def load(folder: Path = FOLDER) -> list[Message]:
    """Every message of the set: one file a language."""
    files = sorted(folder.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").split("\n")]
    return [_message(json.loads(line)) for line in lines if line.strip()]


def tried(messages: Iterable[Message]) -> list[Tried]:
    """What a change may be tried on: the part that is not set aside."""
    return [
        Tried(
            each.id,
            each.text,
            frozenset(label.claim for label in each.labels if label.claim),
            tuple(label.said for label in each.labels),
        )
        for each in messages
        if not each.set_aside
    ]


def _message(plain: dict[str, object]) -> Message:
    claims = plain["claims"]
    assert isinstance(claims, list)
    labels = tuple(
        Label(**{**claim, "also_ok": tuple(claim.get("also_ok", ()))}) for claim in claims
    )
    return Message(
        id=str(plain["id"]),
        kind=str(plain["kind"]),
        language=str(plain["language"]),
        text=str(plain["text"]),
        labels=labels,
    )
