"""What moderators would change in the base, until a second person has approved it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table of drafts."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("case", sa.BigInteger, nullable=False),
        sa.Column("base", sa.String(64)),
        sa.Column("before", sa.JSON),
        sa.Column("refused_why", sa.Text, nullable=False),
        sa.Column("refused_by", sa.String(64), nullable=False),
        sa.Column("approvals", sa.JSON, nullable=False),
        sa.Column("looked", sa.JSON, nullable=False),
        sa.Column("trial", sa.JSON),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("change", sa.BigInteger, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
        sa.Column("published_ms", sa.BigInteger, nullable=False),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_drafts_state", "drafts", ["state"])
    op.create_index("ix_drafts_author", "drafts", ["author"])
