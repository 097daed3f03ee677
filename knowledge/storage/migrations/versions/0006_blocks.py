"""Who is not answered for a day, and what they wrote about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table of the blocks."""
    op.create_table(
        "blocks",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("made_ms", sa.BigInteger, nullable=False),
        sa.Column("until_ms", sa.BigInteger, nullable=False),
        sa.Column("appealed_ms", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("appeal", sa.Text, nullable=False),
    )
