"""The tables of the knowledge base."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from knowledge.storage.database import metadata

claims = Table(
    "claims",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("substance", String(80), nullable=False, index=True),
    Column("relation", String(20), nullable=False),
    Column("outcome", String(80), nullable=False),
    Column("state", String(12), nullable=False),
    Column("body", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
)
"""One row a claim; `body` is the whole record as plain data, `digest` tells whether it changed."""

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("body", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
)
"""Substances, outcomes, tip-offs and cues, as plain data."""

base = Table(
    "base",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
"""One row: counts the changes of the base, so that a running bot sees that there was one."""

changes = Table(
    "changes",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),
    Column("record", String(80), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("by", String(64), nullable=False),
    Column("why", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("chain", String(64), nullable=False),
    Index("ix_changes_kind_record_id", "kind", "record", "id"),
)
"""The trail: one row a change of a claim, substance or outcome, never edited. `chain` is the digest
of the row and of the chain before it."""

held = Table(
    "held",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("body", JSON(none_as_null=True)),
    Column("digest", String(64)),
    Column("settled", Boolean, nullable=False),
)
"""One row a record that moderators hold. `body` and `digest` are the library's own version of it,
null where it has none; `settled` says whether moderators have decided about that version."""
