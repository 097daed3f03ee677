"""Everything about claims. Knows no Telegram; these names are all that other rooms may use."""

from knowledge.citations import said
from knowledge.errors import KnowledgeError, LibraryError, StorageError, UnknownClaim
from knowledge.kept import library_snapshot, stored_snapshot
from knowledge.library.files import LIBRARY
from knowledge.library.files import load as load_library
from knowledge.library.lint import check as lint_library
from knowledge.matching.assess import assess
from knowledge.matching.explain import Explanation, explain
from knowledge.model import (
    Assessment,
    Certainty,
    Claim,
    ClaimState,
    Consult,
    Content,
    Decision,
    Evidence,
    Finding,
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
    Stance,
    Status,
    Substance,
    TipOff,
    TipOffPattern,
    Unreviewed,
    Urgency,
)
from knowledge.snapshot import Snapshot, snapshot
from knowledge.storage import base as stored_base
from knowledge.storage.database import Database, metadata, outage
from knowledge.storage.sqlite import sqlite_url

__all__ = [
    "LIBRARY",
    "Assessment",
    "Certainty",
    "Claim",
    "ClaimState",
    "Consult",
    "Content",
    "Database",
    "Decision",
    "Evidence",
    "Explanation",
    "Finding",
    "Interaction",
    "KnowledgeError",
    "LibraryError",
    "Limit",
    "LimitKind",
    "Nature",
    "Outcome",
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
    "assess",
    "explain",
    "library_snapshot",
    "lint_library",
    "load_library",
    "metadata",
    "outage",
    "said",
    "snapshot",
    "sqlite_url",
    "stored_base",
    "stored_snapshot",
]
