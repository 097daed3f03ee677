"""What the public's acts come to: what somebody sends to the reviewers, thinks of an answer or was
told is stored here, in the transaction of the answer."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import tallies, wire
from bot.clock import Clock, day_of
from bot.conversation import Context, Incoming, requesting
from bot.conversation.acts import AskReviewers, ForgetTold, OfPublic, Rate, TakeBack, Told
from bot.conversation.replies import Reply
from bot.wording import blocks
from bot.wording.tallied import Feedback, feedback_of
from knowledge import (
    About,
    CaseKey,
    CaseKind,
    Database,
    Objection,
    Snapshot,
    Vault,
    Verdict,
    Words,
    harm_of,
    harm_of_claim,
    key_of,
    stored_cases,
    stored_feedback,
    stored_requests,
    stored_told,
    stored_waiting,
    title_of,
)


class Reception:
    """Looks up what an answer to the public depends on, and carries its acts out."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self.vault = vault
        self._clock = clock
        self._secret = vault.secret_for("words")

    async def context(self, incoming: Incoming, base: Snapshot) -> Context:
        """What a step of somebody's is decided on."""
        now_ms = self._clock()
        sent: tuple[int, ...] = ()
        if requesting.sends(incoming):
            person = self.vault.pseudonym(incoming.person)
            async with self._database.read() as connection:
                sent = await stored_waiting.sent_by(connection, person, now_ms - requesting.DAY_MS)
        return Context(base, day_of(now_ms), now_ms, sent)

    async def carry_out(
        self, connection: AsyncConnection, act: OfPublic, incoming: Incoming, context: Context
    ) -> list[wire.Call]:
        """Do one thing that was decided, in its transaction; the calls that follow from it."""
        replies: tuple[Reply, ...] = ()
        match act:
            case Told():
                await self.remember(connection, act, incoming.chat, context)
            case ForgetTold():
                await stored_told.forget(connection, self.vault.pseudonym(incoming.chat))
            case AskReviewers():
                replies = (await self._ask(connection, act, incoming, context),)
            case TakeBack():
                person = self.vault.pseudonym(incoming.person)
                gone = await stored_requests.withdraw(connection, person, context.now_ms, act.case)
                replies = (requesting.taken_back(incoming.message, done=bool(gone)),)
            case Rate():
                await self._rate(connection, act, incoming, context)
        return wire.calls(replies, incoming.chat)

    async def remember(
        self, connection: AsyncConnection, act: Told, chat: int, context: Context
    ) -> None:
        """Keep that a chat is told of these claims as they stand."""
        owner = self.vault.pseudonym(chat)
        known = [context.base.claims[id_] for id_ in act.claims if id_ in context.base.claims]
        if known:
            address = await self.vault.seal(connection, owner, str(chat))
            await stored_told.remember(connection, owner, address, known, context.now_ms)

    async def _ask(
        self,
        connection: AsyncConnection,
        act: AskReviewers,
        incoming: Incoming,
        context: Context,
    ) -> Reply:
        key = key_of(act.assessment, act.text, context.base, self._secret)
        asked = stored_requests.Asked(
            person=self.vault.pseudonym(incoming.person),
            chat=incoming.chat,
            text=act.text,
            language=act.assessment.language,
            key=key,
            title=title_of(key, context.base),
            harm=harm_of(act.assessment),
        )
        case, _ = await stored_requests.add_request(connection, self.vault, asked, context.now_ms)
        return requesting.sent(incoming.message, case)

    async def _rate(
        self, connection: AsyncConnection, act: Rate, incoming: Incoming, context: Context
    ) -> None:
        person = self.vault.pseudonym(incoming.person)
        new = await stored_feedback.add(connection, person, act.answer, act.said, context.now_ms)
        if new:
            counted = feedback_of(Feedback(act.said.verdict.value))
            await tallies.count(connection, context.today, counted)
        if new and act.said.verdict is not Verdict.HELPFUL:
            await self._object(connection, act.said, incoming, context)

    async def _object(
        self,
        connection: AsyncConnection,
        said: Objection,
        incoming: Incoming,
        context: Context,
    ) -> None:
        """A case for those who keep the base; who objects is told what came of it."""
        claim = context.base.claims.get(said.claim)
        if claim is None:
            return
        label = blocks.label(claim, context.base)
        about = About(label, claim.substance, claim.outcome, claim.id)
        harm = harm_of_claim(claim)
        case, _ = await stored_cases.open_case(
            connection, CaseKind.FEEDBACK, about, context.now_ms, harm
        )
        nothing = CaseKey(claim.substance, claim.outcome, frozenset(), Words(()))
        asked = stored_requests.Asked(
            person=self.vault.pseudonym(incoming.person),
            chat=incoming.chat,
            text="",
            language="",
            key=nothing,
            title=label,
            harm=harm,
        )
        await stored_requests.add_to_case(connection, self.vault, case, asked, context.now_ms)
