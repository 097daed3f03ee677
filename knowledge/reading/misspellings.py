"""Misspelt names, by edit distance, guarded so that one substance never becomes another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.reading.names import Name, words_of
from knowledge.reading.tokens import Token

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
        self._own: set[str] = set()

    def keep(self, word: str) -> None:
        """Learn a word that is no slip, however near to a name it is (creatinine, creatine)."""
        self._own.add("".join(token.folded for token in words_of(word)))

    def add(self, name: Name) -> None:
        """Learn a name of letters only; several words are known joined ("st johns wort")."""
        if name.ambiguous:
            return
        joined = "".join(token.folded for token in words_of(name.text))
        if len(joined) < _SHORTEST or not joined.isalpha() or joined in self._names:
            return
        self._names[joined] = name
        self._by_initial.setdefault(joined[0], []).append(joined)

    def misspelt(
        self, tokens: Sequence[Token], taken: set[int], languages: Sequence[str]
    ) -> Iterator[tuple[Name, int, int, float]]:
        """(name, start, end, how sure 0..1) for each run of one to three words that is a slip."""
        for start in range(len(tokens)):
            for length in (3, 2, 1):
                run = range(start, start + length)
                if run.stop > len(tokens) or any(at in taken for at in run):
                    continue
                hit = self._nearest([tokens[at].folded for at in run], tuple(languages))
                if hit:
                    yield hit[0], start, run.stop, hit[1]
                    taken.update(run)
                    break

    def _nearest(self, words: list[str], languages: tuple[str, ...]) -> tuple[Name, float] | None:
        written = "".join(words)
        known = self._by_initial.get(written[:1])
        if not known or len(written) < _SHORTEST or not written.isalpha() or written in self._own:
            return None
        common = [_is_common(word, languages) for word in words]
        if all(common):
            # Two common words are a name only when joining them is the whole slip.
            name = self._names.get(written) if len(words) > 1 else None
            return (name, 0.9) if name else None
        # Words that were joined are further from a name than one slip already.
        allowed = 1 if len(written) < 9 or len(words) > 1 else 2
        found = process.extract(written, known, scorer=OSA.distance, score_cutoff=allowed, limit=3)
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
