"""What somebody types for a field of a draft, read as plain data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.citations import cited
from knowledge.model import Certainty, Consult, Evidence, Relation, Safety, Status
from knowledge.reading.language import LANGUAGES
from knowledge.review.new_words import NATURES

CHOSEN: dict[str, Iterable[StrEnum]] = {
    "relation": Relation,
    "status": Status,
    "certainty": Certainty,
    "best_evidence": Evidence,
    "safety": Safety,
    "who_to_ask": Consult,
    "nature": NATURES,
}
"""Fields with few values, which are buttons."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z]+)?)\s*[:：]\s*(.*)")
_BETWEEN = re.compile(r"[,;،؛、，；]")
_SOURCE_LINES = 5
_SEEN = "read"
"""How a moderator saw a source: they opened it."""
_UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Unclear(Exception):  # noqa: N818 - says what the text is
    """A typed text that cannot be read for its field; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def one_line(text: str) -> str:
    """A text on one line, without characters that are not seen."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or _is_seen(c))
    return " ".join(seen.split())


def lines(text: str) -> list[str]:
    """The lines of a text that say something, without the dots of a list before them."""
    found = (re.sub(r"^[•*–-]\s+", "", one_line(line)) for line in text.split("\n"))
    return [line for line in found if line]


def words(text: str) -> list[str]:
    """Names, one a line or with commas between them."""
    found = (one_line(part) for line in lines(text) for part in _BETWEEN.split(line))
    return [part for part in found if part]


def names(text: str) -> list[str]:
    """Names with their languages, as "en: berberine HCl"; a line that begins with none is English.
    Raises Unclear."""
    found: dict[str, None] = {}
    for line in lines(text):
        told = _LANGUAGE.fullmatch(line)
        language, rest = (told[1].lower(), told[2]) if told else ("en", line)
        if language not in LANGUAGES:
            raise Unclear("language")
        found.update(dict.fromkeys(f"{language}: {word}" for word in words(rest)))
    return list(found)


def facts(text: str, sources: Sequence[str]) -> list[str]:
    """Facts, one a line; with only one source, its id need not be typed."""
    found = lines(text)
    if len(sources) == 1:
        return [each if cited(each) else f"{each} [{sources[0]}]" for each in found]
    return found


def source(text: str, taken: Iterable[str]) -> dict[str, Any]:
    """A source from its five lines: publisher, title, year, address, what it says. Raises
    Unclear."""
    given = lines(text)
    if len(given) < _SOURCE_LINES:
        raise Unclear("source_lines")
    publisher, title, year, address, *says = given
    if not re.fullmatch(r"(?:19|20)\d\d", year) and year.casefold() not in ("none", "no year"):
        raise Unclear("source_year")
    if not re.fullmatch(r"https?://\S+", address):
        raise Unclear("source_address")
    number = int(year) if year.isdecimal() else None
    return {
        "id": _source_id(publisher, number, frozenset(taken)),
        "publisher": publisher,
        "title": title,
        "url": address,
        "year": number,
        "says": " ".join(says),
        "seen": _SEEN,
    }


def due(text: str, today: date) -> str:
    """The day of a next review, as 2027-11-22. Raises Unclear."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Unclear("due_date") from None
    if not 0 < (day - today).days <= 5 * 366:
        raise Unclear("due_range")
    return day.isoformat()


def _source_id(publisher: str, year: int | None, taken: frozenset[str]) -> str:
    plain = unicodedata.normalize("NFKD", publisher).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in words if word not in ("of", "the", "and", "for")] or ["source"]
    short = telling[0] if len(telling) == 1 else "".join(word[0] for word in telling)
    stem = f"{short[:20]}-{year}" if year else short[:20]
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(id_ for id_ in (stem, *numbered) if id_ not in taken)


def _is_seen(char: str) -> bool:
    return char not in _UNSEEN and unicodedata.category(char) not in ("Cc", "Cs")
