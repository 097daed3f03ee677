"""Where members of the team work: what they see is loaded, and what they decide is done, in one
transaction and one at a time, so that nobody decides on what is no longer true."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import wire
from bot.conversation import Incoming
from bot.conversation.acts import (
    Act,
    Ask,
    KeepDraft,
    LetIn,
    Publish,
    PutOut,
    TakeBack,
    Tell,
    Withdraw,
)
from bot.conversation.moderation import JOIN, View, wanted
from bot.conversation.moderation.people import digest
from bot.conversation.state import ChatState
from bot.drafting import Drafting
from knowledge import Snapshot, Vault, stored_team


class Desk:
    """Loads the views of members and carries out their acts. `owners` are pseudonyms."""

    def __init__(
        self, vault: Vault, owners: frozenset[str], username: str, drafting: Drafting
    ) -> None:
        self._vault = vault
        self._drafting = drafting
        self._owners = owners
        self._username = username

    async def view(
        self, connection: AsyncConnection, incoming: Incoming, state: ChatState, base: Snapshot
    ) -> View:
        """All that a step of this person may be decided on, as it is in this transaction."""
        person = self._vault.pseudonym(incoming.person)
        team = await stored_team.members(connection)
        now_ms = time.time_ns() // 1_000_000
        token = _token(incoming, state)
        return View(
            base=base,
            today=datetime.now(UTC).date(),
            now_ms=now_ms,
            person=person,
            me=next((member for member in team if member.person == person), None),
            owner=person in self._owners,
            team=team,
            invitation=(
                await stored_team.invited(connection, digest(token), now_ms) if token else None
            ),
            token=secrets.token_urlsafe(24),
            username=self._username,
            papers=await self._drafting.papers(connection, wanted(state, incoming)),
        )

    async def carry_out(
        self, connection: AsyncConnection, act: Act, incoming: Incoming, now_ms: int
    ) -> list[wire.Call]:
        """Do one thing that was decided, in its transaction; the calls that follow from it."""
        match act:
            case LetIn():
                if act.invitation:
                    await stored_team.use(connection, act.invitation)
                chat = await self._vault.seal(connection, act.member.person, str(incoming.chat))
                await stored_team.add(connection, act.member, chat)
            case Ask():
                await stored_team.invite(connection, act.invitation)
            case PutOut():
                await stored_team.remove(connection, act.person, now_ms)
            case Tell():
                return await self.to_member(connection, act)
            case KeepDraft() | Publish() | TakeBack() | Withdraw():
                by = self._vault.pseudonym(incoming.person)
                await self._drafting.carry_out(connection, act, by, now_ms)
        return []

    async def to_member(self, connection: AsyncConnection, act: Tell) -> list[wire.Call]:
        """The calls that say something to a member, in their own chat; none for one who left."""
        sealed = (await stored_team.chats(connection)).get(act.person)
        chat = sealed and await self._vault.unseal(connection, act.person, sealed)
        return wire.calls((act.reply,), int(chat)) if chat else []


def _token(incoming: Incoming, state: ChatState) -> str:
    """The token of the invitation that this step is about."""
    if incoming.command == "start":
        return incoming.text.strip().removeprefix(JOIN)
    return state.pending.about if state.pending else ""
