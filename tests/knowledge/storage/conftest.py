"""A real database in a file of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge import Database, sqlite_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "base.sqlite3"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    opened = await Database.open(sqlite_url(file))
    yield opened
    await opened.close()
