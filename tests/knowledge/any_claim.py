"""Claims of every kind that the model allows, for tests of properties."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from knowledge.library import signing
from knowledge.model import (
    Certainty,
    Claim,
    ClaimState,
    ClinicianRole,
    Consult,
    Evidence,
    Relation,
    Review,
    Safety,
    Source,
    Status,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)
"""Any words: every alphabet, line breaks and control characters among them."""
_TEXTS = st.lists(TEXT, max_size=3).map(tuple)
_DAY = st.dates(date(1990, 1, 1), date(2090, 1, 1))
_SOURCE = st.builds(
    Source,
    title=TEXT,
    publisher=TEXT,
    url=TEXT,
    year=st.none() | st.integers(1800, 2100),
    says=TEXT,
    seen=TEXT,
    id=st.just("") | TEXT,
)
_REVIEW = st.builds(
    lambda by, reviewed, days: Review(by, reviewed, reviewed + timedelta(days)),
    TEXT,
    _DAY,
    st.integers(1, 999),
)
_UNSIGNED = st.builds(
    Claim,
    id=TEXT,
    substance=TEXT,
    relation=st.sampled_from(Relation),
    outcome=TEXT,
    claim=TEXT,
    headline=TEXT,
    status=st.sampled_from(Status),
    certainty=st.sampled_from(Certainty),
    best_evidence=st.sampled_from(Evidence),
    safety=st.sampled_from(Safety),
    facts=_TEXTS,
    safety_facts=_TEXTS,
    who_to_ask=st.sampled_from(Consult),
    sources=st.lists(_SOURCE, max_size=2).map(tuple),
    phrasings=_TEXTS,
    state=st.sampled_from(ClaimState),
    review=_REVIEW,
)
CLAIM: st.SearchStrategy[Claim] = _UNSIGNED | st.builds(
    signing.signed, _UNSIGNED, TEXT, st.sampled_from(ClinicianRole), _DAY
)
"""Any claim, signed off or not."""
EXAMPLES = 60
"""How often a property is tried."""
