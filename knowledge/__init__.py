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
from knowledge.changes import Act, Change, Difference, Edit, differences
from knowledge.citations import said
from knowledge.errors import (
    KnowledgeError,
    LibraryError,
    RecordError,
    Stale,
    StorageError,
    UnknownChange,
    UnknownClaim,
)
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
    ClinicianRole,
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
from knowledge.review.team import INVITE_LASTS_MS, Bar, Invite, Member, Right, Role, barred
from knowledge.snapshot import Snapshot, snapshot
from knowledge.storage import base as stored_base
from knowledge.storage import history as stored_history
from knowledge.storage import team as stored_team
from knowledge.storage.database import Database, metadata, outage
from knowledge.storage.sqlite import sqlite_url
from knowledge.storage.vault import Vault

__all__ = [
    "INVITE_LASTS_MS",
    "LIBRARY",
    "Act",
    "Assessment",
    "Bar",
    "Certainty",
    "Change",
    "Claim",
    "ClaimState",
    "ClinicianRole",
    "Consult",
    "Content",
    "Danger",
    "Database",
    "Decision",
    "Difference",
    "Edit",
    "Evidence",
    "Explanation",
    "Finding",
    "Helplines",
    "Interaction",
    "Invite",
    "KnowledgeError",
    "LibraryError",
    "Limit",
    "LimitKind",
    "Member",
    "Nature",
    "Outcome",
    "Peril",
    "RecordError",
    "Relation",
    "Review",
    "Right",
    "Role",
    "Safety",
    "Severity",
    "Snapshot",
    "Source",
    "Stale",
    "Stance",
    "Status",
    "StorageError",
    "Substance",
    "TipOff",
    "TipOffPattern",
    "UnknownChange",
    "UnknownClaim",
    "Unreviewed",
    "Urgency",
    "Vault",
    "assess",
    "barred",
    "careful_limit",
    "differences",
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
    "stored_history",
    "stored_snapshot",
    "stored_team",
]
