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
from knowledge.review.cases import (
    LEASE_MS,
    About,
    Case,
    CaseKind,
    Closed,
    Ending,
    Harm,
    Lease,
    Request,
    Waiting,
    harm_of,
    harm_of_claim,
    leased_by,
    may_take,
)
from knowledge.review.personal import Scrubbed, scrubbed
from knowledge.review.similar import CaseKey, key_of, title_of
from knowledge.snapshot import Snapshot, snapshot
from knowledge.storage import base as stored_base
from knowledge.storage import cases as stored_cases
from knowledge.storage import requests as stored_requests
from knowledge.storage.database import Database, metadata, outage
from knowledge.storage.sqlite import sqlite_url
from knowledge.storage.vault import Vault

__all__ = [
    "LEASE_MS",
    "LIBRARY",
    "About",
    "Assessment",
    "Case",
    "CaseKey",
    "CaseKind",
    "Certainty",
    "Claim",
    "ClaimState",
    "Closed",
    "Consult",
    "Content",
    "Danger",
    "Database",
    "Decision",
    "Ending",
    "Evidence",
    "Explanation",
    "Finding",
    "Harm",
    "Helplines",
    "Interaction",
    "KnowledgeError",
    "Lease",
    "LibraryError",
    "Limit",
    "LimitKind",
    "Nature",
    "Outcome",
    "Peril",
    "Relation",
    "Request",
    "Review",
    "Safety",
    "Scrubbed",
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
    "Waiting",
    "assess",
    "careful_limit",
    "explain",
    "harm_of",
    "harm_of_claim",
    "key_of",
    "leased_by",
    "library_snapshot",
    "lint_library",
    "load_library",
    "may_take",
    "metadata",
    "outage",
    "said",
    "scrubbed",
    "snapshot",
    "sqlite_url",
    "stored_base",
    "stored_cases",
    "stored_requests",
    "stored_snapshot",
    "title_of",
]
