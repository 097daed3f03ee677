"""Misspelt names, by edit distance, guarded so that one substance never becomes another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.reading.names import Name
from knowledge.reading.normalise import clean
from knowledge.reading.tokens import Token, tokenise

_SHORTEST = 6
"""Letters: below this one edit makes another name (NAC and NMN, zinc and sink)."""
_COMMON = 2.6
"""Zipf frequency from which a word is taken for itself and not for a slip (wordfreq)."""
_LISTED = frozenset({"en", "es", "pt", "fr", "de", "it", "ru", "hi", "id", "ar"})


class Speller:
    """Knows every long name and finds the one that a misspelt word stands for, if only one can."""

    def __init__(self) -> None:
        self._names: dict[str, Name] = {}
        self._by_initial: dict[str, list[str]] = {}

    def add(self, name: Name) -> None:
        """Learn a name of letters only; several words are known joined ("st johns wort")."""
        if name.ambiguous:
            return
        joined = "".join(token.folded for token in tokenise(clean(name.text)))
        if len(joined) < _SHORTEST or not joined.isalpha() or joined in self._names:
            return
        self._names[joined] = name
        self._by_initial.setdefault(joined[0], []).append(joined)

    def misspelt(
        self, tokens: Sequence[Token], taken: set[int], languages: Sequence[str]
    ) -> Iterator[tuple[Name, int, int, float]]:
        """(name, start, end, how sure 0..1) for each word or pair of words that is a slip."""
        for start, token in enumerate(tokens):
            if start in taken or not token.folded.isalpha():
                continue
            for length in (2, 1):
                end = start + length
                if end > len(tokens) or any(at in taken for at in range(start, end)):
                    continue
                hit = self._nearest([token.folded for token in tokens[start:end]], languages)
                if hit:
                    yield hit[0], start, end, hit[1]
                    taken.update(range(start, end))
                    break

    def _nearest(self, words: list[str], languages: Sequence[str]) -> tuple[Name, float] | None:
        written = "".join(words)
        if len(written) < _SHORTEST or not written.isalpha():
            return None
        if len(words) == 1 and _is_common(written, tuple(languages)):
            return None
        # Two words count as one name only when joining them is the whole slip.
        allowed = 0 if len(words) == 2 else 1 if len(written) < 9 else 2
        found = process.extract(
            written,
            self._by_initial.get(written[0], ()),
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=3,
        )
        if not found:
            return None
        best, distance, _ = found[0]
        others = {self._names[other].id for other, far, _ in found[1:] if far == distance}
        if others - {self._names[best].id}:
            return None
        return self._names[best], 1.0 - 0.15 * distance


@lru_cache(maxsize=50_000)
def _is_common(word: str, languages: tuple[str, ...]) -> bool:
    from wordfreq import zipf_frequency

    return any(
        zipf_frequency(word, language, wordlist="small") >= _COMMON
        for language in languages
        if language in _LISTED
    )
