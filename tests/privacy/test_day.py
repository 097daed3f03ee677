"""After a long day: what is kept is what docs/privacy.md lists, and nobody can be read from it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import logs
from bot.chats import Chats, chats
from bot.delivery.outbox import outbox
from bot.envelopes import Envelopes
from bot.folder import secret_key
from bot.intake.inbox import inbox
from knowledge import Database, Snapshot, Vault, metadata, sqlite_url
from tests.bot.stage import DATABASE, bot_at
from tests.privacy.day import Day
from tests.privacy.search import found
from tests.telegram.server import BotApiServer

KNOWN = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "secret.key", "alive"}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """All that the bot logs."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.set_up("DEBUG", "text")
    return stream


def everything(folder: Path) -> bytes:
    """The bytes of every file of the bot, and their names."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.name for file in files} <= KNOWN
    return b"\0".join(file.name.encode() + b"\0" + file.read_bytes() for file in files)


async def test_after_a_long_day_nobody_can_be_found(
    base: Snapshot, tmp_path: Path, log: io.StringIO
) -> None:
    async with BotApiServer() as server, bot_at(server, tmp_path, base) as app:
        day = Day(server, app)
        await day.one_round()
        await app.settled()
        running = everything(tmp_path)
        measured = await app.measured()
        await app._tidy()
        tidied = everything(tmp_path)
    secrets: list[str | int] = [*day.words, *day.ids]
    assert len(secrets) > 25
    assert found(secrets, running) == []
    assert found(secrets, tidied) == []
    assert found(secrets, everything(tmp_path)) == []
    assert found(secrets, measured) == []
    assert "put aside" in log.getvalue()
    assert found(secrets, log.getvalue().encode()) == []
    await only_what_is_listed(tmp_path, day)


async def only_what_is_listed(folder: Path, day: Day) -> None:
    """With the secret: the message that failed, the reply that was refused, and the answers."""
    database = await Database.open(sqlite_url(folder / DATABASE))
    vault = Vault(database, secret_key(folder))
    envelopes, held = Envelopes(database, vault), Chats(database, vault)
    async with database.read() as connection:
        rows = await connection.execute(select(inbox.c.state, inbox.c.chat, inbox.c.payload))
        updates = [tuple(row) for row in rows]
        letters = (await connection.execute(select(outbox.c.state, outbox.c.payload))).all()
        known = list(await connection.scalars(select(chats.c.key)))
        owners = list(await connection.scalars(select(metadata.tables["keys"].c.owner)))
        states = {id_: await held.held(connection, id_) for id_ in day.ids}
        ((_, _, dead),) = [row for row in updates if row[0] == "dead"]
        failed: dict[str, Any] = await envelopes.open(dead, connection)
        ((state, refused),) = letters
        unsent = await envelopes.open(refused, connection)
    await database.close()
    assert {row[1:] for row in updates if row[0] != "dead"} == {(0, "")}
    ana, eva, group, luis, noor = day.ids
    assert failed["message"]["chat"]["id"] == luis
    assert (state, unsent["chat_id"]) == ("dead", noor)
    assert {id_ for id_, state in states.items() if state} == {ana, group, noor}
    assert states[eva] is None
    assert set(known) == {vault.pseudonym(id_) for id_ in (ana, group, noor)}
    assert {owner for owner in owners if not owner.startswith("queue:")} == set(known)
    kept = json.dumps([repr(state) for state in states.values()])
    assert found([*day.words, *day.ids], kept.encode()) == []
    assert "CRISIS" not in kept
