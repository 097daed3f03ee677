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
from knowledge.review.backtest import Backtest, Baseline, Moved, backtest, baseline, compared
from knowledge.review.tried import Tried
from knowledge.snapshot import Snapshot, changed, snapshot
from knowledge.storage import base as stored_base
from knowledge.storage.database import Database, metadata, outage
from knowledge.storage.sqlite import sqlite_url
from knowledge.tried import tried_messages

__all__ = [
    "LIBRARY",
    "Assessment",
    "Backtest",
    "Baseline",
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
    "KnowledgeError",
    "LibraryError",
    "Limit",
    "LimitKind",
    "Moved",
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
    "Tried",
    "UnknownClaim",
    "Unreviewed",
    "Urgency",
    "assess",
    "backtest",
    "baseline",
    "careful_limit",
    "changed",
    "compared",
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
    "tried_messages",
]
