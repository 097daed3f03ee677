"""A message taken apart into sentences, list items, headings and references."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from knowledge.reading.tokens import Token, tokenise

_BULLET = re.compile(
    r"^\s*(?:[-–—•*●▪◦‣·►▶✅✔☑✓👉🔸🔹➡❌⚡🌿]+\s*|(?:\d{1,2}\uFE0F?\u20E3)\s*|\d{1,2}[.)]\s+)(?=\S)"
)
_REFERENCE = re.compile(r"^\s*(?:\(\d{1,3}\)|\[\d{1,3}\])\s*\S")
# After a full stop a space is needed (1.5 mg); after the stops of scripts without spaces it is not.
_END = re.compile(r"(?<=[.!?…])[\"'’”»)\]]*[^\S\n]+|(?<=[。！？；])|(?<=[।؟])\s*")
_ABBREVIATION = re.compile(
    r"\b(?:dr|mr|mrs|ms|st|vs|e\.g|i\.e|etc|approx|prof|no|vit|ca|z\.b|bzw|p\.ej|sra?|dra?)\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
_FINAL = frozenset(".!?…:;。！？।؟")
_SHORT_LINE = 90
"""Characters of a line that may be a heading, or an item without a bullet."""
_LONGEST = 100
"""Words of one piece; what is said of a substance stands nearer to it than that."""
_QUESTION = re.compile(r"[?？؟]|[吗嗎]\W*$")


class Kind(StrEnum):
    """What a sentence is in its message."""

    HEADING = "heading"
    ITEM = "item"
    PROSE = "prose"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text as written, its kind, its words, and the paragraph that it is in."""

    text: str
    kind: Kind
    paragraph: int
    tokens: tuple[Token, ...]

    @property
    def question(self) -> bool:
        return bool(_QUESTION.search(self.text))


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of cleaned text, in reading order; empty ones are dropped."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text)):
        lines = _joined_lines(paragraph)
        announced = False
        for line in lines:
            kind = _kind(line, len(lines))
            if announced and kind is not Kind.REFERENCE and len(line) <= _SHORT_LINE:
                kind = Kind.ITEM
            announced = announced or line.rstrip().endswith((":", "："))
            body = _BULLET.sub("", line, count=1) if kind is Kind.ITEM else line
            for part in _sentences(body):
                found += _pieces(part, kind, number)
    return tuple(found)


def _pieces(part: str, kind: Kind, paragraph: int) -> list[Sentence]:
    """A sentence; one that runs on without an end, as speech to text does, in several pieces."""
    tokens = tokenise(part)
    if len(tokens) <= _LONGEST:
        return [Sentence(part.strip(), kind, paragraph, tokens)] if tokens else []
    cuts = [tokens[at].start for at in range(0, len(tokens), _LONGEST)] + [len(part)]
    pieces = [part[start:end] for start, end in itertools.pairwise(cuts)]
    return [Sentence(piece.strip(), kind, paragraph, tokenise(piece)) for piece in pieces]


def _joined_lines(paragraph: str) -> list[str]:
    """The lines of a paragraph; a line broken in mid-sentence is put together again."""
    lines: list[list[str]] = []
    length = 0
    for line in paragraph.split("\n"):
        if not line.strip():
            continue
        continues = (
            lines
            and line.lstrip()[:1].islower()
            and not _is_final(lines[-1][-1])
            and not _BULLET.match(line)
            and length > 50
        )
        if continues:
            # Put together at the end: thousands of short lines would be copied again each time.
            lines[-1].append(line.strip())
            length += 1 + len(lines[-1][-1])
        else:
            lines.append([line])
            length = len(line)
    return [" ".join((parts[0].rstrip(), *parts[1:])) if parts[1:] else parts[0] for parts in lines]


def _is_final(line: str) -> bool:
    """Whether a line ends with a stop, perhaps with quotes or brackets behind it. Looked for from
    the end: a pattern would begin anew at each stop of a long row."""
    for char in reversed(line):
        if char in _FINAL:
            return True
        if char.isalnum() or char == "_":
            return False
    return False


def _kind(line: str, lines_in_paragraph: int) -> Kind:
    if _REFERENCE.match(line):
        return Kind.REFERENCE
    if _BULLET.match(line):
        return Kind.ITEM
    if unicodedata.category(line.lstrip()[0]) == "So" and lines_in_paragraph > 1:
        return Kind.ITEM
    short = len(line) <= _SHORT_LINE
    if short and not _is_final(line) and lines_in_paragraph <= 2:
        return Kind.HEADING
    return Kind.PROSE


def _sentences(line: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in _END.finditer(line):
        end = match.start()
        # Only the last letters: after many abbreviations all before them would be read each time.
        if _ABBREVIATION.search(line, max(start, end - _LONGEST_ABBREVIATION), end):
            continue
        parts.append(line[start : match.end()])
        start = match.end()
    parts.append(line[start:])
    return [part for part in parts if part.strip()]
