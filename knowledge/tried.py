"""The messages that changes are tried on, as they come with the package."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from knowledge.review.tried import Said, Tried

SHIPPED = Path(__file__).parent / "review" / "tried.jsonl.gz"
"""The part of the project's labelled messages that is not set aside; `python -m tests.quality
--ship` makes it anew. The set-aside part is never here: whoever sees it would fit claims to it."""


def tried_messages(file: Path = SHIPPED) -> tuple[Tried, ...]:
    """Every message, with the claims that it should get."""
    text = gzip.decompress(file.read_bytes()).decode("utf-8")
    return tuple(_tried(json.loads(line)) for line in text.split("\n") if line)


def _tried(plain: dict[str, list[str] | list[list[str]] | str]) -> Tried:
    said = tuple(
        Said(str(substance), str(relation), str(outcome), frozenset(claims))
        for substance, relation, outcome, claims in plain["said"]
    )
    return Tried(str(plain["id"]), str(plain["text"]), frozenset(map(str, plain["expected"])), said)
