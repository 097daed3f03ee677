"""Which of the eleven languages a text is in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "ru", "hi", "id", "ar", "zh")
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
}
_LATIN = ("en", "es", "pt", "fr", "de", "it", "id")
_FEW, _SOME = 5, 40
"""Different words up to which frequency decides alone ("hello" is no Italian); words looked at."""
_PLAINLY = 0.7
"""Zipf units (powers of ten) by which another language must beat English."""
_SAMPLE = 2000  # characters: enough to be sure, and bounded for a long text


@cache
def _classifier() -> Any:
    import py3langid

    py3langid.set_languages(list(LANGUAGES))
    return py3langid


def detect(text: str) -> str:
    """The main language of a text; English when it holds no letters.

    The script decides where only one of our languages uses it. Among the Latin ones py3langid
    does (27 of 30 short claims right, against 24 and 29 for lingua's small and large models,
    which weigh 96 MB).
    """
    sample = unicodedata.normalize("NFKC", text[:_SAMPLE])
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return "en"
    for language, script in _SCRIPTS.items():
        # Names of products stay Latin in any text, so a third is a majority here.
        if len(script.findall(sample)) * 3 >= letters:
            return language
    words = sorted(set(re.findall(r"[^\W\d_]+", sample.lower())))[:_SOME]
    if len(words) <= _FEW:
        best = max(_LATIN, key=lambda language: _familiar(words, language))
        return best if _familiar(words, best) > _familiar(words, "en") + _PLAINLY else "en"
    guess = str(_classifier().classify(sample)[0])
    # Names of substances mislead a classifier of letter groups; common words do not.
    if guess not in _LATIN:
        return guess
    return guess if _familiar(words, guess) >= _familiar(words, "en") else "en"


def _familiar(words: list[str], language: str) -> float:
    """How common these words are in a language, as a mean of Zipf frequencies."""
    from wordfreq import zipf_frequency

    return sum(zipf_frequency(word, language, wordlist="small") for word in words) / len(words)


def scripts(text: str) -> frozenset[str]:
    """The languages whose own script occurs in the text at all."""
    sample = text[:_SAMPLE]
    return frozenset(code for code, script in _SCRIPTS.items() if script.search(sample))
