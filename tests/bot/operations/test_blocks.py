"""Blocks at the command line: named without naming anybody, listed with the appeal, lifted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.blocks import Blocks
from bot.folder import secret_key
from bot.operations.blocks import UnknownBlock, lifted, listed
from bot.settings import Settings
from knowledge import Database, Vault


@pytest.fixture
def read(tmp_path: Path) -> Settings:
    return settings.read({"DATA_DIR": str(tmp_path)})


async def block(read: Settings, *, appeal: str = "") -> str:
    """Block somebody; the name of the block."""
    database = await Database.open(read.database)
    try:
        vault = Vault(database, secret_key(read.data_dir))
        held = Blocks(database, vault)
        async with database.write() as connection:
            made = await held.add(connection, 7)
            if appeal:
                await held.appeal(connection, made, appeal)
        return vault.pseudonym(7)[:12]
    finally:
        await database.close()


async def test_a_block_is_listed_by_a_name_and_lifted_by_it(read: Settings) -> None:
    name = await block(read)
    (line,) = await listed(read)
    assert line.startswith(f"{name}\tblocked 20")
    await lifted(read, name)
    database = await Database.open(read.database)
    held = Blocks(database, Vault(database, secret_key(read.data_dir)))
    await held.look()
    assert held.of(7) is None
    await database.close()


async def test_an_appeal_is_shown_on_one_line_whatever_is_in_it(read: Settings) -> None:
    await block(read, appeal="sorry\n\x1b[2Jnot me \u202e")
    (line,) = await listed(read)
    assert line.endswith(r"'sorry\n\x1b[2Jnot me \u202e'")
    assert line.isprintable() or line.replace("\t", "").isprintable()


@pytest.mark.parametrize("name", ["", "0", "x" * 12, "7"])
async def test_a_name_of_nobody_is_refused(read: Settings, name: str) -> None:
    await block(read)
    with pytest.raises(UnknownBlock, match="blocks list"):
        await lifted(read, name)


async def test_where_nobody_is_blocked_that_is_said(read: Settings) -> None:
    await (await Database.open(read.database)).close()
    assert await listed(read) == ["nobody is blocked"]
