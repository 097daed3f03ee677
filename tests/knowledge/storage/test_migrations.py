"""The migrations make exactly the tables that the code speaks of."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect

import bot.app
import bot.tallies
from bot.leases import lane_of
from knowledge import Database, metadata, sqlite_url
from knowledge.storage import database as database_module
from tests.bot.delivery.post import intend, letter

TABLES = set(metadata.tables)
SCRIPTS = ScriptDirectory(str(Path(database_module.__file__).parent / "migrations"))


def _differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _of_tables(connection: Connection) -> list[Any]:
    return [found for found in _differences(connection) if "index" not in found[0]]


def _of_indexes(connection: Connection) -> list[Any]:
    return [found for found in _differences(connection) if "index" in found[0]]


def _keys(connection: Connection) -> dict[str, list[str]]:
    seen = inspect(connection)
    return {name: seen.get_pk_constraint(name)["constrained_columns"] for name in TABLES}


async def test_the_migrations_make_exactly_the_tables_of_the_metadata(database: Database) -> None:
    async with database.read() as connection:
        made = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
        differences = await connection.run_sync(_of_tables)
    assert made == TABLES | {"alembic_version"}
    assert differences == []


async def test_the_migrations_make_exactly_the_indexes_of_the_metadata(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.run_sync(_of_indexes) == []


async def test_the_primary_keys_are_those_of_the_metadata(database: Database) -> None:
    async with database.read() as connection:
        keys = await connection.run_sync(_keys)
    assert keys == {
        name: [column.name for column in metadata.tables[name].primary_key] for name in TABLES
    }


async def test_a_table_that_no_migration_makes_would_be_noticed(database: Database) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE chats")
    async with database.read() as connection:
        differences = await connection.run_sync(_of_tables)
    assert [kind for kind, *_ in differences] == ["add_table"]


async def test_a_database_is_at_the_newest_revision_after_opening(database: Database) -> None:
    async with database.read() as connection:
        found = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert found.scalars().all() == SCRIPTS.get_heads()


async def test_what_waited_in_the_first_version_waits_with_its_lane_and_time(
    address: URL,
) -> None:
    await (await Database.open(address)).close()
    database = await Database.open(address, migrate=False)
    async with database.write() as connection:
        await connection.run_sync(_to_the_first_version)
        await connection.exec_driver_sql(
            "INSERT INTO inbox (update_id, chat, payload, state, attempts, error, changed_ms) "
            "VALUES (9, -1001, '{\"update_id\": 9}', 'new', 1, '', 1234)"
        )
        await connection.exec_driver_sql(
            "INSERT INTO outbox (chat, method, payload, state, attempts, error, due_ms) "
            "VALUES (70, 'send_message', '{}', 'new', 0, '', 5678)"
        )
    await database.close()
    database = await Database.open(address)
    (entry,) = await bot.intake.inbox.waiting(database, {lane_of(-1001)}, (), 10)
    assert (entry.update_id, entry.attempts, entry.arrived_ms) == (9, 1, 1234)
    (letter,) = await bot.delivery.outbox.heads(database, {lane_of(70)})
    assert (letter.chat, letter.created_ms, letter.repeats) == (70, 5678, 0)
    await database.close()


def _to_the_first_version(connection: Connection) -> None:
    """Empty the database and make the tables of the first version."""
    metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")
    config = Config()
    config.set_main_option("script_location", SCRIPTS.dir)
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


async def test_the_numbers_of_the_outbox_count_up_by_themselves(database: Database) -> None:
    await intend(database, letter("x", 1), letter("x", 2))
    ids = [letter.id for letter in await bot.delivery.outbox.heads(database)]
    assert ids == sorted(set(ids))
    assert len(ids) == 2


async def test_opening_again_keeps_what_is_there(file: Path) -> None:
    for _ in range(2):
        database = await Database.open(sqlite_url(file))
        await intend(database, letter("x"))
        await database.close()
    other = sqlite3.connect(file)
    try:
        assert other.execute("SELECT count(*) FROM outbox").fetchone() == (2,)
    finally:
        other.close()


def test_the_revisions_are_one_line_from_one_base_to_one_head() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1
