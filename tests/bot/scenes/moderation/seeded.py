"""Cases for scenes, put into the database of a running bot as if people had asked."""

from __future__ import annotations

from pathlib import Path

from bot.folder import secret_key
from knowledge import Database, Harm, Snapshot, Vault, assess, key_of, sqlite_url, title_of
from knowledge import stored_requests as stored
from tests.bot.stage import DATABASE

NOW_MS = 1_700_000_000_000


async def ask(folder: Path, base: Snapshot, texts: dict[int, str]) -> list[int]:
    """Let people (by their number, which is their chat too) ask these; the cases."""
    database = await Database.open(sqlite_url(folder / DATABASE), migrate=False)
    vault = Vault(database, secret_key(folder))
    secret = vault.secret_for("words")
    found = []
    try:
        for person, text in texts.items():
            key = key_of(assess(text, base), text, base, secret)
            asked = stored.Asked(
                vault.pseudonym(person), person, text, "en", key, title_of(key, base), Harm.PLAIN
            )
            async with database.write() as connection:
                case, _ = await stored.add_request(connection, vault, asked, NOW_MS)
            found.append(case)
    finally:
        await database.close()
    return found
