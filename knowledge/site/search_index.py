"""What the search in the page looks through: names, headlines, outcomes; never a phrasing."""

from __future__ import annotations

import json

from knowledge.model import Certainty, Safety, Status, Substance
from knowledge.site.collection import Collection
from knowledge.site.words import say


def search_index(collection: Collection) -> bytes:
    """The index as JSON rows. Of a substance: id, name, how many claims, all its names.
    Of a claim: id, substance, outcome, headline, status, certainty, safety; numbers count from 0.
    """
    number = {id_: place for place, id_ in enumerate(collection.substances)}
    statuses, certainties, safeties = list(Status), list(Certainty), list(Safety)
    index = {
        "status": [say("short_status", status) for status in statuses],
        "certainty": [say("short_certainty", certainty) for certainty in certainties],
        "safety": [say("short_safety", safety) for safety in safeties],
        "substances": [
            [each.id, each.name, len(collection.by_substance[each.id]), _names(each)]
            for each in collection.substances.values()
        ],
        "claims": [
            [
                claim.id,
                number[claim.substance],
                collection.outcomes[claim.outcome].name,
                claim.headline,
                statuses.index(claim.status),
                certainties.index(claim.certainty),
                safeties.index(claim.safety),
            ]
            for claim in collection.claims
        ],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _names(substance: Substance) -> list[str]:
    return sorted({name.lower() for names in substance.names.values() for name in names})
