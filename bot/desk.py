"""Where members of the team work: what they see is loaded, and what they decide is done, in one
transaction and one at a time, so that nobody decides on what is no longer true."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import wire
from bot.clock import Clock, day_of
from bot.conversation import Incoming, moderation
from bot.conversation.acts import (
    Act,
    Ask,
    CaseAct,
    CloseCase,
    DraftAct,
    Forget,
    HandBack,
    LetIn,
    MergeCases,
    PassOn,
    PutOut,
    SplitCase,
    TakeCase,
    TeamAct,
    Tell,
    TellData,
    WantDigest,
)
from bot.conversation.moderation import JOIN, DrawnWeek, OpenedCase, View, wanted
from bot.conversation.moderation.people import digest
from bot.conversation.state import ChatState
from bot.drafting import Drafting
from bot.weeks import Weeks
from knowledge import (
    About,
    CaseKind,
    Database,
    Snapshot,
    Vault,
    assess,
    key_of,
    stored_cases,
    stored_digests,
    stored_feedback,
    stored_requests,
    stored_team,
    title_of,
)

_CASES = 200
"""Open cases that the queue shows at most."""


class Desk:
    """Loads the views of members and carries out their acts. `owners` are pseudonyms."""

    def __init__(
        self,
        vault: Vault,
        owners: frozenset[str],
        username: str,
        drafting: Drafting,
        clock: Clock,
    ) -> None:
        self._vault = vault
        self._drafting = drafting
        self._clock = clock
        self._owners = owners
        self._username = username

    async def week(
        self, database: Database, incoming: Incoming, base: Snapshot
    ) -> DrawnWeek | None:
        """The numbers of the week, if a member asks for them. Not within a transaction."""
        if not moderation.wants_week(incoming):
            return None
        person = self._vault.pseudonym(incoming.person)
        async with database.read() as connection:
            team = await stored_team.members(connection)
        if person not in {member.person for member in team}:
            return None
        return await Weeks(database, self._clock).drawn(base)

    async def view(
        self, connection: AsyncConnection, incoming: Incoming, state: ChatState, base: Snapshot
    ) -> View:
        """All that a step of this person may be decided on, as it is in this transaction."""
        person = self._vault.pseudonym(incoming.person)
        team = await stored_team.members(connection)
        now_ms = self._clock()
        token = _token(incoming, state)
        number = moderation.case_of(state, incoming)
        return View(
            base=base,
            today=day_of(now_ms),
            now_ms=now_ms,
            person=person,
            me=next((member for member in team if member.person == person), None),
            owner=person in self._owners - await stored_team.put_out(connection),
            team=team,
            invitation=(
                await stored_team.invited(connection, digest(token), now_ms) if token else None
            ),
            token=secrets.token_urlsafe(24),
            username=self._username,
            cases=tuple(await stored_cases.open_cases(connection, now_ms, _CASES)),
            opened=await self._opened(connection, number) if number else None,
            papers=await self._drafting.papers(connection, wanted(state, incoming)),
        )

    async def carry_out(
        self, connection: AsyncConnection, act: Act, incoming: Incoming, view: View
    ) -> list[wire.Call]:
        """Do one thing that was decided, in its transaction; the calls that follow from it."""
        match act:
            case Tell():
                return await self.to_member(connection, act)
            case LetIn() | Ask() | PutOut() | WantDigest():
                await self._in_team(connection, act, incoming, view)
            case TellData() | Forget():
                # What is kept of them is told and erased as of anybody.
                pass
            case _ if isinstance(act, DraftAct):
                await self._drafting.carry_out(connection, act, view.person, view.now_ms)
            case _ if isinstance(act, CaseAct):
                await self._with_cases(connection, act, view)
        return []

    async def _in_team(
        self,
        connection: AsyncConnection,
        act: TeamAct,
        incoming: Incoming,
        view: View,
    ) -> None:
        match act:
            case LetIn():
                if act.invitation:
                    await stored_team.use(connection, act.invitation)
                chat = await self._vault.seal(connection, act.member.person, str(incoming.chat))
                await stored_team.add(connection, act.member, chat)
            case Ask():
                await stored_team.invite(connection, act.invitation)
            case PutOut():
                await stored_team.remove(connection, act.person, view.now_ms)
                await stored_cases.release_all(connection, act.person)
                await stored_digests.stop(connection, act.person)
            case WantDigest(first_ms=None):
                await stored_digests.stop(connection, view.person)
            case WantDigest(first_ms=int(first_ms)):
                await stored_digests.want(connection, view.person, first_ms)

    async def _with_cases(
        self,
        connection: AsyncConnection,
        act: CaseAct,
        view: View,
    ) -> None:
        now_ms = view.now_ms
        match act:
            case TakeCase():
                await stored_cases.lease(connection, act.case, act.person, now_ms)
            case PassOn():
                await stored_cases.pass_on(connection, act.case, act.by, act.to, now_ms)
            case HandBack():
                await stored_cases.release(connection, act.case, act.by)
            case CloseCase():
                await stored_cases.close(connection, act.case, act.ending, now_ms)
                if view.opened and view.opened.disputed:
                    await self._drafting.keep_ours(
                        connection, view.opened.disputed, act.ending, now_ms
                    )
            case MergeCases():
                await stored_cases.merge(connection, act.case, act.into, act.by, now_ms)
            case SplitCase():
                about = self._about(act, view)
                await stored_cases.split(connection, act.case, act.requests, about, now_ms)

    def _about(self, act: SplitCase, view: View) -> About:
        """What the new case is about: told by the first of its texts."""
        requests = view.opened.requests if view.opened else ()
        texts = [r.text for r in requests if r.id in act.requests and r.text]
        if not texts:
            return About("")
        secret = self._vault.secret_for("words")
        key = key_of(assess(texts[0], view.base), texts[0], view.base, secret)
        return About(title_of(key, view.base), substance=key.substance, outcome=key.outcome)

    async def _opened(self, connection: AsyncConnection, number: int) -> OpenedCase | None:
        case = await stored_cases.case(connection, number)
        if case is None:
            return None
        requests = await stored_requests.of_case(connection, self._vault, number)
        found = OpenedCase(case, tuple(reversed(requests)))
        if case.kind is CaseKind.FEEDBACK and case.claim:
            objections = await stored_feedback.objections(connection, case.claim)
            return replace(found, objections=objections)
        if case.kind is CaseKind.LIBRARY:
            disputed = await self._drafting.disputed(connection, case.claim or case.substance)
            return replace(found, disputed=disputed)
        return found

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
