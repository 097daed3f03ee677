"""The trail of changes, which cannot be edited, and the records that moderators hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER changes_not_edited BEFORE UPDATE ON changes "
        "BEGIN SELECT RAISE(ABORT, 'the trail of changes cannot be edited'); END",
        "CREATE TRIGGER changes_not_removed BEFORE DELETE ON changes "
        "BEGIN SELECT RAISE(ABORT, 'the trail of changes cannot be edited'); END",
        # INSERT OR REPLACE removes a row, and no trigger on DELETE hears of it.
        "CREATE TRIGGER changes_not_replaced BEFORE INSERT ON changes "
        "WHEN EXISTS (SELECT 1 FROM changes WHERE id >= NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the trail of changes cannot be edited'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_to_edit_changes() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail of changes cannot be edited'; END $$",
        "CREATE TRIGGER changes_not_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON changes "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_edit_changes()",
    ),
}


def upgrade() -> None:
    """Add both tables, and refuse to edit the trail."""
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
    )
    op.create_index("ix_changes_kind_record_id", "changes", ["kind", "record", "id"])
    op.create_table(
        "held",
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("body", sa.JSON),
        sa.Column("digest", sa.String(64)),
        sa.Column("settled", sa.Boolean, nullable=False),
    )
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)
