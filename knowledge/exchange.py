"""Export of the base in forms that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from knowledge.library import records
from knowledge.model import Content


def as_lines(content: Content) -> Iterator[str]:
    """Every claim, published or draft, as one line of JSON, ordered by id."""
    for claim in sorted(content.claims, key=lambda claim: claim.id):
        yield json.dumps(records.plain(claim), ensure_ascii=False)
