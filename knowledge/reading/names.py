"""Known names and phrases among the words of a sentence: exact, inflected, longest first."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from knowledge.reading.normalise import clean, fold
from knowledge.reading.tokens import Token, tokenise
from knowledge.texts import Texts

_STEMMERS = {
    "en": "english", "es": "spanish", "pt": "portuguese", "fr": "french", "de": "german",
    "it": "italian", "ru": "russian", "hi": "hindi", "id": "indonesian", "ar": "arabic",
}  # fmt: skip
_ARTICLE = re.compile("^[وف]?(?:[بك]?ال|لل)")
_STEP, _WAY = "\x1f", "\x1e"
"""Between the words of a name, and between two ways to look it up; no word holds them."""
EXACT = ""
"""The pseudo-language under which words are compared as they are, in any text."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call `id`; `group` keeps kinds of names apart (substance, outcome, a cue)."""

    group: str
    id: str
    text: str
    ambiguous: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A name seen at the words `start` up to (not including) `end` of a sentence."""

    name: Name
    start: int
    end: int


class _Node:
    """One step of a trie. Most steps are ends, so what they do not need is not made."""

    __slots__ = ("names", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] | None = None
        self.names: tuple[Name, ...] = ()


_Begun = dict[str, _Node | tuple[int, ...]]
"""By the first word of names: the trie that follows it, or, until then, the places of the names.
Plain numbers are nothing that the garbage collector would have to look through."""


class NameIndex:
    """Word tries, one a language, that find every name of a sentence in one pass.

    Longest match wins among the names of one group; names of different groups may overlap.
    """

    def __init__(self, spelling: Spelling | None = None) -> None:
        self._spelling = spelling or Spelling()
        self._begun: dict[str, _Begun] = {}
        self._held: dict[str, tuple[list[Name], array[int]]] = {}

    def add(self, name: Name, language: str) -> None:
        """Index a name under the stems of its language, or as written for `EXACT`."""
        held = self._held.get(language) or self._held.setdefault(language, ([], array("L")))
        names, numbers = held
        names.append(name)
        numbers.append(self._spelling.ask(name.text, language))
        self._begun.pop(language, None)

    def find(self, tokens: Sequence[Token], languages: Iterable[str]) -> tuple[Match, ...]:
        """Every name in these words, read in these languages, the longest of each group first."""
        found: list[Match] = []
        for language in languages:
            begun = self._begun.get(language) or self._begin(language)
            if not begun:
                continue
            keys = keys_of_all(tokens, language)
            for start, forms in enumerate(keys):
                for key in forms:
                    # Most words begin no name.
                    if follower := begun.get(key):
                        if not isinstance(follower, _Node):
                            follower = begun[key] = self._after(key, language, follower)
                        _walk(follower, keys, start, start + 1, found)
        return _longest(found)

    def _begin(self, language: str) -> _Begun:
        """The first words of a language's names. They are made when the language is first read, and
        what follows a word when it is: few are read in one process, and all of them take most of
        the time of a start."""
        begun: dict[str, tuple[int, ...]] = {}
        _, numbers = self._held.get(language, ((), ()))
        for place, ways in enumerate(self._spelling.written(numbers)):
            for way in ways.split(_WAY):
                first = way.partition(_STEP)[0]
                places = begun.get(first, ())
                if place not in places[-1:]:
                    begun[first] = (*places, place)
        # No word of a text is empty: that is a name without words.
        begun.pop("", None)
        # Another thread may have made the same meanwhile; one is as good as the other.
        made = self._begun[language] = dict[str, _Node | tuple[int, ...]](begun)
        return made

    def _after(self, key: str, language: str, places: Sequence[int]) -> _Node:
        """The trie of the names at these places of a language, those that begin with a word."""
        names, numbers = self._held[language]
        root = _Node()
        written = self._spelling.written([numbers[place] for place in places])
        for place, ways in zip(places, written, strict=True):
            for way in ways.split(_WAY):
                first, *others = way.split(_STEP)
                if first == key:
                    _put(root, others, names[place])
        return root


def _put(node: _Node, path: Iterable[str], name: Name) -> None:
    for step in path:
        if node.next is None:
            node.next = {}
        node = node.next.get(step) or node.next.setdefault(step, _Node())
    if name not in node.names:
        node.names += (name,)


def _walk(
    node: _Node, keys: Sequence[tuple[str, ...]], start: int, at: int, found: list[Match]
) -> None:
    for name in node.names:
        found.append(Match(name, start, at))
    if node.next and at < len(keys):
        for key in keys[at]:
            if follower := node.next.get(key):
                _walk(follower, keys, start, at + 1, found)


class Spelling:
    """How names are looked up: worked out, or as it was `seen` the last time that the same names
    were asked for in the same order."""

    def __init__(self, seen: Texts | None = None) -> None:
        self._new: list[str] = []
        self._known = seen
        self._asked = 0

    @property
    def seen(self) -> Texts:
        return Texts.of(self._new) if self._known is None else self._known

    def ask(self, text: str, language: str) -> int:
        """The number under which the words of a name are `written`."""
        return self._number(lambda: _WAY.join(map(_STEP.join, _paths(text, language))))

    def written(self, numbers: Sequence[int]) -> Iterable[str]:
        """The words of these names as a language compares them: one way, or several where accents
        matter."""
        if self._known is None:
            return (self._new[number] for number in numbers)
        return self._known.those(numbers)

    def joined(self, text: str) -> str:
        """The words of a name written as one."""
        number = self._number(lambda: "".join(token.folded for token in words_of(text)))
        return self._new[number] if self._known is None else self._known[number]

    def _number(self, work_out: Callable[[], str]) -> int:
        if self._known is None:
            self._new.append(work_out())
        self._asked += 1
        return self._asked - 1


def _paths(text: str, language: str) -> list[list[str]]:
    keys = keys_of_all(words_of(text), language)
    return [
        [key[min(form, len(key) - 1)] for key in keys]
        for form in range(max(map(len, keys), default=0))
    ]


@lru_cache(maxsize=1_000)
def words_of(name: str) -> tuple[Token, ...]:
    """The words of a name; each is looked at by several indexes, one after the other."""
    return tokenise(clean(name))


def keys_of(token: Token, language: str) -> tuple[str, ...]:
    """The forms under which a word is looked up in a language: one, or two where accents matter."""
    return keys_of_all((token,), language)[0]


def keys_of_all(tokens: Iterable[Token], language: str) -> list[tuple[str, ...]]:
    """The forms of each word; in one call, as a sentence is looked up many times."""
    if language not in _STEMMERS:
        return [(token.folded,) for token in tokens]
    return [_stems(token.text, token.folded, language) for token in tokens]


@lru_cache(maxsize=100_000)
def _stems(text: str, folded: str, language: str) -> tuple[str, ...]:
    stemmer = _stemmer(language)
    with_accents = fold(stemmer.stemWord(text))
    # Snowball's Arabic takes endings for suffixes (السرطان): without its article a word is itself.
    without = _bare(folded) if language == "ar" else fold(stemmer.stemWord(folded))
    return (with_accents,) if with_accents == without else (with_accents, without)


def _bare(word: str) -> str:
    """An Arabic word without article and attached prepositions."""
    bare = _ARTICLE.sub("", word)
    return bare if len(bare) > 2 else word


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_STEMMERS[language])


def _longest(matches: list[Match]) -> tuple[Match, ...]:
    if len(matches) < 2:
        return tuple(matches)
    matches.sort(key=lambda match: (match.start - match.end, match.start))
    taken: dict[str, list[Match]] = {}
    for match in matches:
        group = taken.setdefault(match.name.group, [])
        if not any(_excludes(other, match) for other in group):
            group.append(match)
    every = [match for group in taken.values() for match in group]
    return tuple(sorted(every, key=lambda match: (match.start, match.end)))


def _excludes(other: Match, match: Match) -> bool:
    """Whether a match leaves no room for another: it overlaps, or says the same of the words."""
    if other.start >= match.end or match.start >= other.end:
        return False
    if (other.start, other.end) != (match.start, match.end):
        return True
    return other.name.id == match.name.id
