"""Words with their places, split so that one thing written in several ways gives the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.reading.normalise import fold

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = "\u0300-\u036f\u0900-\u0963\u0970-\u097f\u064b-\u065f\u0670"
# One Han character a word; elsewhere letters with their marks, or digits, never both: "B12",
# "B 12" and "b-12" are the same two words.
_WORD = re.compile(
    rf"[{_HAN}]"
    rf"|\d+"
    rf"|(?:[^\W\d_ʼ{_HAN}]|[{_MARKS}])+(?:['’ʼ`](?:[^\W\d_ʼ{_HAN}])+)*"
)
_APOSTROPHE = re.compile(r"['’ʼ`]")
_CONTRACTED = frozenset({"t", "re", "ve", "ll", "m", "d"})
_HASHTAG = re.compile(r"#([^\W_]+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-·*_]){2,}[^\W\d_](?![^\W_])")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written (`text`, lower case), folded, where it stands in its text, and whether
    it was written in capitals."""

    text: str
    folded: str
    start: int
    end: int
    capitals: bool = False


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of cleaned text, in order; offsets are in code points of that text."""
    tokens: list[Token] = []
    spaced = {match.start(): match for match in _SPACED.finditer(text) if _is_spelled(match)}
    hashtags = {match.start(1): match.end(1) for match in _HASHTAG.finditer(text)}
    skip_to = 0
    for match in _WORD.finditer(text):
        if match.start() < skip_to:
            continue
        if run := spaced.get(match.start()):
            skip_to = run.end()
            tokens.append(_token("".join(filter(str.isalpha, run.group())), *run.span()))
        elif match.start() in hashtags:
            tokens.extend(_camel(match))
        else:
            tokens.extend(_apart(match))
    return tuple(tokens)


def _is_spelled(run: re.Match[str]) -> bool:
    """Letters spelled out, not a list of initials in a script without spaces."""
    return not re.search(rf"[{_HAN}]", run.group())


def _token(word: str, start: int, end: int) -> Token:
    lower = word.lower()
    return Token(lower, lower if word.isascii() else fold(word), start, end, word.isupper())


def _camel(match: re.Match[str]) -> list[Token]:
    parts, at = [], match.start()
    for part in _CAMEL.split(match.group()):
        parts.append(_token(part, at, at + len(part)))
        at += len(part)
    return parts


def _apart(match: re.Match[str]) -> list[Token]:
    word, (start, end) = match.group(), match.span()
    parts = _APOSTROPHE.split(word)
    if len(parts) == 1:
        return [_token(word, start, end)]
    tail = parts[-1].lower()
    if tail == "s":
        return [_token("".join(parts[:-1]), start, end - 2)]
    if tail in _CONTRACTED:
        return [_token("".join(parts), start, end)]
    tokens, at = [], start
    for part in parts:
        tokens.append(_token(part, at, at + len(part)))
        at += len(part) + 1
    return tokens
