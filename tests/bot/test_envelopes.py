"""Envelopes: what waits is readable for some days by who has the secret, and never names a chat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot import envelopes as module
from bot.envelopes import DAYS, Envelopes
from bot.errors import SealBroken
from bot.leases import lane_of
from knowledge import Database, Vault
from tests.bot.sealed import SECRET, envelopes_of

DAY = date(2026, 11, 28)
PLAIN = {"text": "my very private words \ud800", "chat": {"id": 5_000_000_123}}


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the 28th."""
    monkeypatch.setattr(module, "today", lambda: DAY)


async def forget_key(database: Database, day: date) -> None:
    async with database.write() as connection:
        assert await Vault(database, SECRET).forget(connection, f"{DAYS}{day}")


@pytest.mark.usefixtures("on")
async def test_a_payload_says_its_day_and_nothing_else(database: Database) -> None:
    payload = (await envelopes_of(database)).seal(PLAIN)
    assert payload.startswith("2026-11-28:")
    assert "private" not in payload
    assert "5000000123" not in payload


async def test_another_machine_with_the_same_secret_opens_it(database: Database) -> None:
    payload = (await envelopes_of(database)).seal(PLAIN)
    assert await (await envelopes_of(database)).open(payload) == PLAIN
    with pytest.raises(SealBroken):
        await Envelopes(database, Vault(database, b"o" * 32)).open(payload)


async def test_what_was_stored_before_there_were_seals_is_read_too(database: Database) -> None:
    assert await (await envelopes_of(database)).open('{"update_id": 9}') == {"update_id": 9}


@pytest.mark.usefixtures("on")
async def test_without_the_key_of_its_day_a_payload_is_lost_for_ever(database: Database) -> None:
    payload = (await envelopes_of(database)).seal(PLAIN)
    await forget_key(database, DAY)
    fresh = Envelopes(database, Vault(database, SECRET))
    with pytest.raises(SealBroken):
        await fresh.open(payload)
    # Nor with a new key of the same day.
    await fresh.prepare()
    with pytest.raises(SealBroken):
        await fresh.open(payload)


async def test_each_day_has_a_key_of_its_own(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelopes = Envelopes(database, Vault(database, SECRET))
    payloads = []
    for day in (DAY, DAY + timedelta(days=1)):
        monkeypatch.setattr(module, "today", lambda day=day: day)
        await envelopes.prepare()
        payloads.append(envelopes.seal(PLAIN))
    await forget_key(database, DAY)
    other = await envelopes_of(database)
    assert not await _readable(database, other, payloads[0])
    assert await _readable(database, other, payloads[1])


async def test_just_past_midnight_the_key_at_hand_does(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "today", lambda: DAY)
    envelopes = await envelopes_of(database)
    monkeypatch.setattr(module, "today", lambda: DAY + timedelta(days=1))
    payload = envelopes.seal(PLAIN)
    assert payload.startswith("2026-11-28:")
    assert await (await envelopes_of(database)).open(payload) == PLAIN


@pytest.mark.usefixtures("on")
async def test_under_another_secret_a_new_key_takes_the_place_of_the_useless_one(
    database: Database,
) -> None:
    await envelopes_of(database)
    other = await envelopes_of(database, b"o" * 32)
    assert await _readable(database, other, other.seal(PLAIN))


async def test_a_number_keeps_the_sign_and_tells_nothing_else(database: Database) -> None:
    envelopes = await envelopes_of(database)
    ids = [*range(1, 2000), 5_000_000_123]
    numbers = [envelopes.number(id_) for id_ in ids]
    assert all(0 < number < 2**63 for number in numbers)
    assert len(set(numbers)) == len(ids)
    assert not set(numbers) & set(ids)
    assert all(-(2**63) < envelopes.number(-id_) < 0 for id_ in ids)
    assert envelopes.number(-7) != -envelopes.number(7)
    assert envelopes.number(0) == 0
    assert numbers == [(await envelopes_of(database)).number(id_) for id_ in ids]
    assert numbers[0] != (await envelopes_of(database, b"o" * 32)).number(1)
    # Every lane gets its share.
    assert len({lane_of(number) for number in numbers}) == 64


async def _readable(database: Database, envelopes: Envelopes, payload: str) -> bool:
    async with database.read() as connection:
        return await envelopes.readable(connection, payload)
