"""Backup of a running SQLite database: one file with the secret, another with the keys that people
can have thrown away; and the way back."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import folder
from bot.chats import Chats
from bot.delivery import outbox
from bot.envelopes import Envelopes
from bot.errors import BotError
from bot.intake import inbox
from bot.operations.existing import existing
from bot.settings import Settings
from knowledge import Database, Vault, put_in, sqlite_url, take_out

_KEY = "secret.key"
_KEPT_MS = 24 * 3600 * 1000
"""Age up to which what waited in the queues is still worth answering after a restore."""
Keys = list[dict[str, str | int]]


class BackupError(BotError):
    """A backup cannot be made or used; the text says why and the way out."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What waited in a backup and will go out, and what was dropped as nobody can read it."""

    updates: int
    replies: int
    dropped: int


async def back_up(settings: Settings, target: Path, keys: Path | None = None) -> int:
    """Write one file with the database of this moment and the secret, and another with the keys
    that people can have thrown away; both are readable by their owner only. The file of the keys
    takes the place of the older one, so that a key that was thrown away is nowhere. The bot may
    run meanwhile. Gives back the bytes. Raises BackupError, StorageError, SettingsError."""
    _require_new(target)
    async with existing(settings) as database:
        with _workshop(target.parent) as place:
            copy = place / settings.database_file.name
            taken = await _without_keys(database, copy)
            if taken and keys is None:
                raise BackupError(
                    "the keys of people must not lie in a backup, or it could not be forgotten "
                    "what it holds: name a file for them with --keys, always the same one"
                )
            if keys is not None:
                # First the keys: a backup that is there can be read.
                _write_keys(keys, taken)
            files = [copy]
            if settings.key is None and (settings.data_dir / _KEY).exists():
                files.append(settings.data_dir / _KEY)
            return _pack(files, place / "backup", target)


async def _without_keys(database: Database, copy: Path) -> Keys:
    """Copy the database without its keys; the keys."""
    whole = copy.with_name("whole")
    await database.copy_to(whole)
    copied = await Database.open(sqlite_url(whole), migrate=False)
    try:
        async with copied.write() as connection:
            taken = await take_out(connection)
        # A copy anew holds nothing of what was deleted.
        await copied.copy_to(copy)
    finally:
        await copied.close()
    return taken


def _write_keys(target: Path, taken: Keys) -> None:
    with _workshop(target.parent) as place:
        descriptor = os.open(place / "keys", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            json.dump(taken, stream)
            stream.flush()
            os.fsync(stream.fileno())
        (place / "keys").replace(target)
        _sync(target.parent)


def _read_keys(source: Path) -> Keys:
    try:
        taken: Keys = [
            {"owner": str(k["owner"]), "wrapped": str(k["wrapped"]), "made_ms": int(k["made_ms"])}
            for k in _listed(json.loads(source.read_text(encoding="ascii")))
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"{source} cannot be read as the keys of a backup: {type(error).__name__}; "
            "name the file that `backup --keys` wrote last"
        ) from error
    return taken


def _listed(read: Any) -> list[Any]:
    if not isinstance(read, list):
        raise TypeError("no list")
    return read


async def restore(
    settings: Settings, source: Path, keys: Path | None = None, *, replace: bool
) -> Restored:
    """Put the database and the secret of a backup into DATA_DIR, where no bot may run, with the
    newest keys. What cannot be read with them is dropped. Raises BackupError, SettingsError."""
    if settings.database_url:
        raise BackupError("a PostgreSQL is restored with its own tools: unset DATABASE_URL")
    with folder.locked(settings.data_dir), _workshop(settings.data_dir) as place:
        database = settings.database_file
        if database.exists() and not replace:
            raise BackupError(
                f"DATA_DIR {settings.data_dir} holds a database already: "
                "name an empty folder, or say --replace to lose what it holds"
            )
        taken = _read_keys(keys) if keys else None
        _unpack(source, place, (database.name, _KEY))
        if not (place / database.name).exists():
            raise BackupError(f"{source} holds no database: it is no backup made by `backup`")
        secret = settings.key or folder.found_key(place) or folder.found_key(settings.data_dir)
        done = await _made_ready(place / database.name, source, taken, secret)
        # What belongs to the old file must not be played into the new one.
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        for name in (_KEY, database.name):
            if (place / name).exists():
                (place / name).replace(settings.data_dir / name)
        _sync(settings.data_dir)
    return done


async def _made_ready(
    file: Path, source: Path, taken: Keys | None, secret: bytes | None
) -> Restored:
    """Check the database, bring it up to date, forget what nobody waits for any more or can
    read."""
    database = await Database.open(sqlite_url(file))
    try:
        if fault := await database.fault():
            raise BackupError(f"{source} cannot be used: {fault}")
        async with database.write() as connection:
            if taken is not None:
                await put_in(connection, taken)
            await inbox.forget_waiting(connection, inbox.now() - _KEPT_MS)
            await outbox.forget_waiting(connection, outbox.now() - _KEPT_MS)
            # Without a secret no key can be used.
            vault = Vault(database, secret or os.urandom(32))
            envelopes = Envelopes(database, vault)
            dropped = await Chats(database, vault).drop_unreadable(connection)
            dropped += await inbox.drop_unreadable(connection, envelopes)
            dropped += await outbox.drop_unreadable(connection, envelopes)
        letters, _ = await outbox.backlog(database)
        return Restored((await inbox.backlog(database)).waiting, letters, dropped)
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
