"""What arrived, counted at the server: lost, twice, out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.durability.messages import Question


@dataclass(slots=True)
class Count:
    """Of all messages: how many got no answer, answers beyond the first, first answers that came
    after that of a later message, and texts that answer nothing."""

    answered: int = 0
    lost: list[tuple[int, int]] = field(default_factory=list)
    twice: int = 0
    out_of_order: int = 0
    strange: list[str] = field(default_factory=list)


def count(asked: Sequence[Sequence[Question]], answers: Sequence[Sequence[str]]) -> Count:
    """Compare what each person asked, in order, with the texts that came to them, in order."""
    total = Count()
    for person, (questions, texts) in enumerate(zip(asked, answers, strict=True)):
        firsts: list[int] = []
        seen: Counter[int] = Counter()
        for text in texts:
            place = next((n for n, q in enumerate(questions) if q.mark in text), None)
            if place is None:
                total.strange.append(text)
                continue
            if not seen[place]:
                firsts.append(place)
            seen[place] += 1
        total.answered += len(firsts)
        total.twice += sum(seen.values()) - len(seen)
        total.lost += [(person, n) for n in range(len(questions)) if n not in seen]
        total.out_of_order += sum(
            any(later > place for later in firsts[:at]) for at, place in enumerate(firsts)
        )
    return total
