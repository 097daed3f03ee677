"""Backup and restore: one private file from a running bot, and the way back without surprises."""

from __future__ import annotations

import asyncio
import io
import json
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import person, settings
from bot.chats import Chats, chats
from bot.conversation.state import ChatState
from bot.delivery import outbox
from bot.envelopes import Envelopes
from bot.errors import SettingsError
from bot.folder import locked, secret_key
from bot.intake import inbox
from bot.operations.backup import BackupError, Restored, back_up, restore
from bot.person import Means, Person
from bot.retention import keys
from bot.settings import Settings
from bot.wording.answer import Answer
from knowledge import Database, StorageError, Vault, stored_base
from tests.bot.delivery.post import letter
from tests.bot.intake.arrivals import numbers_waiting, put, said
from tests.bot.sealed import envelopes_of
from tests.make import content

STATE = ChatState((Answer(id="1f", language="en", urgent=None),))


def of(folder: Path, **more: str) -> Settings:
    return settings.read({"DATA_DIR": str(folder), **more})


async def fill(database: Database, secret: bytes, first: int = 1) -> None:
    """Two updates and two replies that wait."""
    envelopes = await envelopes_of(database, secret)
    await inbox.put(database, envelopes, [said(first), said(first + 1)])
    async with database.write() as connection:
        await outbox.put(connection, envelopes, [letter("a"), letter("b", chat=8)])


@pytest.fixture
async def running(tmp_path: Path) -> Any:
    """A folder as a running bot has it, with the database open."""
    read = of(tmp_path / "data")
    key = secret_key(read.data_dir)
    database = await Database.open(read.database)
    await stored_base.apply(database, content())
    async with database.write() as connection:
        await Chats(database, Vault(database, key)).save(connection, 7, STATE)
    await fill(database, key)
    with locked(read.data_dir):
        yield read, database
    await database.close()


async def aged(database: Database) -> None:
    """What waits as number 1 and to chat 7 is of the day before yesterday."""
    old = 2 * 24 * 3600 * 1000
    async with database.write() as connection:
        rows = inbox.inbox.c
        await connection.execute(
            update(inbox.inbox).where(rows.update_id == 1).values(arrived_ms=rows.arrived_ms - old)
        )
        letters = outbox.outbox.c
        await connection.execute(
            update(outbox.outbox)
            .where(letters.chat == 7)
            .values(created_ms=letters.created_ms - old)
        )


async def test_a_running_bot_is_backed_up_and_restored_elsewhere_with_its_key(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    read, database = running
    target = tmp_path / "backup.tar.gz"
    async with database.write():
        # A transaction is under way: neither waits for the other.
        size = await back_up(read, target, tmp_path / "keys")
    assert size == target.stat().st_size
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    other = of(tmp_path / "other")
    assert await restore(other, target, tmp_path / "keys", replace=False) == Restored(2, 2, 0)
    key = secret_key(other.data_dir)
    assert key == secret_key(read.data_dir)
    restored = await Database.open(other.database)
    assert await Chats(restored, Vault(restored, key)).load(7) == STATE
    assert await stored_base.load(restored) == await stored_base.load(database)
    await restored.close()
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in other.data_dir.iterdir()}
    assert modes == {"grain-of-salt.sqlite3": 0o600, "secret.key": 0o600, "lock": 0o600}


