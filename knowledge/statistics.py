"""What the library holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from statistics import median
from typing import Any

from knowledge.citations import cited
from knowledge.library import plain
from knowledge.model import Claim, Content

OLD = 5
"""Years after which the newest source of a claim is old."""
_LISTED = 12
"""Entries of a count that a line of text shows."""


def statistics(content: Content, today: date) -> dict[str, Any]:
    """The counts; all but `drafts` and the vocabulary are of published claims, shares are 0..1."""
    claims = [claim for claim in content.claims if claim.published]
    facts = [fact for claim in claims for fact in (*claim.facts, *claim.safety_facts)]
    return {
        "published": len(claims),
        "drafts": len(content.claims) - len(claims),
        "substances": len(content.substances),
        "outcomes": len(content.outcomes),
        "phrasings": sum(len(claim.phrasings) for claim in claims),
        "sources": sum(len(claim.sources) for claim in claims),
        "read_in_copies": sum(not s.address for claim in claims for s in claim.sources),
        "with_two_sources": _share(sum(bool(s.address) for s in c.sources) > 1 for c in claims),
        "facts_tied_to_sources": _share(bool(cited(fact)) for fact in facts),
        "status": _counted(claim.status.value for claim in claims),
        "certainty": _counted(claim.certainty.value for claim in claims),
        "safety": _counted(claim.safety.value for claim in claims),
        "relation": _counted(claim.relation.value for claim in claims),
        "signed_off": sum(claim.review.clinician for claim in claims),
        "overdue": sum(claim.review.due < today for claim in claims),
        **_ages(claims, today),
        **_grades(claims, content),
        "sources_by_publisher": _counted(s.publisher for claim in claims for s in claim.sources),
        "names_by_language": _names(content),
    }


def in_words(counted: dict[str, Any]) -> Iterator[str]:
    """The counts as lines of text; of a long list its head."""
    for name, value in counted.items():
        if isinstance(value, dict):
            entries = [f"{key} {count}" for key, count in value.items()]
            more = [f"and {len(entries) - _LISTED} more"] if len(entries) > _LISTED else []
            yield f"{name}: " + ", ".join([*entries[:_LISTED], *more])
        else:
            yield f"{name}: {'not measured' if value is None else value}"


def _ages(claims: list[Claim], today: date) -> dict[str, int]:
    newest = [max((s.year for s in c.sources if s.year), default=None) for c in claims]
    return {
        "newest_source_over_five_years": sum(
            y is not None and today.year - y > OLD for y in newest
        ),
        "no_source_with_a_year": newest.count(None),
    }


def _grades(claims: list[Claim], content: Content) -> dict[str, Any]:
    """How hard claims are to read; None without the extra that measures it."""
    if not claims or not plain.available():
        return {"grade_median": None, "grade_over_8": None}
    substances = {entry.id: entry for entry in content.substances}
    outcomes = {entry.id: entry for entry in content.outcomes}
    grades = [
        plain.hardness(claim, substances.get(claim.substance), outcomes.get(claim.outcome))
        for claim in claims
    ]
    hard = sum(grade > plain.HARDEST for grade in grades)
    return {"grade_median": round(median(grades), 1), "grade_over_8": hard}


def _names(content: Content) -> dict[str, int]:
    names: Counter[str] = Counter()
    for entry in content.substances:
        names.update({language: len(words) for language, words in entry.names.items()})
    for outcome in content.outcomes:
        names.update({language: len(words) for language, words in outcome.words.items()})
    return dict(names.most_common())


def _share(held: Iterable[bool]) -> float:
    each = list(held)
    return round(sum(each) / max(len(each), 1), 3)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
