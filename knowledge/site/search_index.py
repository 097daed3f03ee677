"""What the search in the page looks through: names, headlines, outcomes; never a phrasing."""

from __future__ import annotations

import json

from knowledge.model import Safety, Status, Substance
from knowledge.site.collection import Collection
from knowledge.site.words import say


def search_index(collection: Collection) -> bytes:
    """The index as JSON. A row of a claim: id, number of its substance, outcome, headline, number of
    its status and of its safety. A row of a substance: id, name, how many claims, words of names."""
    number = {id_: place for place, id_ in enumerate(collection.substances)}
    statuses, safeties = list(Status), list(Safety)
    index = {
        "status": [say("short_status", status) for status in statuses],
        "safety": [say("short_safety", safety) for safety in safeties],
        "substances": [
            [each.id, each.name, len(collection.by_substance[each.id]), _words(each)]
            for each in collection.substances.values()
        ],
        "claims": [
            [
                claim.id,
                number[claim.substance],
                collection.outcomes[claim.outcome].name,
                claim.headline,
                statuses.index(claim.status),
                safeties.index(claim.safety),
            ]
            for claim in collection.claims
        ],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _words(substance: Substance) -> str:
    """Each word of all names once: half as long as the names themselves."""
    names = [name for names in substance.names.values() for name in names]
    return " ".join(sorted({word for name in names for word in name.lower().split()}))
