"""The sources of a fact: their ids stand in brackets at its end, "Trials were small. [ods]"."""

from __future__ import annotations

import re

_MARK = re.compile(r"\s*\[([a-z0-9][a-z0-9-]*(?:, ?[a-z0-9][a-z0-9-]*)*)\]$")


def said(fact: str) -> str:
    """A fact as it is shown, without the ids of its sources."""
    return _MARK.sub("", fact)


def cited(fact: str) -> tuple[str, ...]:
    """The ids of the sources of a fact; none for one that is not tied to its sources yet."""
    mark = _MARK.search(fact)
    return tuple(re.split(", ?", mark[1])) if mark else ()
