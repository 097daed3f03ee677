"""The pages that lead to claims: the front page, the two scales, one list a step of a scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from knowledge.model import Claim, Safety, Status, Substance
from knowledge.site.collection import Collection, spelt
from knowledge.site.frame import Frame
from knowledge.site.words import say


def front_page(collection: Collection, frame: Frame) -> tuple[str, bytes]:
    """Search, and every substance by its letter."""
    dangers = Counter(c.substance for c in collection.claims if c.safety is Safety.DANGER)
    return frame.page(
        "",
        "front.html",
        title="What is known about supplements and remedies",
        description="Reviewed answers to claims about supplements and remedies, with sources.",
        letters=_by_letter(collection.substances.values()),
        counts={id_: len(claims) for id_, claims in collection.by_substance.items()},
        dangers=dangers,
        published=len(collection.claims),
    )


def _by_letter(substances: Iterable[Substance]) -> list[tuple[str, list[Substance]]]:
    return [(letter, list(alike)) for letter, alike in groupby(substances, _letter)]


def _letter(substance: Substance) -> str:
    first = spelt(substance)[:1].upper()
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
            claims = _on(step, collection)
            held: dict[str, list[Claim]] = {id_: [] for id_ in collection.substances}
            for claim in claims:
                held[claim.substance].append(claim)
            yield frame.page(
                f"{scale}/{step.value}/",
                "step.html",
                title=f"Claims: {word}",
                description=say(scale, step),
                letters=_by_letter(s for s in collection.substances.values() if held[s.id]),
                held=held,
                count=len(claims),
                label=collection.label,
            )


def _on(step: Status | Safety, collection: Collection) -> list[Claim]:
    return [claim for claim in collection.claims if step in (claim.status, claim.safety)]
