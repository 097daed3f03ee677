"""Those who wait for the reviewers are answered when the base has become able to, once each.

Whenever the base has changed, everybody who waits is looked at again, some at a time; how far that
has come is kept with what was sent, so that a process that dies goes on where it was. A change that
may still be undone answers nobody yet: the next time round it does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import wire
from bot.answering import broadcast
from bot.conversation import Context, keyboards
from bot.conversation.acts import Told
from bot.conversation.replies import Keyboard, Say
from bot.rounds.means import Means
from bot.wording import after, compose
from bot.wording.answer import Answer, Item, answer_of
from bot.wording.rich import Text
from knowledge import (
    UNDO_MS,
    CaseKind,
    Closed,
    Ending,
    Stance,
    assess,
    last_changed,
    stored_cases,
    stored_feedback,
    stored_progress,
    stored_requests,
    stored_waiting,
    unsettled,
)

_AT_ONCE = 25
"""People in one transaction."""
_BUTTONS = 5
_TO_MATCH = (None, Closed.ANSWERED_BY, Closed.NEW_NAME, Closed.NEW_CLAIM)
"""Endings of cases whose people are answered when their message matches something."""
_Asker = stored_requests.Asker
_Case = stored_waiting.WaitingCase


@dataclass(frozen=True, slots=True)
class _Lately:
    """What has been changed: may still be undone, and when each record was, for the last time."""

    unsettled: frozenset[tuple[str, str]]
    changed: Mapping[tuple[str, str], int]
    asked: Mapping[int, int]
    refused: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one person is told, and which of the claims it answers with."""

    case: _Case
    asker: _Asker
    text: Text
    buttons: Keyboard = ()
    claims: tuple[str, ...] = ()


