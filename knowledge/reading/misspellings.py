"""Misspelt names, by edit distance, guarded so that one substance never becomes another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.reading.names import Name, Spelling
from knowledge.reading.near import Near
from knowledge.reading.tokens import Token

_SHORTEST = 6
"""Letters: below this one edit makes another name (NAC and NMN, zinc and sink)."""
_COMMON = 2.6
"""Zipf frequency from which a word is taken for itself and not for a slip (wordfreq)."""
_LISTED = frozenset({"en", "es", "pt", "fr", "de", "it", "ru", "hi", "id", "ar"})


class Speller:
    """Knows every long name and finds the one that a misspelt word stands for, if only one can."""

    def __init__(self, spelling: Spelling | None = None) -> None:
        self._spelling = spelling or Spelling()
        self._names: dict[str, Name] = {}
        self._by_initial: dict[str, Near] = {}
        self._own: set[str] = set()

    def keep(self, word: str) -> None:
        """Learn a word that is no slip, however near to a name it is (creatinine, creatine)."""
        self._own.add(Spelling().joined(word))

    def add(self, name: Name) -> None:
        """Learn a name of letters only; several words are known joined ("st johns wort")."""
        if name.ambiguous:
            return
        joined = self._spelling.joined(name.text)
        if len(joined) < _SHORTEST or not joined.isalpha() or joined in self._names:
            return
        self._names[joined] = name
        near = self._by_initial.get(joined[0]) or self._by_initial.setdefault(joined[0], Near())
        near.add(joined)

    def misspelt(
        self, tokens: Sequence[Token], taken: set[int], languages: Sequence[str]
    ) -> Iterator[tuple[Name, int, int, float]]:
        """(name, start, end, how sure 0..1) for each run of one to three words that is a slip."""
        words = [token.folded for token in tokens]
        common = [_is_common(word, tuple(languages)) for word in words]
        for start in range(len(words)):
            for length in (3, 2, 1):
                stop = start + length
                if stop > len(words) or not taken.isdisjoint(range(start, stop)):
                    continue
                hit = self._nearest(words[start:stop], common[start:stop])
                if hit:
                    yield hit[0], start, stop, hit[1]
                    taken.update(range(start, stop))
                    break

    def _nearest(self, words: list[str], common: list[bool]) -> tuple[Name, float] | None:
        if all(common):
            # Two common words are a name only when joining them is the whole slip.
            written = "".join(words) if len(words) > 1 else ""
            whole = self._names.get(written)
            return (whole, 0.9) if whole and written not in self._own else None
        written = "".join(words)
        known = self._by_initial.get(written[:1])
        if not known or len(written) < _SHORTEST or not written.isalpha() or written in self._own:
            return None
        # Words that were joined are further from a name than one slip already.
        allowed = 1 if len(written) < 9 or len(words) > 1 else 2
        near = known.candidates(written, allowed)
        if not near:
            return None
        found = process.extract(written, near, scorer=OSA.distance, score_cutoff=allowed, limit=3)
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
