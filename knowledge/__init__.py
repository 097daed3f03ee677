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
from knowledge.kept import kept_library, library_snapshot, stored_snapshot
from knowledge.library.files import LIBRARY, Trusted, trusted
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
from knowledge.reading.language import LANGUAGES
from knowledge.review import checks, conflicts, drafts, entries, lookup, new_words
from knowledge.review.backtest import Backtest, Baseline, Moved, backtest, baseline, compared
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
    weight,
)
from knowledge.review.drafts import UNDO_MS, Draft, DraftKind, DraftState, Shown, Trial
from knowledge.review.expiry import comes_due, run_out
from knowledge.review.feedback import Objection, Verdict
from knowledge.review.personal import Scrubbed, scrubbed
from knowledge.review.similar import CaseKey, Words, key_of, title_of
from knowledge.review.team import INVITE_LASTS_MS, Bar, Invite, Member, Right, Role, barred
from knowledge.review.tried import Tried
from knowledge.snapshot import Snapshot, changed, snapshot
from knowledge.storage import base as stored_base
from knowledge.storage import cases as stored_cases
from knowledge.storage import digests as stored_digests
from knowledge.storage import drafts as stored_drafts
from knowledge.storage import feedback as stored_feedback
from knowledge.storage import history as stored_history
from knowledge.storage import progress as stored_progress
from knowledge.storage import requests as stored_requests
from knowledge.storage import team as stored_team
from knowledge.storage import told as stored_told
from knowledge.storage import waiting as stored_waiting
from knowledge.storage.database import Database, metadata, outage
from knowledge.storage.settling import last_changed, unsettled
from knowledge.storage.sqlite import sqlite_url
from knowledge.storage.told import Scales
from knowledge.storage.vault import Key, Vault, put_in, take_out
from knowledge.tried import tried_messages

__all__ = [
    "INVITE_LASTS_MS",
    "LANGUAGES",
    "LEASE_MS",
    "LIBRARY",
    "UNDO_MS",
    "About",
    "Act",
    "Assessment",
    "Backtest",
    "Bar",
    "Baseline",
    "Case",
    "CaseKey",
    "CaseKind",
    "Certainty",
    "Change",
    "Claim",
    "ClaimState",
    "ClinicianRole",
    "Closed",
    "Consult",
    "Content",
    "Danger",
    "Database",
    "Decision",
    "Difference",
    "Draft",
    "DraftKind",
    "DraftState",
    "Edit",
    "Ending",
    "Evidence",
    "Explanation",
    "Finding",
    "Harm",
    "Helplines",
    "Interaction",
    "Invite",
    "Key",
    "KnowledgeError",
    "Lease",
    "LibraryError",
    "Limit",
    "LimitKind",
    "Member",
    "Moved",
    "Nature",
    "Objection",
    "Outcome",
    "Peril",
    "RecordError",
    "Relation",
    "Request",
    "Review",
    "Right",
    "Role",
    "Safety",
    "Scales",
    "Scrubbed",
    "Severity",
    "Shown",
    "Snapshot",
    "Source",
    "Stale",
    "Stance",
    "Status",
    "StorageError",
    "Substance",
    "TipOff",
    "TipOffPattern",
    "Trial",
    "Tried",
    "Trusted",
    "UnknownChange",
    "UnknownClaim",
    "Unreviewed",
    "Urgency",
    "Vault",
    "Verdict",
    "Waiting",
    "Words",
    "assess",
    "backtest",
    "barred",
    "baseline",
    "careful_limit",
    "changed",
    "checks",
    "comes_due",
    "compared",
    "conflicts",
    "differences",
    "drafts",
    "entries",
    "explain",
    "harm_of",
    "harm_of_claim",
    "kept_library",
    "key_of",
    "last_changed",
    "leased_by",
    "library_snapshot",
    "lint_library",
    "load_library",
    "lookup",
    "may_take",
    "metadata",
    "new_words",
    "outage",
    "put_in",
    "run_out",
    "said",
    "scrubbed",
    "snapshot",
    "sqlite_url",
    "stored_base",
    "stored_cases",
    "stored_digests",
    "stored_drafts",
    "stored_feedback",
    "stored_history",
    "stored_progress",
    "stored_requests",
    "stored_snapshot",
    "stored_team",
    "stored_told",
    "stored_waiting",
    "take_out",
    "title_of",
    "tried_messages",
    "trusted",
    "unsettled",
    "weight",
]