async def test_what_waited_for_longer_than_a_day_is_not_answered_after_a_restore(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    read, database = running
    await aged(database)
    await back_up(read, tmp_path / "backup", tmp_path / "keys")
    other = of(tmp_path / "other")
    assert await restore(other, tmp_path / "backup", tmp_path / "keys", replace=False) == Restored(
        1, 1, 0
    )
    restored = await Database.open(other.database)
    assert await numbers_waiting(restored) == [2]
    await restored.close()


async def test_a_backup_never_takes_the_place_of_a_file(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    (tmp_path / "precious").write_text("x", encoding="utf-8")
    with pytest.raises(BackupError, match="name a file that does not"):
        await back_up(running[0], tmp_path / "precious")
    with pytest.raises(BackupError, match="cannot be written"):
        await back_up(running[0], tmp_path / "no" / "such" / "folder")


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no database in DATA_DIR"):
        asyncio.run(back_up(of(tmp_path / "empty"), tmp_path / "backup"))
    assert list(tmp_path.iterdir()) == []


async def test_a_key_from_the_environment_is_not_part_of_a_backup(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    read = of(running[0].data_dir, SECRET_KEY="0f" * 32)
    await back_up(read, tmp_path / "backup", tmp_path / "keys")
    with tarfile.open(tmp_path / "backup") as archive:
        assert archive.getnames() == ["grain-of-salt.sqlite3"]


async def test_nothing_is_restored_under_a_running_bot(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    await back_up(running[0], tmp_path / "backup", tmp_path / "keys")
    with pytest.raises(SettingsError, match="stop it first"):
        await restore(running[0], tmp_path / "backup", replace=True)


async def test_a_database_is_replaced_only_when_that_was_said(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    read, _ = running
    await back_up(read, tmp_path / "backup", tmp_path / "keys")
    other = of(tmp_path / "other")
    await restore(other, tmp_path / "backup", tmp_path / "keys", replace=False)
    restored = await Database.open(other.database)
    await put(restored, [said(3)])
    await restored.close()
    with pytest.raises(BackupError, match="--replace"):
        await restore(other, tmp_path / "backup", replace=False)
    assert await restore(other, tmp_path / "backup", tmp_path / "keys", replace=True) == Restored(
        2, 2, 0
    )


def _text(folder: Path) -> Path:
    (folder / "no-archive").write_text("x" * 1000, encoding="utf-8")
    return folder / "no-archive"


def _missing(folder: Path) -> Path:
    return folder / "missing"


def _of(folder: Path, **members: bytes) -> Path:
    with tarfile.open(folder / "made.tar.gz", "w:gz") as archive:
        for name, body in members.items():
            member = tarfile.TarInfo(name.replace("__", "/").replace("_db", ".sqlite3"))
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return folder / "made.tar.gz"


def _elsewhere(folder: Path) -> Path:
    return _of(folder, **{"..__..__grain-of-salt_db": b"x", "__etc__x": b"x"})


def _no_database(folder: Path) -> Path:
    return _of(folder, **{"grain-of-salt_db": b"this is no database" * 100})


@pytest.mark.parametrize("make", [_text, _missing, _elsewhere, _no_database])
async def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path: Path, make: Any) -> None:
    read = of(tmp_path / "data")
    with pytest.raises((BackupError, StorageError)) as refused:
        await restore(read, make(tmp_path), replace=True)
    assert "Traceback" not in str(refused.value)
    assert [file.name for file in read.data_dir.iterdir()] == ["lock"]


async def test_a_cut_backup_is_refused(running: tuple[Settings, Database], tmp_path: Path) -> None:
    await back_up(running[0], tmp_path / "backup", tmp_path / "keys")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError, match="cannot be read as a backup"):
        await restore(of(tmp_path / "other"), tmp_path / "cut", replace=False)


async def test_a_shared_database_is_left_to_its_own_tools(tmp_path: Path) -> None:
    shared = of(
        tmp_path,
        DATABASE_URL="postgresql+psycopg://a:b@127.0.0.1:1/c",
        SECRET_KEY="0f" * 32,
    )
    with pytest.raises(BackupError, match="own tools"):
        await restore(shared, tmp_path / "backup", replace=True)
    with pytest.raises((BackupError, StorageError), match=r"own tools|cannot be used"):
        await back_up(shared, tmp_path / "backup")


async def forgotten(read: Settings, database: Database) -> None:
    """Chat 7 is forgotten, as by /forget."""
    vault = Vault(database, secret_key(read.data_dir))
    means = Means(Chats(database, vault), Envelopes(database, vault), vault)
    async with database.write() as connection:
        await person.forget(connection, means, Person(7, 10))


def bytes_of(file: Path) -> bytes:
    with tarfile.open(file) as archive:
        return b"".join((archive.extractfile(m) or io.BytesIO()).read() for m in archive)


async def test_a_backup_holds_no_key_and_the_file_of_keys_only_the_newest(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    read, database = running
    await back_up(read, tmp_path / "first", tmp_path / "keys")
    first = json.loads((tmp_path / "keys").read_text(encoding="ascii"))
    name = Vault(database, secret_key(read.data_dir)).pseudonym(7)
    assert name in {key["owner"] for key in first}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    for key in first:
        assert key["wrapped"].encode() not in bytes_of(tmp_path / "first")
    await forgotten(read, database)
    await back_up(read, tmp_path / "second", tmp_path / "keys")
    assert name not in (tmp_path / "keys").read_text(encoding="ascii")
    # The bot that runs keeps its keys.
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(keys)) == 1


async def test_of_who_was_forgotten_an_older_backup_gives_nothing_back(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    read, database = running
    secret = secret_key(read.data_dir)
    async with database.write() as connection:
        await Chats(database, Vault(database, secret)).save(connection, 8, STATE)
    await back_up(read, tmp_path / "old", tmp_path / "keys")
    await forgotten(read, database)
    await back_up(read, tmp_path / "new", tmp_path / "keys")
    other = of(tmp_path / "other")
    assert (await restore(other, tmp_path / "old", tmp_path / "keys", replace=False)).dropped == 1
    restored = await Database.open(other.database)
    held = Chats(restored, Vault(restored, secret))
    assert await held.load(7) == ChatState()
    assert await held.load(8) == STATE
    async with restored.read() as connection:
        left = list(await connection.scalars(select(chats.c.key)))
    await restored.close()
    assert left == [Vault(database, secret).pseudonym(8)]


async def test_without_the_keys_all_that_is_of_people_is_dropped_and_counted(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    await back_up(running[0], tmp_path / "backup", tmp_path / "keys")
    other = of(tmp_path / "other")
    assert await restore(other, tmp_path / "backup", replace=False) == Restored(0, 0, 5)
    restored = await Database.open(other.database)
    assert await stored_base.load(restored) == await stored_base.load(running[1])
    await restored.close()


async def test_keys_are_never_left_out_silently(
    running: tuple[Settings, Database], tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="--keys"):
        await back_up(running[0], tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("text", ["", "{}", "1", "[{}]", '["x"]', "[" * 50, "ñ"])
async def test_what_are_no_keys_is_refused(
    running: tuple[Settings, Database], tmp_path: Path, text: str
) -> None:
    await back_up(running[0], tmp_path / "backup", tmp_path / "keys")
    (tmp_path / "bad").write_text(text, encoding="utf-8")
    other = of(tmp_path / "other")
    with pytest.raises(BackupError, match="cannot be read as the keys"):
        await restore(other, tmp_path / "backup", tmp_path / "bad", replace=True)
    assert [file.name for file in other.data_dir.iterdir()] == ["lock"]
