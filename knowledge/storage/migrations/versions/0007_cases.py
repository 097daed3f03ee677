"""Cases of moderators, and the requests of people that they are made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the tables of cases, of requests, and of how they are worded."""
    _cases()
    _requests()
    _wordings()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("substance", sa.String(80), nullable=False),
        sa.Column("outcome", sa.String(80), nullable=False),
        sa.Column("claim", sa.String(80), nullable=False),
        sa.Column("harm", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("opened_ms", sa.BigInteger, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
        sa.Column("lease_by", sa.String(64), nullable=False),
        sa.Column("lease_until_ms", sa.BigInteger, nullable=False),
        sa.Column("closed_how", sa.String(12), nullable=False),
        sa.Column("closed_by", sa.String(64), nullable=False),
        sa.Column("closed_why", sa.Text, nullable=False),
        sa.Column("closed_claim", sa.String(80), nullable=False),
        sa.Column("merged_into", _NUMBER, nullable=True),
    )
    op.create_index("ix_cases_state_substance_outcome", "cases", ["state", "substance", "outcome"])
    op.create_index("ix_cases_state_kind_claim", "cases", ["state", "kind", "claim"])


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("case", _NUMBER, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("chat", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("asked_ms", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("claim", sa.String(80), nullable=False),
        sa.UniqueConstraint("case", "person", name="uq_requests_case_person"),
    )
    op.create_index("ix_requests_person", "requests", ["person"])


def _wordings() -> None:
    op.create_table(
        "wordings",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("request", _NUMBER, nullable=False),
        sa.Column("case", _NUMBER, nullable=False),
        sa.Column("substances", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_wordings_request", "wordings", ["request"])
    op.create_index("ix_wordings_case", "wordings", ["case"])
    op.create_table(
        "marks",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("wording", _NUMBER, primary_key=True, autoincrement=False),
    )
    op.create_index("ix_marks_wording", "marks", ["wording"])
