"""Polling: an update is acknowledged after it was committed, never before."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.errors import Busy, Gone, Refused, TransportError
from bot.intake.polling import BackOff, poll
from knowledge import Database
from tests.bot.intake.arrivals import numbers_waiting, put

Batch = list[dict[str, Any]]


class Script:
    """A source that gives these answers, one a poll, and then ends the polling."""

    def __init__(self, *answers: Batch | Exception) -> None:
        self._answers = list(answers)
        self.offsets: list[int | None] = []

    async def updates(self, offset: int | None, limit: int, held: int) -> Batch:
        assert 1 <= limit <= 100
        assert 0 < held <= 50
        self.offsets.append(offset)
        if not self._answers:
            raise Refused("the script is over")
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def batch(*ids: int) -> Batch:
    return [{"update_id": id_} for id_ in ids]


def quiet() -> None:
    """A sign of life that nobody looks at."""


class Taken:
    """Accepts batches and keeps their ids."""

    def __init__(self) -> None:
        self.ids: list[int] = []

    async def __call__(self, updates: Batch) -> None:
        self.ids += [update["update_id"] for update in updates]


async def played(script: Script) -> Taken:
    taken = Taken()
    with pytest.raises(Refused, match="over"):
        await poll(script, taken, quiet)
    return taken


async def test_the_first_poll_skips_nothing_and_later_ones_confirm() -> None:
    script = Script(batch(5, 6), [], batch(7))
    taken = await played(script)
    assert taken.ids == [5, 6, 7]
    assert script.offsets == [None, 7, 7, 8]


async def test_the_highest_id_of_a_batch_is_confirmed_whatever_its_order() -> None:
    script = Script(batch(9, 4, 6))
    await played(script)
    assert script.offsets == [None, 10]


async def test_nothing_is_confirmed_that_could_not_be_committed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    script, taken = Script(batch(5), batch(5), batch(6)), Taken()
    full = [OSError("disk full")]

    async def accept(updates: Batch) -> None:
        if full:
            raise full.pop()
        await taken(updates)

    with pytest.raises(Refused, match="over"):
        await poll(script, accept, quiet)
    assert script.offsets == [None, None, 6, 7]
    assert taken.ids == [5, 6]
    assert "updates cannot be kept (disk full)" in caplog.text


async def test_updates_are_in_the_inbox_before_they_are_confirmed(database: Database) -> None:
    held: list[list[int]] = []

    class Watching(Script):
        async def updates(self, offset: int | None, limit: int, held_for: int) -> Batch:
            held.append(await numbers_waiting(database))
            return await super().updates(offset, limit, held_for)

    async def accept(updates: Batch) -> None:
        await put(database, [(7, update) for update in updates])

    with pytest.raises(Refused):
        await poll(Watching(batch(1, 2), batch(3)), accept, quiet)
    assert held == [[], [1, 2], [1, 2, 3]]


async def test_a_fault_of_the_network_is_survived_and_the_offset_kept() -> None:
    script = Script(batch(5), TransportError("ReadTimeout"), batch(6))
    taken = await played(script)
    assert taken.ids == [5, 6]
    assert script.offsets == [None, 6, 6, 7]


def test_waits_grow_with_jitter_up_to_a_minute_and_begin_anew_after_a_success() -> None:
    back_off = BackOff()
    waits = [back_off.next() for _ in range(12)]
    assert all(0.25 * 2**n <= wait <= 0.5 * 2**n for n, wait in enumerate(waits[:7]))
    assert all(30 <= wait <= 60 for wait in waits[7:])
    assert len(set(waits)) == len(waits)
    back_off.reset()
    assert back_off.next() <= 0.5


async def test_being_asked_to_wait_is_heeded() -> None:
    script = Script(Busy(0.2), batch(5))
    began = time.monotonic()
    taken = await played(script)
    assert time.monotonic() - began >= 0.2
    assert taken.ids == [5]


async def test_every_good_poll_is_a_sign_of_life_and_a_failed_one_is_not() -> None:
    signs: list[int] = []
    script = Script(batch(5), [], TransportError("ReadTimeout"), batch(6))
    with pytest.raises(Refused, match="over"):
        await poll(script, Taken(), lambda: signs.append(len(script.offsets)))
    assert signs == [1, 2, 4]


@pytest.mark.parametrize("error", [Refused("401"), Gone("403")])
async def test_a_refusal_ends_the_polling(error: Refused) -> None:
    with pytest.raises(Refused, match=str(error)):
        await poll(Script(error, batch(5)), Taken(), quiet)


async def test_polling_can_be_cancelled_while_it_waits() -> None:
    waiting = asyncio.Event()

    class Quiet:
        async def updates(self, offset: int | None, limit: int, held: int) -> Batch:
            waiting.set()
            await asyncio.Event().wait()
            return []

    task = asyncio.create_task(poll(Quiet(), Taken(), quiet))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
