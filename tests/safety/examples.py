"""What the models that hear alarms are fitted on: messages, and passages made of several."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.meaning import evenly_set
from knowledge.reading.alarms import GROUPS, HEADS, LONGEST
from knowledge.reading.normalise import clean
from tests.quality.messages import load as load_quality
from tests.safety.messages import TRAINING

_MAY_BE_DEEDS = frozenset({"replaces", "safe-with", "is-safe", "not-needed", "how-to-take"})
_TAKEN = frozenset({"swallows", "injects", "inhales"})
_LEFT_OUT = 8
"""One message of so many is left out of the fit, to tell how far the models are to be trusted."""
_JOINED = 10
"""One message of so many is heard a second time, among others."""
_OTHERS = 3
"""At most so many others."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A message, as it is heard, with the kinds that it is of, by group; a group that is not there
    is not known. Nothing is fitted on what is `left_out`."""

    text: str
    language: str
    kinds: Mapping[str, frozenset[str]]
    left_out: bool = False


@cache
def examples() -> tuple[Example, ...]:
    """All training messages, those of the quality set (its tuning part), and passages in which one
    of them stands among others."""
    single = [*_of_alarms(), *_of_dangers(), *_of_tip_offs(), *_of_quality()]
    single += [_example(line, _of_no_kind()) for line in _lines("ordinary")]
    return (*single, *joined(single))


def right(given: Sequence[Example]) -> tuple[Array, Array]:
    """The kinds of each (a row a message, a column a kind), and whether they are known."""
    told = [[kind in each.kinds.get(group, ()) for group in GROUPS for kind in GROUPS[group]]
            for each in given]  # fmt: skip
    known = [[group in each.kinds for group in GROUPS for _ in GROUPS[group]] for each in given]
    assert not given or len(told[0]) == len(HEADS)
    return np.array(told, dtype=np.float32), np.array(known, dtype=np.float32)


def _of_alarms() -> Iterator[Example]:
    for line in _lines("alarms"):
        yield _example(line, {"urgent": frozenset({line["label"]} - {"none"})})


def _of_dangers() -> Iterator[Example]:
    for line in _lines("dangers"):
        deeds = frozenset(line["labels"])
        # Whether somebody who swallowed something is poisoned, nobody has said.
        urgent: dict[str, frozenset[str]] = {} if deeds & _TAKEN else {"urgent": frozenset()}
        yield _example(line, {"deeds": deeds, **urgent})


def _of_tip_offs() -> Iterator[Example]:
    for line in _lines("tip_offs"):
        yield _example(line, {"tip_offs": frozenset(line["labels"]), "urgent": frozenset()})


def _of_quality() -> Iterator[Example]:
    none: frozenset[str] = frozenset()
    for message in load_quality():
        if not message.set_aside:
            kinds = {"urgent": none} if message.labels else _of_no_kind()
            if not {label.relation for label in message.labels} & _MAY_BE_DEEDS:
                kinds["deeds"] = none
            yield _example({"text": message.text, "language": message.language}, kinds)


def _of_no_kind() -> dict[str, frozenset[str]]:
    return dict.fromkeys(GROUPS, frozenset())


def joined(single: Sequence[Example]) -> Iterator[Example]:
    """Passages as they are cut from long messages: one message among ordinary ones."""
    random = np.random.default_rng(1)
    plain: dict[str, list[Example]] = {}
    for each in single:
        if not each.left_out and not any(each.kinds.values()):
            plain.setdefault(each.language, []).append(each)
    for each in single:
        if each.left_out or crc32(each.text.encode()) // _LEFT_OUT % _JOINED:
            continue
        others = [o for o in plain[each.language] if each.kinds.keys() <= o.kinds.keys()]
        texts = [each.text]
        for number in random.permutation(len(others))[:_OTHERS]:
            if sum(map(len, texts)) + len(others[number].text) < LONGEST:
                texts.insert(int(random.integers(len(texts) + 1)), others[number].text)
        if len(texts) > 1:
            yield Example(" ".join(texts), each.language, each.kinds)


def _example(line: Mapping[str, Any], kinds: Mapping[str, frozenset[str]]) -> Example:
    text = heard_as(line["text"])
    # By a hash, so that it never moves.
    return Example(text, line["language"], kinds, left_out=crc32(text.encode()) % _LEFT_OUT == 0)


def heard_as(text: str) -> str:
    """A message as a passage of it would be heard."""
    return evenly_set(clean(text)[: 2 * LONGEST])


def _lines(name: str) -> Iterable[dict[str, Any]]:
    text = (TRAINING / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]
