"""Make many ways of writing the same letters equal, without losing what can be quoted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""All of Unicode's controls but the line feed."""
# Letters of other alphabets that look like Latin ones (Unicode TS 39 confusables, the common part);
# read before case is folded, since Ν looks like N and ν like v.
_LOOK_ALIKE_TO_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁԛԝһ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνοτυχ",
    "ABESIJKMHOPCTYXaeopcyxijsdqwh" + "ABEZHIKMNOPTYXaikvotux",
)
_LATIN_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXaekopcyx", "АВЕКМНОРСТУХаекорсух")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
# Hindi is written with and without its dots (ज़ and ज, ँ and ं).
_FORMS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ـ": "", "\u093c": "", "ँ": "ं"}
)


def clean(text: str) -> str:
    """Text that is safe to split and to quote: NFC, no invisible characters or lone surrogates.

    Control characters become spaces; letters in circles and squares become plain letters.
    """
    if text.isascii():
        return _strip_controls(text)
    composed = unicodedata.normalize("NFC", text)
    return _strip_controls("".join(map(_visible, composed)))


def fold(word: str) -> str:
    """The form in which words are compared: compatibility forms, case and accents folded.

    Marks stay where they are letters of their own (Devanagari vowel signs).
    A word that mixes alphabets is read in the one that most of its letters belong to.
    """
    if word.isascii():
        return word.lower()
    return _fold(word)


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    folded = _one_alphabet(unicodedata.normalize("NFKC", word)).casefold()
    decomposed = unicodedata.normalize("NFD", folded)
    kept = [
        char
        for position, char in enumerate(decomposed)
        if not unicodedata.combining(char) or _mark_is_a_letter(decomposed, position)
    ]
    composed = unicodedata.normalize("NFC", "".join(kept)).translate(_FORMS)
    return _simplifier().convert(composed) if _HAN.search(composed) else composed


@cache
def _simplifier() -> Any:
    """Traditional Chinese characters to simplified ones: both are read as one."""
    import opencc

    return opencc.OpenCC("t2s")


def _mark_is_a_letter(text: str, position: int) -> bool:
    base = text[position - 1] if position else ""
    # Cyrillic short i is a letter of its own; Devanagari signs spell vowels.
    return "\u0900" <= base <= "\u097f" or (base == "и" and text[position] == "\u0306")


def _one_alphabet(word: str) -> str:
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    greek = len(_GREEK.findall(word))
    if bool(latin) + bool(cyrillic) + bool(greek) < 2:
        return word
    if (plain := word.translate(_LOOK_ALIKE_TO_LATIN)).isascii():
        return plain
    if latin and cyrillic > latin:
        return word.translate(_LATIN_TO_CYRILLIC)
    return word.translate(_LOOK_ALIKE_TO_LATIN)


@lru_cache(maxsize=20_000)
def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Co", "Cn") or "\ufe00" <= char <= "\ufe0f":
        return ""
    if "\U0001f150" <= char <= "\U0001f189":
        # White letters on black have no compatibility form.
        place = (ord(char) - 0x1F150) % 0x20
        return chr(ord("A") + place) if place < 26 else char
    if category == "So":
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain != char and plain.isalnum() else char
    return char


def _strip_controls(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    if text.isprintable():
        return text
    return _CONTROLS.sub(" ", text)
