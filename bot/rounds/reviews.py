"""Reviews that come due, and records that a new library has changed beside a moderator, become
cases."""

from __future__ import annotations

import asyncio

from bot.conversation import Context
from bot.rounds.means import Means
from bot.wording import blocks
from knowledge import (
    About,
    CaseKind,
    Claim,
    Harm,
    comes_due,
    harm_of_claim,
    stored_cases,
    stored_history,
    stored_progress,
)

_AT_ONCE = 50
_ALL = 100_000

_Wanted = tuple[CaseKind, About, Harm]
"""A case that is to be opened: its kind, what it is about, and the harm that it may do."""


class Reviews:
    """Looks for reviews once a day, for records of the library whenever the base has changed."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def step(self) -> bool:
        """Open the cases that are missing."""
        context = self._means.context()
        version, day = context.base.version, context.today.toordinal()
        async with self._means.database.read() as connection:
            done = await stored_progress.load(connection)
            if (done.get("looked_version"), done.get("looked_day")) == (version, day):
                return False
            opened = await stored_cases.open_cases(connection, context.now_ms, _ALL)
            conflicts = await stored_history.conflicts(connection)
        known = frozenset((case.kind, case.claim or case.substance) for case in opened)
        wanted = [
            (CaseKind.LIBRARY, _of_record(each.key.kind, each.key.id, context), Harm.PLAIN)
            for each in conflicts
            if (CaseKind.LIBRARY, each.key.id) not in known
        ]
        if done.get("looked_day") != day:
            # In a thread: all claims are read for this.
            wanted += await asyncio.to_thread(_due, context, known)
        await self._open(wanted, context)
        async with self._means.write() as connection:
            await stored_progress.keep(connection, looked_version=version, looked_day=day)
        return False

    async def _open(self, wanted: list[_Wanted], context: Context) -> None:
        for at in range(0, len(wanted), _AT_ONCE):
            async with self._means.write() as connection:
                for kind, about, harm in wanted[at : at + _AT_ONCE]:
                    await stored_cases.open_case(connection, kind, about, context.now_ms, harm)


def _due(context: Context, known: frozenset[tuple[CaseKind, str]]) -> list[_Wanted]:
    """The claims that are to be reviewed again and have no case yet."""
    return [
        (CaseKind.DUE, _of_claim(claim, context), harm_of_claim(claim))
        for claim in context.base.claims.values()
        if comes_due(claim, context.today) and (CaseKind.DUE, claim.id) not in known
    ]


def _of_claim(claim: Claim, context: Context) -> About:
    label = blocks.label(claim, context.base)
    return About(label, claim.substance, claim.outcome, claim.id)


def _of_record(kind: str, id_: str, context: Context) -> About:
    """What a case on a record is about; one that is published is named as people know it."""
    claim = context.base.claims.get(id_) if kind == "claim" else None
    if claim is not None:
        return _of_claim(claim, context)
    if kind == "claim":
        return About(id_, claim=id_)
    names = context.base.vocabulary.substances
    title = names[id_].name if kind == "substance" and id_ in names else id_
    # A name or an outcome has no claim; it is told from others by its id in the substance's place.
    return About(title, substance=id_)
