"""Amounts in a sentence, and whether they are more than an upper limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Limit, LimitKind, Substance

_UNITS = {
    "mg": ("mg", "мг", "毫克", "मिग्रा", "मिलीग्राम", "ملغ", "ملجم", "مجم", "ملليجرام", "milligram"),
    "µg": ("µg", "μg", "mcg", "ug", "мкг", "微克", "माइक्रोग्राम", "ميكروغرام", "ميكروجرام"),
    "g": ("g", "gr", "gram", "grams", "gramos", "gramas", "grammes", "grammi", "gramm", "г", "克",
          "ग्राम", "غرام", "جرام"),
    "IU": ("iu", "i.u.", "ui", "u.i.", "ie", "i.e.", "ме", "国际单位", "आईयू", "وحدة دولية", "وحدة"),
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_AMOUNT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3}){1,4}|\d+(?:[.,]\d{1,2})?)"
    r"\s?(k|тыс\.?|万|mil)?\s?("
    + "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)
_THOUSANDS = {"k": 1e3, "mil": 1e3, "тыс": 1e3, "тыс.": 1e3, "万": 1e4}
_GROUPED = re.compile(r"[ .,'’\u00a0\u202f](?=\d{3})")
_DIGITS = str.maketrans("०१२३४५६७८९٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_IN_MG = {"mg": 1.0, "µg": 1e-3, "g": 1e3}
_IU_IN_MG = {"vitamin-d": 0.025e-3, "vitamin-d3": 0.025e-3, "vitamin-a": 0.3e-3, "vitamin-e": 0.67}
"""What an international unit is: unit conversions of the Dietary Supplement Ingredient Database (US
Department of Agriculture and NIH): vitamin D 0.025 µg, vitamin A 0.3 µg of retinol, natural
vitamin E 0.67 mg."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in its unit (mg, µg, g or IU), and where its text begins."""

    value: float
    unit: str
    at: int


def amounts(text: str) -> list[Amount]:
    """Every amount of a text in reading order, in any of the digits that people write."""
    plain = text.translate(_DIGITS)
    found = []
    for match in _AMOUNT.finditer(plain):
        number, many, unit = match.groups()
        grouped = _GROUPED.search(number) is not None
        value = float(_GROUPED.sub("", number) if grouped else number.replace(",", "."))
        value *= _THOUSANDS.get((many or "").lower(), 1.0)
        found.append(Amount(value, _UNIT_OF[unit.lower()], match.start()))
    return found


def over_limit(amount: Amount, substance: Substance) -> Limit | None:
    """The careful upper limit for all adults that an amount a day is over, if it is."""
    limit = careful_limit(substance)
    if limit is None or limit.amount is None:
        return None
    taken, allowed = (_in_mg(v, u, substance.id) for v, u in (_pair(amount), _of(limit)))
    return limit if taken is not None and allowed is not None and taken > allowed else None


def careful_limit(substance: Substance) -> Limit | None:
    """The upper limit a day for all adults; where authorities differ, the lowest."""
    adults = [
        each
        for each in substance.limits
        if each.kind is LimitKind.UPPER
        and each.amount is not None
        and each.per == "a day"
        and each.population in ("adults", "adults and children")
    ]
    return min(adults, key=lambda each: each.amount or 0.0, default=None)


def _pair(amount: Amount) -> tuple[float, str]:
    return amount.value, amount.unit


def _of(limit: Limit) -> tuple[float, str]:
    return limit.amount or 0.0, limit.unit


def _in_mg(value: float, unit: str, substance: str) -> float | None:
    factor = _IU_IN_MG.get(substance) if unit == "IU" else _IN_MG.get(unit)
    return None if factor is None else value * factor
