"""Amounts as people write them, and the careful upper limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model import Limit, LimitKind, Substance
from knowledge.reading.doses import amounts, careful_limit, over_limit
from tests.make import SOURCE

DAILY = Limit("adults", 100, "µg", "a day", LimitKind.UPPER, "Too much calcium.", SOURCE)
VITAMIN_D = Substance("vitamin-d", "Vitamin D", "vitamin", {}, limits=(DAILY,))
ZINC = Substance("zinc", "Zinc", "mineral", {}, limits=(replace(DAILY, amount=25, unit="mg"),))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("take 500 mg daily", 500, "mg"),
        ("1,5 g am Tag", 1.5, "g"),
        ("50,000 IU", 50_000, "IU"),
        ("50.000 UI al día", 50_000, "IU"),
        ("50 000 МЕ", 50_000, "IU"),
        ("10k IU", 10_000, "IU"),
        ("5万国际单位", 50_000, "IU"),
        ("٥٠٠ ملجم", 500, "mg"),
        ("२५० मिलीग्राम", 250, "mg"),
        ("400mcg", 400, "µg"),
        ("100 мкг", 100, "µg"),
    ],
)
def test_an_amount_is_read_in_every_language(text: str, value: float, unit: str) -> None:
    (found,) = amounts(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["24 hours", "vitamin B12", "in 2024 g", "10 gummies", "3 times"])
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert [found.value for found in amounts(text)] in ([], [2024.0])


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("4,000 IU", False),
        ("4,001 IU", True),
        ("100 µg", False),
        ("1 mg", True),
        ("5 drops", False),
    ],
)
def test_an_amount_is_compared_in_its_own_unit(text: str, over: bool) -> None:
    found = amounts(text)
    assert any(over_limit(amount, VITAMIN_D) is not None for amount in found) is over


def test_a_unit_that_means_nothing_for_a_substance_is_over_no_limit() -> None:
    (amount,) = amounts("50,000 IU")
    assert over_limit(amount, ZINC) is None


def test_where_authorities_differ_the_lower_limit_counts() -> None:
    both = replace(ZINC, limits=(replace(DAILY, amount=40, unit="mg"), *ZINC.limits))
    limit = careful_limit(both)
    assert limit is not None
    assert limit.amount == 25


@pytest.mark.parametrize(
    "changes", [{"population": "pregnancy"}, {"per": "at once"}, {"kind": LimitKind.HARMFUL}]
)
def test_only_a_daily_limit_for_all_adults_is_one(changes: dict[str, str]) -> None:
    other = replace(VITAMIN_D, limits=(replace(DAILY, **changes),))  # type: ignore[arg-type]
    assert careful_limit(other) is None
