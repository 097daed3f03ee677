"""How hard a text is to read: the US school grade that it needs, by Flesch and Kincaid (1975).

Terms that cannot be avoided (names of substances, illnesses, medicines and institutions) count as
one short word: a person asked about them, and plainer words for them would be wrong. Needs the
extra `editing`.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from knowledge.citations import said
from knowledge.model import Claim, Outcome, Substance

HARDEST = 8.0
"""The hardest that a record may be, as a school grade."""
_TERMS = Path(__file__).with_name("unavoidable.txt")
_SHORT = "this"
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w'’-]*(?:[ -][A-Z][\w'’-]*)*")
"""A proper name: capitals inside a sentence."""


def available() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("textstat") is not None


def hardness(claim: Claim, substance: Substance | None, outcome: Outcome | None) -> float:
    """The grade of a claim as people read it: headline, facts and safety facts; the English names
    of what it is about are unavoidable."""
    names = (
        *(substance.names.get("en", ()) if substance else ()),
        *(outcome.words.get("en", ()) if outcome else ()),
    )
    return grade((claim.headline, *claim.facts, *claim.safety_facts), names)


def grade(texts: Iterable[str], names: Iterable[str] = ()) -> float:
    """The grade of some sentences read one after the other; `names` are unavoidable here too."""
    from textstat import textstat

    spoken = " ".join(_masked(said(text), frozenset(names)) for text in texts)
    return float(textstat.flesch_kincaid_grade(spoken))


def _masked(text: str, names: frozenset[str]) -> str:
    text = _pattern(unavoidable()).sub(_SHORT, text)
    # Few names stand in a text, and a pattern of all of them takes long to make.
    folded = text.lower()
    if there := frozenset(name for name in names if name.lower() in folded):
        text = _pattern(there).sub(_SHORT, text)
    # A number is read as one word, whatever its digits.
    return re.sub(r"\d[\d,.]*(?=\D|$)(?<![.,])", "9", _NAME.sub(_SHORT, text))


@cache
def _pattern(terms: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(terms, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(term) for term in longest)})\b", re.IGNORECASE)


@cache
def unavoidable() -> frozenset[str]:
    """The terms of `unavoidable.txt`."""
    return frozenset(_TERMS.read_text(encoding="utf-8").splitlines())
