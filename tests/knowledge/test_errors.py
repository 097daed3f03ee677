"""The errors of the knowledge rooms."""

from __future__ import annotations

import re

import pytest

from knowledge import errors
from knowledge.errors import (
    KnowledgeError,
    LibraryError,
    ProposalError,
    RecordError,
    SiteError,
    Stale,
    StorageError,
    UnknownChange,
    UnknownClaim,
)


def _below(kind: type[Exception]) -> set[str]:
    found = {kind.__name__}
    for inner in kind.__subclasses__():
        found |= _below(inner)
    return found


@pytest.mark.parametrize(
    "error",
    [
        LibraryError("x"),
        StorageError("x"),
        SiteError("x"),
        UnknownClaim("x"),
        ProposalError("x"),
        RecordError("x"),
        Stale("x", None),
        UnknownChange(1),
    ],
    ids=lambda e: type(e).__name__,
)
def test_every_error_can_be_caught_as_one_of_the_knowledge_rooms(error: Exception) -> None:
    with pytest.raises(KnowledgeError):
        raise error


def test_the_tree_in_the_documentation_is_the_tree_in_the_code() -> None:
    written = set(re.findall(r"^(?:│   )?(?:[├└]── )?([A-Z]\w+)", errors.__doc__ or "", re.M))
    assert written - {"Every"} == _below(KnowledgeError)


def test_an_unknown_claim_is_named_with_the_way_to_the_known_ones() -> None:
    assert str(UnknownClaim("nmn-cures-all")) == (
        "no claim 'nmn-cures-all'; `python -m knowledge export` lists them all"
    )
