"""The vault: what belongs to a person is unreadable without their key, and for ever once it is
thrown away."""

from __future__ import annotations

import json

from sqlalchemy import select

from knowledge import Database, Vault, put_in, take_out
from knowledge.storage.vault import keys

SECRET, OTHER = b"s" * 32, b"o" * 32
ANA, LUIS = "ana", "luis"


async def test_what_was_sealed_can_be_unsealed(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        sealed = await vault.seal(connection, ANA, "ñandú 🧂 \ud800")
        assert "ñandú" not in sealed
        assert await vault.unseal(connection, ANA, sealed) == "ñandú 🧂 \ud800"


async def test_every_owner_has_one_key_of_their_own(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        sealed = [await vault.seal(connection, who, "text") for who in (ANA, LUIS, ANA)]
        assert await vault.unseal(connection, LUIS, sealed[0]) is None
        assert await vault.unseal(connection, ANA, sealed[2]) == "text"
        assert sorted(await connection.scalars(select(keys.c.owner))) == [ANA, LUIS]


async def test_after_forgetting_nothing_of_the_owner_can_be_read_again(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        sealed = await vault.seal(connection, ANA, "text")
        others = await vault.seal(connection, LUIS, "text")
        assert await vault.forget(connection, ANA)
        assert not await vault.forget(connection, ANA)
        assert await vault.unseal(connection, ANA, sealed) is None
        # Nor with the key of a new beginning.
        await vault.seal(connection, ANA, "something new")
        assert await vault.unseal(connection, ANA, sealed) is None
        assert await vault.unseal(connection, LUIS, others) == "text"


async def test_with_another_secret_nothing_can_be_read(database: Database) -> None:
    async with database.write() as connection:
        sealed = await Vault(database, SECRET).seal(connection, ANA, "text")
        assert await Vault(database, OTHER).unseal(connection, ANA, sealed) is None


async def test_what_was_changed_is_not_read(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        sealed = await vault.seal(connection, ANA, "text")
        assert await vault.unseal(connection, ANA, sealed[:-4] + "AAAA") is None
        assert await vault.unseal(connection, ANA, "no token at all") is None


def test_a_pseudonym_tells_nothing_without_the_secret(database: Database) -> None:
    one, same = Vault(database, SECRET), Vault(database, SECRET)
    assert one.pseudonym(7) == same.pseudonym(7)
    assert one.pseudonym(7) != one.pseudonym(-7)
    assert one.pseudonym(7) != Vault(database, OTHER).pseudonym(7)
    assert "7" * 8 not in one.pseudonym(77777777)


def test_each_purpose_has_a_secret_of_its_own(database: Database) -> None:
    vault = Vault(database, SECRET)
    assert vault.secret_for("words") == Vault(database, SECRET).secret_for("words")
    others = (vault.secret_for("other"), Vault(database, OTHER).secret_for("words"), SECRET)
    assert vault.secret_for("words") not in others


async def test_keys_can_be_taken_out_and_put_in_again(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        sealed = await vault.seal(connection, ANA, "text")
        taken = await take_out(connection)
        assert await vault.unseal(connection, ANA, sealed) is None
        await vault.seal(connection, LUIS, "text")
        await put_in(connection, json.loads(json.dumps(taken)))
        assert await vault.unseal(connection, ANA, sealed) == "text"
        # These and no others.
        assert set(await vault.every(connection)) == {ANA}
        await put_in(connection, [])
        assert await vault.every(connection) == {}


async def test_a_key_of_another_secret_is_replaced_when_one_is_needed(database: Database) -> None:
    vault = Vault(database, SECRET)
    async with database.write() as connection:
        old = await Vault(database, OTHER).seal(connection, ANA, "text")
        assert await vault.every(connection) == {}
        sealed = await vault.seal(connection, ANA, "new")
        assert await vault.unseal(connection, ANA, sealed) == "new"
        assert await vault.unseal(connection, ANA, old) is None
