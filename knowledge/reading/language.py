"""Which of the eleven languages a text is in."""

from __future__ import annotations

import re
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
_FEW = 5
"""Words up to which their frequency decides."""
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
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return "en"
    for language, script in _SCRIPTS.items():
        # Names of products stay Latin in any text, so a third is a majority here.
        if len(script.findall(sample)) * 3 >= letters:
            return language
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if len(words) <= _FEW:
        return _by_frequency(words)
    language, _ = _classifier().classify(sample)
    return str(language)


def _by_frequency(words: list[str]) -> str:
    """The language in which a few words are commonest; English unless another is plainly so.

    A classifier of letter groups guesses at so short a text ("hello" is no Italian).
    """
    from wordfreq import zipf_frequency

    def familiar(language: str) -> float:
        return sum(zipf_frequency(word, language, wordlist="small") for word in words) / len(words)

    best = max(_LATIN, key=familiar)
    return best if familiar(best) > familiar("en") + _PLAINLY else "en"


def scripts(text: str) -> frozenset[str]:
    """The languages whose own script occurs in the text at all."""
    sample = text[:_SAMPLE]
    return frozenset(code for code, script in _SCRIPTS.items() if script.search(sample))
