"""The written lines with personal data in them, and how much of it is removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge import scrubbed

SET = Path(__file__).parent / "set"
_MARKED = re.compile(r"\{\{(.+?)\}\}|<<(.+?)>>")


@dataclass(frozen=True, slots=True)
class Line:
    """A text with what must go and what must stay of it."""

    language: str
    text: str
    go: tuple[str, ...]
    stay: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, what was made of it, what is still there and what should be."""

    line: Line
    result: str
    left: tuple[str, ...]
    lost: tuple[str, ...]


def lines(name: str = "personal") -> list[Line]:
    """Every line of a set; without a mark, all of it must stay."""
    return [
        _line(*row.split("\t", 1))
        for row in (SET / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        if row and not row.startswith("#")
    ]


def judge(line: Line) -> Judged:
    """What scrubbing does to a line."""
    result = scrubbed(line.text).text
    left = tuple(each for each in line.go if each in result)
    return Judged(line, result, left, tuple(each for each in line.stay if each not in result))


def recall(judged: Sequence[Judged]) -> float:
    """The share of what must go that is gone."""
    return 1 - sum(len(j.left) for j in judged) / max(1, sum(len(j.line.go) for j in judged))


def lost(judged: Sequence[Judged]) -> float:
    """The share of what must stay that is gone."""
    return sum(len(j.lost) for j in judged) / max(1, sum(len(j.line.stay) for j in judged))


def _line(language: str, marked: str) -> Line:
    go: list[str] = []
    stay: list[str] = []
    for match in _MARKED.finditer(marked):
        (go if match[1] else stay).append(match[1] or match[2])
    text = _MARKED.sub(lambda match: match[1] or match[2], marked)
    return Line(language, text, tuple(go), tuple(stay or () if go or stay else (text,)))
