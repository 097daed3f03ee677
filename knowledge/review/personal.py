from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Scrubbed:
    text: str
    removed: Counter[str]


def scrubbed(text: str) -> Scrubbed:
    return Scrubbed(text, Counter())
