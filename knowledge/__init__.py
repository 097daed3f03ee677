"""Everything about claims. Knows no Telegram; these names are all that other rooms may use."""

from knowledge.assessment import (
    Assessment,
    Decision,
    Finding,
    Peril,
    Stance,
    TipOff,
    Unreviewed,
    Urgency,
)
from knowledge.citations import said
from knowledge.errors import KnowledgeError, LibraryError, StorageError, UnknownClaim
from knowledge.kept import library_snapshot, stored_snapshot
from knowledge.library.files import LIBRARY
from knowledge.library.files import load as load_library
from knowledge.library.lint import check as lint_library
from knowledge.matching.assess import assess
from knowledge.matching.explain import Explanation, explain
from knowledge.model import (
    Certainty,
    Claim,
    ClaimState,
    Consult,
    Content,
    Danger,
    Evidence,
    Helplines,
    Interaction,
    Limit,
    LimitKind,
    Nature,
    Outcome,
    Relation,
    Review,
    Safety,
    Severity,
    Source,
    Status,
    Substance,
    TipOffPattern,
)
from knowledge.reading.doses import careful_limit
from knowledge.snapshot import Snapshot, snapshot
from knowledge.storage import base as stored_base
from knowledge.storage.database import Database, metadata, outage
from knowledge.storage.sqlite import sqlite_url
from knowledge.storage.vault import Key, Vault, put_in, take_out

__all__ = [
    "LIBRARY",
    "Assessment",
    "Certainty",
    "Claim",
    "ClaimState",
    "Consult",
    "Content",
    "Danger",
    "Database",
    "Decision",
    "Evidence",
    "Explanation",
    "Finding",
    "Helplines",
    "Interaction",
    "Key",
    "KnowledgeError",
    "LibraryError",
    "Limit",
    "LimitKind",
    "Nature",
    "Outcome",
    "Peril",
    "Relation",
    "Review",
    "Safety",
    "Severity",
    "Snapshot",
    "Source",
    "Stance",
    "Status",
    "StorageError",
    "Substance",
    "TipOff",
    "TipOffPattern",
    "UnknownClaim",
    "Unreviewed",
    "Urgency",
    "Vault",
    "assess",
    "careful_limit",
    "explain",
    "library_snapshot",
    "lint_library",
    "load_library",
    "metadata",
    "outage",
    "put_in",
    "said",
    "snapshot",
    "sqlite_url",
    "stored_base",
    "stored_snapshot",
    "take_out",
]
