"""One commit for many callers: on SQLite each commit waits for the disk, and a group waits once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

_MOST = 64
"""Callers that share a commit; a longer group would make its first caller wait."""
_T = TypeVar("_T")
Work = Callable[[AsyncConnection], Awaitable[_T]]
"""Statements of one caller; it may run twice, the first time in a transaction that came to
nothing, and so must have no other effect."""
_Begin = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
_Job = tuple[Work[Any], "asyncio.Future[Any]"]


class Groups:
    """Collects the work of callers while a commit is under way and commits it together."""

    def __init__(self, begin: _Begin) -> None:
        self._begin = begin
        self._waiting: list[_Job] = []
        self._one_group = asyncio.Lock()

    async def commit(self, work: Work[_T]) -> _T:
        """Run the work and commit it. Raises what it raises; nothing of it is kept then."""
        job: _Job = (work, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        try:
            async with self._one_group:
                # Whoever comes first takes along all who wait; for them it is done already.
                if not job[1].done():
                    group, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
                    # Shielded: a caller that is cancelled must not undo the work of the others.
                    await asyncio.shield(asyncio.ensure_future(self._together(group)))
            result: _T = await job[1]
            return result
        finally:
            if job in self._waiting:
                self._waiting.remove(job)

    async def _together(self, group: list[_Job]) -> None:
        if len(group) > 1:
            try:
                async with self._begin() as connection:
                    results = [await work(connection) for work, _ in group]
            except Exception:  # noqa: S110 - whose fault it is shows when each is alone
                pass
            else:
                for (_, future), result in zip(group, results, strict=True):
                    if not future.done():
                        future.set_result(result)
                return
        for work, future in group:
            await self._alone(work, future)

    async def _alone(self, work: Work[Any], future: asyncio.Future[Any]) -> None:
        try:
            async with self._begin() as connection:
                result = await work(connection)
        except Exception as error:
            if not future.done():
                future.set_exception(error)
        else:
            if not future.done():
                future.set_result(result)
