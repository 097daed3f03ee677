"""What moderators see of the whole: a week in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording import blocks
from bot.wording.catalogue import say
from bot.wording.counted import SHOWN_FROM, Seen, Totals
from bot.wording.rich import Text, Writer
from bot.wording.tallied import Feedback
from knowledge import Snapshot

_HOURS = 48
"""Up to so many hours are told in hours, more in days."""


def stats(seen: Seen, base: Snapshot) -> Text:
    """The last seven days beside the seven before."""
    writer = Writer()
    week = seen.week
    writer.bold(say("seen", "title", day=blocks.day(seen.last))).line()
    change = _change(week.messages - seen.before.messages)
    writer.line(say("seen", "messages", count=week.messages, change=change))
    if week.messages:
        for line in _shares(week):
            writer.line(line)
    writer.line(say("seen", "so_far", count=seen.so_far)).line()
    _list(writer, say("seen", "top"), [(claim_name(id_, base), n) for id_, n in seen.top])
    open_pairs = [(pair_words(one, other, base), n) for one, other, n in seen.pairs]
    _list(writer, say("seen", "open"), open_pairs)
    writer.line(_to_review(seen.hours)).line(_feedback(seen))
    return writer.line().italic(say("seen", "few", least=SHOWN_FROM)).text()


def claim_name(id_: str, base: Snapshot) -> str:
    """How a claim is called in a list: never in its own words, which are the misleading ones."""
    return blocks.label(base.claims[id_], base) if id_ in base.claims else say("seen", "gone")


def pair_words(substance: str, outcome: str | None, base: Snapshot) -> str:
    """How something is called that nobody has reviewed."""
    substances, outcomes = base.vocabulary.substances, base.vocabulary.outcomes
    name = substances[substance].name if substance in substances else substance
    if outcome is None:
        return name
    effect = outcomes[outcome].name if outcome in outcomes else outcome
    return say("seen", "pair", substance=name, outcome=effect)


def _list(writer: Writer, title: str, named: Sequence[tuple[str, int]]) -> None:
    if named:
        writer.bold(title).line()
        for name, count in named:
            writer.line(f"• {name}: {count}")
        writer.line()


def _change(more: int) -> str:
    if not more:
        return say("seen", "as_many")
    return say("seen", "more" if more > 0 else "fewer", count=abs(more))


def _shares(week: Totals) -> tuple[str, str, str]:
    """What the messages of a week got."""
    answered, asked, open_ = week.answered, week.asked, week.not_reviewed
    of = week.messages
    return (
        say("seen", "answered", count=answered, share=_share(answered, of)),
        say("seen", "asked_back", count=asked, share=_share(asked, of)),
        say("seen", "not_reviewed", count=open_, share=_share(open_, of)),
    )


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.0f}%"


def _to_review(hours: float | None) -> str:
    if hours is None:
        return say("seen", "no_review")
    if hours <= _HOURS:
        return say("seen", "hours", hours=f"{hours:.0f}")
    return say("seen", "days", days=f"{hours / 24:.1f}")


def _feedback(seen: Seen) -> str:
    told = {one: seen.feedback.get(one, 0) for one in Feedback}
    total = sum(told.values())
    if total < SHOWN_FROM:
        return say("seen", "little_feedback")
    return say(
        "seen",
        "feedback",
        count=total,
        share=_share(told[Feedback.HELPFUL], total),
        not_mine=told[Feedback.NOT_MINE],
        wrong=told[Feedback.WRONG],
    )
