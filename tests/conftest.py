"""What all tests share: the real library, indexed once; real databases of both kinds."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from knowledge import Content, Database, Snapshot, library_snapshot, load_library, sqlite_url
from tests import postgres

ARTICLE = Path(__file__).parents[2] / "shared" / "cases" / "nmn-depression-article.txt"


LONG = (
    "bot/scenes/test_faults.py",
    "attack/test_attack.py",
    "durability/test_run.py",
    "bot/scenes/moderation/publishing/test_from_case.py",
    "bot/scenes/moderation/test_cases.py",
    "knowledge/site/test_in_a_browser.py",
    "bot/scenes/after/test_waiting.py",
    "soak/test_run.py",
    "safety/test_gate.py",
    "bot/test_replicas.py",
    "bot/test_app.py",
)
"""Files that take longest, mostly to wait for something."""

MEMORY, ROOM = Path("/dev/shm"), 1 << 30
"""Where files lie in memory, and how much of it the tests may need."""
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    # Each of tens of thousands of commits waits for a disk otherwise. What is committed outlives a
    # process all the same; nobody pulls a plug here.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# Nothing of what is imported and collected is ever dropped: to look for garbage in it, again and
# again, took a quarter of the time of all tests.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: else a worker is left alone with it in the end."""
    here = Path(__file__).parent
    first = {here / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: first.get(item.path, len(first)))


def pytest_collection_finish() -> None:
    """From here on garbage is looked for, in what the tests make."""
    gc.freeze()
    gc.enable()


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
    content = load_library()
    gc.freeze()
    return content


@pytest.fixture(scope="session")
def base() -> Snapshot:
    """The library, ready for matching; its index is kept on disk from one run to the next.
    It stays until the end, and so is not looked through for garbage."""
    found = library_snapshot()
    gc.freeze()
    return found


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


@dataclass
class Held:
    """A database that tests use one after the other, and a connection that empties it."""

    url: str
    connection: postgres.Connection

    def drop(self) -> None:
        self.connection.close()
        postgres.drop(self.url)


@pytest.fixture(scope="session")
def postgres_held(postgres_template: str) -> Iterator[list[Held]]:
    """The database of the last test, for the next one; none yet, at first."""
    held: list[Held] = []
    yield held
    for each in held:
        each.drop()


@pytest.fixture(scope="session")
def postgres_shape(postgres_template: str) -> postgres.Shape:
    with postgres.within(postgres_template) as connection:
        return postgres.shape(connection)


@pytest.fixture
def postgres_address(
    postgres_template: str, postgres_shape: postgres.Shape, postgres_held: list[Held]
) -> Iterator[URL]:
    """A PostgreSQL database with our tables and nothing else."""
    if not postgres_held:
        url = postgres.fresh(postgres_template, template=postgres_template)
        postgres_held.append(Held(url, postgres.within(url)))
    (held,) = postgres_held
    yield make_url(held.url)
    try:
        as_before = postgres.empty(held.connection, postgres_shape)
    except psycopg.Error:
        as_before = False
    if not as_before:
        # A test that changed the tables, or took them away, gets nobody else into trouble.
        postgres_held.pop().drop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with our tables and nothing else, as migrations made it."""
    file = tmp_path_factory.mktemp("template") / "database.sqlite3"
    asyncio.run(_migrate(sqlite_url(file)))
    return file


@pytest.fixture
def sqlite_address(sqlite_template: Path, tmp_path: Path) -> URL:
    """An SQLite database with our tables and nothing else."""
    file = tmp_path / "database.sqlite3"
    shutil.copyfile(sqlite_template, file)
    return sqlite_url(file)


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


async def _migrate(url: str | URL) -> None:
    opened = await Database.open(url)
    await opened.close()
