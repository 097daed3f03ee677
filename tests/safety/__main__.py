"""`python -m tests.safety`: how well alarms, dangers and tip-offs are recognised, by language.

With meaning (the extra `semantic`) and by words only. `noticed`: messages of a kind that got any
warning; `recall`: the right one; `false`: messages of no kind that got one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge import Assessment, Snapshot, load_library, snapshot
from knowledge.embedding import available
from tests.quality.messages import load as load_quality
from tests.safety import messages, score
from tests.safety.messages import Message
from tests.safety.score import Reader, assessed

Given = Sequence[tuple[Message, Assessment]]


def main() -> None:
    """Print the tables."""
    content = load_library()
    if available():
        print("With meaning\n")
        print("\n".join(tables(snapshot(content))))
    print("\nBy words only\n")
    print("\n".join(tables(snapshot(content, meaning=False))))


def tables(base: Snapshot) -> Iterator[str]:
    """Every table for a base, as lines."""
    alarms = assessed(messages.alarms(), base)
    yield from table("alarms that stand alone", alarms, score.alone)
    yield from table("alarms alone or on top of the answer", alarms, score.alone_or_on_top)
    for kind in score.URGENT:
        part = [pair for pair in alarms if not pair[0].kinds or kind in pair[0].kinds]
        yield _row(str(kind), part, score.alone_or_on_top)
    long = assessed(messages.buried(), base)
    yield _row("within long messages, alone or on top", long, score.alone_or_on_top)
    ordinary = assessed(_ordinary(), base)
    yield _row("set-aside messages of the quality set", ordinary, score.alone)
    yield _row("the same, on top", ordinary, score.alone_or_on_top)
    topics = assessed(messages.topics(), base)
    yield from table("helplines below answers", topics, score.closing_helpline)
    dangers = assessed(messages.dangers(), base)
    yield from table("lines on danger", dangers, score.lines_on_danger)
    yield from _by_kind(dangers, score.lines_on_danger)
    tip_offs = assessed(messages.tip_offs(), base)
    yield from table("tip-offs", tip_offs, score.sales_patterns)
    yield from _by_kind(tip_offs, score.sales_patterns)


def table(title: str, given: Given, read: Reader) -> Iterator[str]:
    """One table: all messages, then language by language."""
    yield f"\n{title:42}{'noticed':>9}{'recall':>9}{'false':>9}"
    yield _row("all", given, read)
    for language in sorted({message.language for message, _ in given}):
        yield _row(language, [pair for pair in given if pair[0].language == language], read)


def _row(name: str, given: Given, read: Reader) -> str:
    found = score.score(given, read)
    return f"{name:42}{found.noticed:9.2f}{found.recall:9.2f}{found.false_alarms:9.3f}"


def _by_kind(given: Given, read: Reader) -> Iterator[str]:
    """The recall of each kind."""
    kinds = sorted(set().union(*(message.kinds for message, _ in given)))
    for kind in kinds:
        of_kind = [read(assessment) for message, assessment in given if kind in message.kinds]
        right = sum(kind in found for found in of_kind)
        yield f"  {kind:40}{right:6} of {len(of_kind)}"


def _ordinary() -> list[Message]:
    return [
        Message(each.id, each.language, each.text, frozenset())
        for each in load_quality()
        if each.set_aside
    ]


if __name__ == "__main__":
    main()
