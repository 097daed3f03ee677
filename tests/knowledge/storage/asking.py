"""People who send something to the reviewers, as short as a test wants to say it."""

from __future__ import annotations

from typing import Any

from knowledge import CaseKey, Harm
from knowledge.review.similar import words_of
from knowledge.storage.requests import Asked

SECRET = b"w" * 32
DAY_MS = 24 * 3600 * 1000
NOW_MS = 1_800_000_000_000


def key(text: str, pair: str = "", *named: str) -> CaseKey:
    """What a text is compared by; `pair` is "substance/outcome"."""
    substance, _, outcome = pair.partition("/")
    substances = frozenset(named or filter(None, [substance]))
    return CaseKey(substance, outcome, substances, words_of(text, "en", SECRET))


def asked(person: str, text: str = "NMN lifts my mood", pair: str = "", **also: Any) -> Asked:
    """One person's request; everybody's chat has the length of their name for a number."""
    said = {"language": "en", "title": pair.replace("/", " · "), "harm": Harm.PLAIN, **also}
    return Asked(person, chat=len(person), text=text, key=key(text, pair), **said)
