"""Backup of a running SQLite database into one file with its key, and the way back."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from bot import folder
from bot.delivery import outbox
from bot.errors import BotError
from bot.intake import inbox
from bot.operations.existing import existing
from bot.settings import Settings
from knowledge import Database, sqlite_url

_KEY = "secret.key"
_KEPT_MS = 24 * 3600 * 1000
"""Age up to which what waited in the queues is still worth answering after a restore."""


class BackupError(BotError):
    """A backup cannot be made or used; the text says why and the way out."""


async def back_up(settings: Settings, target: Path) -> int:
    """Write one file with the database of this moment and the key, readable by its owner only. The
    bot may run meanwhile. Gives back the bytes. Raises BackupError, StorageError, SettingsError."""
    _require_new(target)
    async with existing(settings) as database:
        with _workshop(target.parent) as place:
            copy = place / settings.database_file.name
            await database.copy_to(copy)
            files = [copy]
            if settings.key is None and (settings.data_dir / _KEY).exists():
                files.append(settings.data_dir / _KEY)
            return _pack(files, place / "backup", target)


async def restore(settings: Settings, source: Path, *, replace: bool) -> tuple[int, int]:
    """Put the database and the key of a backup into DATA_DIR, where no bot may run. Gives back how
    many updates and replies waited in it and will go out. Raises BackupError, SettingsError."""
    if settings.database_url:
        raise BackupError("a PostgreSQL is restored with its own tools: unset DATABASE_URL")
    with folder.locked(settings.data_dir), _workshop(settings.data_dir) as place:
        database = settings.database_file
        if database.exists() and not replace:
            raise BackupError(
                f"DATA_DIR {settings.data_dir} holds a database already: "
                "name an empty folder, or say --replace to lose what it holds"
            )
        _unpack(source, place, (database.name, _KEY))
        if not (place / database.name).exists():
            raise BackupError(f"{source} holds no database: it is no backup made by `backup`")
        waiting = await _made_ready(place / database.name, source)
        # What belongs to the old file must not be played into the new one.
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        for name in (_KEY, database.name):
            if (place / name).exists():
                (place / name).replace(settings.data_dir / name)
        _sync(settings.data_dir)
    return waiting


async def _made_ready(file: Path, source: Path) -> tuple[int, int]:
    """Check the database, bring it up to date, forget what nobody waits for any more."""
    database = await Database.open(sqlite_url(file))
    try:
        if fault := await database.fault():
            raise BackupError(f"{source} cannot be used: {fault}")
        async with database.write() as connection:
            await inbox.forget_waiting(connection, inbox.now() - _KEPT_MS)
            await outbox.forget_waiting(connection, outbox.now() - _KEPT_MS)
        letters, _ = await outbox.backlog(database)
        return (await inbox.backlog(database)).waiting, letters
    finally:
        await database.close()


def _require_new(target: Path) -> None:
    if target.exists():
        raise BackupError(f"{target} exists already: name a file that does not")


@contextlib.contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """A folder on the same disk that only we can enter, gone at the end."""
    try:
        place = Path(tempfile.mkdtemp(prefix=".backup-", dir=parent))
    except OSError as error:
        raise BackupError(f"{parent} cannot be written: {error.strerror}") from error
    try:
        yield place
    except OSError as error:
        raise BackupError(f"{parent} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _pack(files: list[Path], made: Path, target: Path) -> int:
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w:gz") as archive:
            for file in files:
                archive.add(file, file.name, filter=_anonymous)
        stream.flush()
        os.fsync(stream.fileno())
    size = made.stat().st_size
    # Only whole: a file of this name is a good backup.
    made.replace(target)
    _sync(target.parent)
    return size


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _unpack(source: Path, place: Path, names: tuple[str, ...]) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            # Only the two names that we know, and only plain files: whatever else is in there.
            for member in archive:
                if member.isfile() and member.name in names:
                    content = archive.extractfile(member)
                    descriptor = os.open(place / member.name, os.O_WRONLY | os.O_CREAT, 0o600)
                    with os.fdopen(descriptor, "wb") as stream:
                        shutil.copyfileobj(content or io.BytesIO(), stream)
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise BackupError(f"{source} cannot be read as a backup: {error}") from error


def _sync(parent: Path) -> None:
    """Make the new names last through a power cut."""
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
