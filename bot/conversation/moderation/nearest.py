"""The reviewed claims that come nearest to what people of a case sent."""

from __future__ import annotations

from collections import Counter

from bot.conversation.moderation.view import OpenedCase
from knowledge import Claim, Snapshot, assess

_TEXTS = 3
"""Texts that are looked at."""
_MOST = 6


def nearest(opened: OpenedCase, base: Snapshot) -> list[Claim]:
    """Claims found or asked about in the texts, then those on the same substance whose outcome is
    the same, then the others on it."""
    case = opened.case
    if case.claim and case.claim in base.claims:
        return [base.claims[case.claim]]
    found: Counter[str] = Counter()
    for request in opened.requests[-_TEXTS:]:
        if request.text:
            found.update(finding.claim.id for finding in assess(request.text, base).findings)
    ids = [id_ for id_, _ in found.most_common()]
    if case.substance in base.vocabulary.substances:
        on_it = sorted(
            base.claims_on(case.substance), key=lambda claim: claim.outcome != case.outcome
        )
        ids += [claim.id for claim in on_it if claim.id not in found]
    return [base.claims[id_] for id_ in ids[:_MOST] if id_ in base.claims]
