"""Ways to break the lines on danger of the small library, and the fault that must follow."""

from __future__ import annotations

from tests.knowledge.library.breakage import Breakage

OF_DANGERS = (
    Breakage(
        "line on danger that nobody trusted says",
        "dangers.yaml",
        "publisher: Cochrane",
        "publisher: Shop of Wonders",
        "- id: review-2024",
        "stop-insulin: 'Shop of Wonders' is not in publishers.yaml",
    ),
    Breakage(
        "line on danger of a medicine that is not there",
        "dangers.yaml",
        "medicines: [insulin]",
        "medicines: [insuline]",
        "medicines:",
        "stop-insulin: unknown medicine 'insuline'",
    ),
    Breakage(
        "line on danger that is too long",
        "dangers.yaml",
        "line: Please do not stop insulin on your own.",
        f"line: Do not go.{' Do not go.' * 24}",
        "line:",
        "stop-insulin: 274 characters, at most 260",
    ),
    Breakage(
        "line on danger that is too hard to read",
        "dangers.yaml",
        "line: Please do not stop insulin on your own.",
        "line: Discontinuation precipitates catastrophic hyperglycaemic decompensation.",
        "line:",
        "stop-insulin: needs school grade",
    ),
)
