"""The tables of the knowledge base."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table

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
