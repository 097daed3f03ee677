"""Queues sealed with a secret of the tests."""

from __future__ import annotations

from bot.envelopes import Envelopes
from knowledge import Database, Vault

SECRET = b"k" * 32


async def envelopes_of(database: Database, secret: bytes = SECRET) -> Envelopes:
    """Envelopes with today's key at hand."""
    envelopes = Envelopes(database, Vault(database, secret))
    await envelopes.prepare()
    return envelopes
