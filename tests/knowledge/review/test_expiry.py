"""How long a review holds."""

from __future__ import annotations

from datetime import timedelta

from knowledge import comes_due, run_out
from tests.make import CLAIM

DUE = CLAIM.review.due
A_DAY = timedelta(days=1)


def test_a_review_is_brought_up_a_month_ahead() -> None:
    assert not comes_due(CLAIM, DUE - 31 * A_DAY)
    assert comes_due(CLAIM, DUE - 30 * A_DAY)
    assert comes_due(CLAIM, DUE + 400 * A_DAY)


def test_a_review_is_relied_on_for_three_months_after_its_end() -> None:
    assert not run_out(CLAIM, DUE + 90 * A_DAY)
    assert run_out(CLAIM, DUE + 91 * A_DAY)
