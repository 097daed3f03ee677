"""What all tests share: the real library, indexed once; real databases of both kinds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from knowledge import Content, Database, Snapshot, load_library, snapshot, sqlite_url
from tests import postgres

ARTICLE = Path(__file__).parents[2] / "shared" / "cases" / "nmn-depression-article.txt"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Commands set up logging for their process; the next test is not theirs."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)


@pytest.fixture(scope="session")
def library() -> Content:
    """The library as it lies in the project."""
    return load_library()


@pytest.fixture(scope="session")
def base(library: Content) -> Snapshot:
    """The library, ready for matching."""
    return snapshot(library)


@pytest.fixture(scope="session")
def article() -> str:
    """A real article of the kind that gets forwarded; it is not part of the project."""
    if not ARTICLE.exists():
        pytest.skip("the article is not here")
    return ARTICLE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The address of a database with our tables, on a real server of these tests' own."""
    try:
        with postgres.server(durable=False) as url:
            asyncio.run(_migrate(url))
            yield url
    except postgres.Unavailable as error:
        pytest.skip(f"not tried on PostgreSQL: {error}")


@pytest.fixture
def postgres_address(postgres_template: str) -> Iterator[URL]:
    """A PostgreSQL database with our tables and nothing else."""
    url = postgres.fresh(postgres_template, template=postgres_template)
    yield make_url(url)
    postgres.drop(url)


@pytest.fixture
def sqlite_address(tmp_path: Path) -> URL:
    """An SQLite database that is made when it is opened."""
    return sqlite_url(tmp_path / "database.sqlite3")


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> URL:
    """A database of either kind: whoever uses it runs on both."""
    found = request.getfixturevalue(f"{request.param}_address")
    assert isinstance(found, URL)
    return found


@pytest.fixture
async def database(address: URL) -> AsyncIterator[Database]:
    """An open database of either kind."""
    opened = await Database.open(address)
    yield opened
    await opened.close()


async def _migrate(url: str) -> None:
    opened = await Database.open(url)
    await opened.close()
