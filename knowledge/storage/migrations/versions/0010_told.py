"""Who was told what, what people said of answers, who wants a digest, how far rounds have come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the tables of what happens after reviewing."""
    op.create_table(
        "told",
        sa.Column("chat", sa.String(64), primary_key=True),
        sa.Column("claim", sa.String(80), primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("safety", sa.String(12), nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_told_claim_status_safety", "told", ["claim", "status", "safety"])
    op.create_index("ix_told_at_ms", "told", ["at_ms"])
    op.create_table(
        "digests",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("next_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "rounds",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("answer", sa.String(16), primary_key=True),
        sa.Column("claim", sa.String(80), primary_key=True),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("probability", sa.Float),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_feedback_claim", "feedback", ["claim"])
    op.create_index("ix_feedback_at_ms", "feedback", ["at_ms"])
