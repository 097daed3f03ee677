"""The rules for names and words: languages that are read, no name that is sure of two things, and
lists of words that are among the words of their record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.library.faults import Place
from knowledge.model import Names, Outcome, Substance
from knowledge.reading.language import LANGUAGES
from knowledge.reading.normalise import clean, fold

Problem = tuple[Place, str]


def languages(place: Place, names: Names) -> Iterator[Problem]:
    """Every language is one that is read."""
    for language in names:
        if language not in LANGUAGES:
            yield (*place, language), f"unknown language {language!r}"


def shared_names(substances: Iterable[Substance]) -> Iterator[tuple[Substance, Problem]]:
    """A name of two substances is sure of one at most; of two, the later one is wrong."""
    owners: dict[str, tuple[str, bool]] = {}
    for substance in substances:
        for language, names in substance.names.items():
            for position, name in enumerate(names):
                vague = name in substance.ambiguous
                owner, shared = owners.setdefault(fold(clean(name)), (substance.id, vague))
                if owner != substance.id and not vague and not shared:
                    message = f"{name!r} is also a name of {owner}"
                    yield substance, (("names", language, position), message)


def of_outcome(outcome: Outcome) -> Iterator[Problem]:
    """What is wrong with the words of one outcome."""
    yield from languages(("words",), outcome.words)
    known = {word for words in outcome.words.values() for word in words}
    for key, words in (("ambiguous", outcome.ambiguous), ("opposite", outcome.opposite)):
        for word in sorted(words - known):
            yield (key,), f"{key} word {word!r} is not among its words"
