"""Puts the tuning part where a running bot finds it (knowledge/review/tried.jsonl.gz)."""

from __future__ import annotations

import gzip
import json

from knowledge.tried import SHIPPED
from tests.quality.messages import load, tried


def lines() -> list[str]:
    """One line a message: what it says, and the claims that answer it."""
    return [
        json.dumps(
            {
                "id": each.id,
                "text": each.text,
                "expected": sorted(each.expected or ()),
                "said": [
                    [one.substance, one.relation, one.outcome, sorted(one.claims)]
                    for one in each.said
                ],
            },
            ensure_ascii=False,
        )
        for each in tried(load())
    ]


def ship() -> int:
    """Write the file anew; gives back how many messages it holds."""
    written = lines()
    text = "".join(f"{line}\n" for line in written)
    # No time in it: the same messages make the same file.
    SHIPPED.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    return len(written)
