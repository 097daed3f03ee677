"""The pages that lead to claims: the front page, the two scales, one list a step of a scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from knowledge.model import Claim, Safety, Status, Substance
from knowledge.site.collection import Collection
from knowledge.site.frame import Frame
from knowledge.site.words import say


def front_page(collection: Collection, frame: Frame) -> tuple[str, bytes]:
    """Search, and every substance by its letter."""
    letters = groupby(collection.substances.values(), _letter)
    dangers = Counter(c.substance for c in collection.claims if c.safety is Safety.DANGER)
    return frame.page(
        "",
        "front.html",
        title="What is known about supplements and remedies",
        description="Reviewed answers to claims about supplements and remedies, with sources.",
        letters=[(letter, list(substances)) for letter, substances in letters],
        counts={id_: len(claims) for id_, claims in collection.by_substance.items()},
        dangers=dangers,
        published=len(collection.claims),
    )


def _letter(substance: Substance) -> str:
    first = substance.name[0].upper()
    return first if first.isalpha() else "0–9"


def scales_page(collection: Collection, frame: Frame) -> tuple[str, bytes]:
    """The two scales, each step with how many claims stand on it."""
    return frame.page(
        "claims/",
        "scales.html",
        title="Claims by evidence and by risk",
        description="All reviewed claims, by how good the evidence is and by how risky it is.",
        statuses=[(step, _on(step, collection)) for step in Status],
        safeties=[(step, _on(step, collection)) for step in reversed(Safety)],
    )


def step_pages(collection: Collection, frame: Frame) -> Iterator[tuple[str, bytes]]:
    """A list of claims for every step of both scales."""
    for scale, steps in (("status", tuple(Status)), ("safety", tuple(Safety))):
        for step in steps:
            word = say(f"short_{scale}", step)
            yield frame.page(
                f"{scale}/{step.value}/",
                "step.html",
                title=f"Claims: {word}",
                description=say(scale, step),
                substances=_by_substance(step, collection),
                count=len(_on(step, collection)),
                label=collection.label,
            )


def _on(step: Status | Safety, collection: Collection) -> list[Claim]:
    return [claim for claim in collection.claims if step in (claim.status, claim.safety)]


def _by_substance(
    step: Status | Safety, collection: Collection
) -> list[tuple[Substance, list[Claim]]]:
    held: dict[str, list[Claim]] = {}
    for claim in _on(step, collection):
        held.setdefault(claim.substance, []).append(claim)
    return [(s, held[s.id]) for s in collection.substances.values() if s.id in held]
