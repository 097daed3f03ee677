"""Blocks as an operator sees them: by a name that says nothing of the person, to be lifted."""

from __future__ import annotations

from datetime import UTC, datetime

from bot import blocks, folder
from bot.blocks import Block
from bot.errors import BotError
from bot.operations.existing import existing
from bot.settings import Settings
from knowledge import Vault

_NAME = 12
"""Digits of a pseudonym that tell one person from another."""


class UnknownBlock(BotError):  # noqa: N818 - reads as what it is
    """No block has this name."""


async def listed(settings: Settings) -> list[str]:
    """One line a block: its name, when it was made (UTC), until when, and the appeal."""
    async with existing(settings) as database:
        vault = Vault(database, settings.key or folder.secret_key(settings.data_dir))
        written = await blocks.appeals(database, vault)
        found = await blocks.stored(database)
    return [_line(block, written.get(block.key)) for block in found] or ["nobody is blocked"]


async def lifted(settings: Settings, name: str) -> None:
    """Answer somebody again. Raises UnknownBlock."""
    async with existing(settings) as database:
        keys = [block.key for block in await blocks.stored(database)]
        meant = [key for key in keys if len(name) >= _NAME and key.startswith(name)]
        if len(meant) != 1:
            raise UnknownBlock(f"{name!r} names no block: take a name from `blocks list`")
        async with database.write() as connection:
            await blocks.lift(connection, meant[0])


def _line(block: Block, appeal: str | None) -> str:
    made, until = _moment(block.made_ms), _moment(block.until_ms)
    if not block.appealed_ms:
        return f"{block.key[:_NAME]}\tblocked {made}\tuntil {until}"
    # Quoted: what somebody wrote must not look like a line of ours, nor move the cursor.
    said = ascii(appeal) if appeal is not None else "an appeal that can no longer be read"
    return f"{block.key[:_NAME]}\tblocked {made}\tlifted {until}\t{said}"


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
