"""The page that says what the words mean, who reviews, and how mistakes are mended."""

from __future__ import annotations

from knowledge.model import Certainty, Safety, Status
from knowledge.site.collection import Collection
from knowledge.site.frame import Frame


def about_page(collection: Collection, frame: Frame) -> tuple[str, bytes]:
    """Its file and what it holds."""
    return frame.page(
        "about/",
        "about.html",
        title="How to read these pages",
        description="What the words for evidence, certainty and risk mean, and who reviews.",
        statuses=list(Status),
        certainties=list(Certainty),
        safeties=list(reversed(Safety)),
        published=len(collection.claims),
        signed=sum(claim.review.clinician for claim in collection.claims),
        reviewers=sorted({claim.review.by for claim in collection.claims}),
    )
