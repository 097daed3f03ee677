"""Every error of the knowledge rooms, as a tree.

KnowledgeError
├── LibraryError        the files of the library cannot be used; names file and line
├── UnknownClaim        no claim of that id
├── ProposalError       a proposal of another team is not there, or not to be decided so
├── StorageError        the database cannot be used
└── SiteError           the website cannot be made or written
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Anything that the knowledge rooms refuse to do; its text says what, where and the way out."""


class LibraryError(KnowledgeError):
    """The files of the library cannot be used as they are."""


class UnknownClaim(KnowledgeError):  # noqa: N818 - reads as what it is
    """No claim of that id is in the base."""

    def __init__(self, claim: str) -> None:
        super().__init__(f"no claim {claim!r}; `python -m knowledge export` lists them all")


class ProposalError(KnowledgeError):
    """A proposal of another team is not there, or must not be decided so."""


class StorageError(KnowledgeError):
    """The database cannot be used."""


class SiteError(KnowledgeError):
    """The website cannot be made or written."""
