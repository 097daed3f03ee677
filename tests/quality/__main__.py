"""`python -m tests.quality`: the table; `--faults` lists every wrong and missed claim to read;
`--ship` puts the tuning part into the package, for moderators to try changes on."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from knowledge import load_library, snapshot
from knowledge.tried import SHIPPED
from tests.quality.baselines import baselines
from tests.quality.messages import Message, load
from tests.quality.score import Judged, Score, judge, score
from tests.quality.ship import ship
from tests.quality.twins import is_right, twins


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="list the faults of the tuning part")
    parser.add_argument("--ship", action="store_true", help="make the shipped messages anew")
    asked = parser.parse_args()
    if asked.ship:
        print(f"{SHIPPED}: {ship()} messages")
        return
    content, messages = load_library(), load()
    base, by_words = snapshot(content), snapshot(content, meaning=False)
    tuning = [message for message in messages if not message.set_aside]
    aside = [message for message in messages if message.set_aside]
    judged = [judge(message, base) for message in messages]
    if asked.faults:
        _faults([one for one in judged if not one.message.set_aside])
    print(
        f"{'':20}{'messages':>9}{'prec.':>7}{'recall':>8}{'F1':>7}"
        f"{'alarms':>8}{'stance':>8}{'asked':>7}"
    )
    if base.meaning.active:
        _row("tuning", score(one for one in judged if not one.message.set_aside))
        _row("set aside", score(one for one in judged if one.message.set_aside))
    else:
        print("by meaning: not measured, the extra `semantic` is not installed")
    _row("by words, tuning", score(judge(message, by_words) for message in tuning))
    _row("by words, set aside", score(judge(message, by_words) for message in aside))
    print("\nbaselines, set aside, at the threshold that is best for them on the tuning part")
    for name, found in baselines(tuning, aside, by_words).items():
        _row(name, found)
    changed = [is_right(twin, base) for twin in twins(messages, base)]
    print(f"\ntwins: {sum(changed)} of {len(changed)} answered as changed")
    _groups(judged, lambda message: message.language)
    _groups(judged, lambda message: message.kind)


def _groups(judged: Sequence[Judged], key: Callable[[Message], str]) -> None:
    print()
    for name in sorted({key(one.message) for one in judged}):
        _row(name, score(one for one in judged if key(one.message) == name))


def _row(name: str, total: Score) -> None:
    print(
        f"{name:20}{total.messages:9}{total.precision:7.2f}{total.recall:8.2f}{total.f1:7.2f}"
        f"{total.false_alarms:8.2f}{total.stance:8.2f}{total.asked:7}"
    )


def _faults(judged: Sequence[Judged]) -> None:
    for one in judged:
        if one.wrong or one.missed:
            told = one.message
            print(f"{told.id} {told.kind} {told.language}: {told.text[:300]}")
            for id_ in one.wrong:
                finding = next(f for f in one.assessment.answers if f.claim.id == id_)
                print(f"   wrong  {id_} {finding.probability} {finding.words}")
            for id_ in one.missed:
                asked = [f.probability for f in one.assessment.questions if f.claim.id == id_]
                print(f"   missed {id_} {asked or ''}")


if __name__ == "__main__":
    main()