class Waiting:
    """One step at a time; each is one transaction."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def step(self) -> bool:
        """Tell some people; whether there may be more to do at once."""
        return await self._closed() or await self._pass()

    async def _pass(self) -> bool:
        """Match some of those who wait with a base that has changed."""
        context = self._means.context()
        async with self._means.database.read() as connection:
            done = await stored_progress.load(connection)
            if not done.get("passing"):
                if done.get("matched") == context.base.version:
                    return False
                open_to_undo = await unsettled(connection, context.now_ms)
                if open_to_undo and context.now_ms < done.get("rested_ms", 0) + UNDO_MS:
                    return False
            people = await self._next(connection, done) if done.get("passing") else []
            lately = await self._lately(connection, people, context.now_ms)
        if not done.get("passing"):
            await self._begin(context, clean=not open_to_undo)
            return True
        if not people:
            await self._end(done, context)
            return True
        letters = [await self._matched(case, one, context, lately) for case, one in people]
        async with self._means.write() as connection:
            for letter in filter(None, letters):
                await self._send(connection, letter, context)
            last_case, last = people[-1]
            await stored_progress.keep(connection, case=last_case.id, request=last.request)
        return True

    async def _begin(self, context: Context, *, clean: bool) -> None:
        async with self._means.write() as connection:
            await stored_progress.keep(
                connection, passing=context.base.version, clean=int(clean), case=0, request=0
            )

    async def _end(self, done: Mapping[str, int], context: Context) -> None:
        """What could still be undone when this began is looked at once more, later."""
        matched = done["passing"] if done["clean"] else 0
        async with self._means.write() as connection:
            await stored_progress.keep(
                connection, passing=0, matched=matched, rested_ms=context.now_ms
            )

    async def _next(
        self, connection: AsyncConnection, done: Mapping[str, int]
    ) -> list[tuple[_Case, _Asker]]:
        found: list[tuple[_Case, _Asker]] = []
        for case in await stored_waiting.waiting_cases(connection, done["case"]):
            if case.kind is not CaseKind.REQUEST or case.closed not in _TO_MATCH:
                continue
            after_ = done["request"] if case.id == done["case"] else 0
            people = await stored_requests.waiting_people(
                connection, self._means.vault, case.id, after_, _AT_ONCE - len(found)
            )
            found += [(case, one) for one in people]
            if len(found) >= _AT_ONCE:
                break
        return found

    async def _lately(
        self, connection: AsyncConnection, people: list[tuple[_Case, _Asker]], now_ms: int
    ) -> _Lately:
        asked = await stored_waiting.asked_ms(connection, [one.request for _, one in people])
        return _Lately(
            await unsettled(connection, now_ms),
            await last_changed(connection, min(asked.values(), default=now_ms)),
            asked,
            {
                one.request: await stored_feedback.refused(connection, one.person)
                for _, one in people
            },
        )

    async def _matched(
        self, case: _Case, asker: _Asker, context: Context, lately: _Lately
    ) -> _Letter | None:
        """The answer to somebody who waits; None when there is none yet."""
        if not asker.text:
            return None
        assessment = await asyncio.to_thread(assess, asker.text, context.base)
        answer = answer_of(assessment, "0", context.today)
        if answer.urgent or not _answers(answer, asker, context, lately):
            return None
        return _answered(case, asker, answer, context, lately.asked.get(asker.request, 0))

    async def _closed(self) -> bool:
        """Tell some of those whose case moderators have closed, when that can be undone no more."""
        context = self._means.context()
        async with self._means.database.read() as connection:
            settling = await unsettled(connection, context.now_ms)
            for case in await stored_waiting.waiting_cases(connection):
                if case.closed is None or case.changed_ms > context.now_ms - UNDO_MS:
                    continue
                if not _ready(case, context, settling):
                    continue
                people = await stored_requests.waiting_people(
                    connection, self._means.vault, case.id, limit=_AT_ONCE
                )
                if people:
                    asked = await stored_waiting.asked_ms(connection, [p.request for p in people])
                    break
            else:
                return False
        async with self._means.write() as connection:
            for one in people:
                letter = _of_closed(case, one, context, asked.get(one.request, 0))
                await self._send(connection, letter, context)
        return True

    async def _send(self, connection: AsyncConnection, letter: _Letter, context: Context) -> None:
        """Mark and intend together: whatever happens, nobody is told twice or never."""
        claim = letter.claims[0] if letter.claims else ""
        if not await stored_requests.mark_answered(connection, letter.asker.request, claim):
            return
        chat = letter.asker.chat
        await broadcast(
            connection,
            self._means.envelopes,
            wire.calls((Say(letter.text, 0, letter.buttons),), chat),
        )
        state = await self._means.chats.within(connection, chat)
        if letter.claims and state.corrections:
            told = Told(letter.claims)
            await self._means.reception.remember(connection, told, chat, context)
        if letter.case.closed is None and not await stored_waiting.counted(
            connection, letter.case.id
        ):
            ending = Ending(Closed.ANSWERED_BY, "", claim=claim)
            await stored_cases.close(connection, letter.case.id, ending, context.now_ms)


def _answers(answer: Answer, asker: _Asker, context: Context, lately: _Lately) -> bool:
    """Whether this says something new: a claim, or a name of what it is about, was changed after
    they asked, may not be undone any more, and is not one that they said is not theirs."""
    found = False
    for item in answer.items:
        claim = context.base.claims[item.claim]
        records = (
            ("claim", claim.id),
            ("substance", item.about or claim.substance),
            ("outcome", claim.outcome),
        )
        if any(record in lately.unsettled for record in records):
            return False
        asked_ms = lately.asked.get(asker.request, 0)
        new = any(lately.changed.get(record, 0) > asked_ms for record in records)
        found = found or (new and claim.id not in lately.refused.get(asker.request, ()))
    return found


def _answered(
    case: _Case, asker: _Asker, answer: Answer, context: Context, asked_ms: int
) -> _Letter:
    text = compose.reply(answer, context.base, context.today)
    held = compose.held(answer, context.base)
    several = held[:_BUTTONS] if len(held) > 1 else []
    return _Letter(
        case,
        asker,
        after.reviewed_now(text, asked_ms, context.now_ms),
        tuple(keyboards.details(one.claim, context.base) for one in several),
        tuple(item.claim for item in answer.items),
    )


def _ready(case: _Case, context: Context, settling: frozenset[tuple[str, str]]) -> bool:
    """Whether there is something to say to the people of a closed case."""
    if case.kind is not CaseKind.REQUEST or case.closed not in _TO_MATCH:
        return True
    return case.claim in context.base.claims and ("claim", case.claim) not in settling


def _of_closed(case: _Case, asker: _Asker, context: Context, asked_ms: int) -> _Letter:
    claim = context.base.claims.get(case.claim)
    if case.kind is not CaseKind.REQUEST:
        buttons = (keyboards.details(claim, context.base),) if claim else ()
        return _Letter(case, asker, after.looked_again(case.title), buttons)
    if claim is not None and case.closed in _TO_MATCH:
        items = (Item(claim.id, Stance.ASSERTS),)
        answer = Answer("0", asker.language, None, items=items)
        return _answered(case, asker, answer, context, asked_ms)
    return _Letter(case, asker, after.not_answered(case.closed is Closed.NOT_HEALTH))
