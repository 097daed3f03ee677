"""What a clinician signs, and whether a sign-off still holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from knowledge.model import Claim, ClinicianRole, SignOff

_LENGTH = 16
"""Digits of a digest: enough to see a change, short enough for a line that people read."""


def digest(claim: Claim) -> str:
    """The digest of what a clinician answers for: all that a person is told, and its sources."""
    told = [
        claim.headline,
        claim.facts,
        claim.safety_facts,
        claim.status,
        claim.certainty,
        claim.safety,
        [(s.title, s.publisher, s.url, s.year, s.says) for s in claim.sources],
    ]
    written = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest()[:_LENGTH]


def holds(claim: Claim) -> bool:
    """Whether a clinician signed this claim off as it is."""
    signed = claim.review.sign_off
    return signed is not None and signed.of == digest(claim)


def signed(claim: Claim, by: str, role: ClinicianRole, day: date) -> Claim:
    """The claim with the sign-off of this clinician, in place of any before."""
    given = SignOff(by, role, day, digest(claim))
    return replace(claim, review=replace(claim.review, clinician=True, sign_off=given))
