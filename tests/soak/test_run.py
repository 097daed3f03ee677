"""The short version of `make soak`: a steady load is answered, and the memory can be read."""

from __future__ import annotations

from tests.soak.run import run


async def test_a_steady_load_is_answered_without_a_complaint() -> None:
    found = await run(minutes=0.03, rate=25)
    assert found.complaints == []
    assert found.replied == found.sent == 45
    assert 0 < found.p50 <= found.p99
    assert found.first > 20
    assert found.growth < 0.5
