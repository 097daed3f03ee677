"""Lanes with owners: leases for many machines; when, how urgent and how often for the queues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of the leases, and to the queues what pacing and measuring need."""
    op.create_table(
        "replicas",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
    )
    leases = op.create_table(
        "leases",
        sa.Column("lane", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.String(36), nullable=False),
        sa.Column("until_ms", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(leases, [{"lane": n, "owner": "", "until_ms": 0} for n in range(64)])
    _add("inbox", "lane", sa.Integer)
    _add("inbox", "arrived_ms", sa.BigInteger)
    op.execute("UPDATE inbox SET lane = chat & 63, arrived_ms = changed_ms")
    for name, kind in (
        ("lane", sa.Integer),
        ("urgency", sa.Integer),
        ("edits", sa.BigInteger),
        ("repeats", sa.Integer),
        ("asked_ms", sa.BigInteger),
        ("created_ms", sa.BigInteger),
    ):
        _add("outbox", name, kind)
    op.execute("UPDATE outbox SET lane = chat & 63, asked_ms = due_ms, created_ms = due_ms")
    op.drop_index("ix_outbox_state_id", "outbox")
    op.create_index("ix_outbox_state_urgency_id", "outbox", ["state", "urgency", "id"])
    op.create_index("ix_outbox_chat_state", "outbox", ["chat", "state"])


def _add(table: str, name: str, kind: type[sa.Integer | sa.BigInteger]) -> None:
    # The default is for the rows that are there; new ones bring their own value.
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default="0"))
