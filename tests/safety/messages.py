"""The test messages: written apart from code and training messages, and never fitted on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

from tests.quality.messages import load as load_quality

SET = Path(__file__).parent / "set"
TRAINING = Path(__file__).parent / "training"
_LONG = 3_000
"""Characters of what an alarm is buried in."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message with the kinds that it is of."""

    id: str
    language: str
    text: str
    kinds: frozenset[str]


def alarms() -> list[Message]:
    """Cries for help, poisonings, and what looks like them."""
    return [_message(line, {line["label"]} - {"none"}) for line in _lines("alarms")]


def buried() -> list[Message]:
    """A fifth of the alarms, each in the middle of a long message of ordinary ones."""
    ordinary: dict[str, list[str]] = {}
    for each in load_quality():
        if each.set_aside and not each.labels:
            ordinary.setdefault(each.language, []).append(each.text)
    return [
        replace(each, text=_within(each.text, "\n".join(ordinary[each.language])[:_LONG]))
        for each in alarms()
        if crc32(each.id.encode()) % 5 == 0
    ]


def _within(text: str, others: str) -> str:
    before = others[: len(others) // 2].rpartition("\n")[0]
    return f"{before}\n{text}{others[len(before) :]}"


def dangers() -> list[Message]:
    """Messages with the ids of the lines on danger that they should get."""
    return [_message(line, set(line["dangers"])) for line in _lines("dangers")]


def tip_offs() -> list[Message]:
    """Messages with the sales patterns in them."""
    return [_message(line, set(line["tip_offs"])) for line in _lines("tip_offs")]


def topics() -> list[Message]:
    """Messages on depression, suicide or addiction as a topic, and everyday ones."""
    return [_message(line, {line["label"]} - {"none"}) for line in _lines("topics")]


def training() -> set[str]:
    """The texts that the models were fitted on, in small letters."""
    return {
        str(json.loads(line)["text"]).strip().lower()
        for file in TRAINING.glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    }


def _lines(name: str) -> list[dict[str, Any]]:
    text = (SET / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _message(line: dict[str, Any], kinds: set[str]) -> Message:
    return Message(str(line["id"]), line["language"], line["text"], frozenset(kinds))


Source = Callable[[], list[Message]]
