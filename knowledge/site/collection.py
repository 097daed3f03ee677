"""The base as the website shows it: published claims, and where each belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import SiteError
from knowledge.model import Claim, Content, Outcome, Relation, Safety, Substance
from knowledge.site.words import say

_IN_AN_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DANGER_FIRST = list(reversed(Safety))


@dataclass(frozen=True, slots=True)
class Collection:
    """Published claims in order, danger first, and everything that they name."""

    claims: tuple[Claim, ...]
    substances: Mapping[str, Substance]
    outcomes: Mapping[str, Outcome]
    by_substance: Mapping[str, tuple[Claim, ...]]

    @property
    def names(self) -> dict[str, str]:
        """The names of substances and outcomes by id."""
        named: tuple[Substance | Outcome, ...]
        named = (*self.substances.values(), *self.outcomes.values())
        return {one.id: one.name for one in named}

    def label(self, claim: Claim) -> str:
        """What a claim is about, named without asserting it."""
        plain = claim.relation is Relation.IS_SAFE and claim.outcome == "safety"
        return say(
            "label",
            "plainly-safe" if plain else claim.relation.value,
            substance=self.substances[claim.substance].name,
            outcome=self.outcomes[claim.outcome].name,
        )


def collect(content: Content) -> Collection:
    """What of a library is shown. Raises SiteError for an id that cannot stand in an address."""
    published = [claim for claim in content.claims if claim.published]
    for id_ in (*(s.id for s in content.substances), *(c.id for c in published)):
        if not _IN_AN_ADDRESS.fullmatch(id_):
            raise SiteError(f"{id_!r} cannot stand in an address: use a-z, 0-9 and hyphens")
    claims = sorted(published, key=lambda claim: (_DANGER_FIRST.index(claim.safety), claim.id))
    by_substance: dict[str, list[Claim]] = {s.id: [] for s in content.substances}
    for claim in claims:
        by_substance[claim.substance].append(claim)
    return Collection(
        claims=tuple(claims),
        substances={s.id: s for s in sorted(content.substances, key=_alphabetically)},
        outcomes={outcome.id: outcome for outcome in content.outcomes},
        by_substance={id_: tuple(held) for id_, held in by_substance.items()},
    )


def spelt(substance: Substance) -> str:
    """Its name as it is sorted: without case, and without quotation marks before it."""
    return substance.name.lstrip("\"“‘'(").lower()


def _alphabetically(substance: Substance) -> tuple[str, str]:
    return spelt(substance), substance.id
