"""What a change of the base would change: known messages, answered before it and after it.

Nothing is guessed. A reading depends on the text and the vocabulary alone, and the vector of a
sentence on its text alone; both are taken over from before. Everything that depends on claims is
done anew for every message, as one new phrasing moves the weight of words for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.matching.assess import answered
from knowledge.matching.meaning import Vectors
from knowledge.model import Content, Substance
from knowledge.reading.language import LANGUAGES
from knowledge.reading.names import EXACT
from knowledge.reading.normalise import clean, fold
from knowledge.reading.reader import Reading, read
from knowledge.reading.vocabulary import Vocabulary, compile_vocabulary
from knowledge.review.tried import Tried, goals
from knowledge.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Moved:
    """A message that would be answered otherwise: the claims that it would get and lose."""

    id: str
    text: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """`fixes` are messages for which something comes right, `breaks` those for which something goes
    wrong (a message may be both), `also` those of which nobody knows what is right."""

    fixes: tuple[Moved, ...] = ()
    breaks: tuple[Moved, ...] = ()
    also: tuple[Moved, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing breaks."""
        return not self.breaks


@dataclass(frozen=True, slots=True)
class Baseline:
    """How messages are answered now, kept for as many changes as are tried on them. `heard` are
    the vectors of their sentences."""

    base: Snapshot
    messages: tuple[Tried, ...]
    readings: tuple[Reading, ...]
    answers: tuple[frozenset[str], ...]
    heard: dict[str, Vectors]


def backtest(before: Snapshot, after: Snapshot, messages: Sequence[Tried]) -> Backtest:
    """What the step from one base to another changes for these messages."""
    return compared(baseline(before, messages), after)


def baseline(base: Snapshot, messages: Sequence[Tried], last: Baseline | None = None) -> Baseline:
    """Answer these messages from a base. What the `last` baseline knows of their texts is used
    again, also where the base has changed."""
    same = last is not None and last.base.vocabulary is base.vocabulary
    known = _by_text(last) if last is not None and same else {}
    readings = tuple(known.get(each.text) or read(each.text, base.vocabulary) for each in messages)
    heard: dict[str, Vectors] = {}
    hearing = _hearing(base, heard, last.heard if last else {})
    answers = tuple(answered(reading, hearing) for reading in readings)
    return Baseline(base, tuple(messages), readings, answers, heard)


def compared(before: Baseline, after: Snapshot) -> Backtest:
    """What another base changes for the messages of a baseline."""
    fixes, breaks, also = [], [], []
    hearing = _hearing(after, before.heard, before.heard)
    for tried, reading, was in zip(
        before.messages, _readings(before, after), before.answers, strict=True
    ):
        now = answered(reading, hearing)
        moved = Moved(tried.id, tried.text, tuple(sorted(now - was)), tuple(sorted(was - now)))
        if tried.expected is None:
            if was != now:
                also.append(moved)
            continue
        comes_right, goes_wrong = _judged(tried, (before.base, was), (after, now))
        if comes_right:
            fixes.append(moved)
        if goes_wrong:
            breaks.append(moved)
    return Backtest(tuple(fixes), tuple(breaks), tuple(also))


_Answered = tuple[Snapshot, frozenset[str]]


def _judged(tried: Tried, before: _Answered, after: _Answered) -> tuple[bool, bool]:
    """Whether something comes right for a message, and whether something goes wrong."""
    had, has = goals(tried, before[0]), goals(tried, after[0])
    met = [bool(claims & before[1]) for claims in had]
    meets = [bool(claims & after[1]) for claims in has]
    were_wrong = before[1].difference(*had)
    are_wrong = after[1].difference(*has)
    found = any(now and not was for was, now in zip(met, meets, strict=True))
    lost = any(was and not now for was, now in zip(met, meets, strict=True))
    return found or bool(were_wrong - are_wrong), lost or bool(are_wrong - were_wrong)


def _hearing(base: Snapshot, heard: dict[str, Vectors], known: Mapping[str, Vectors]) -> Snapshot:
    return replace(base, meaning=base.meaning.remembering(heard, known))


def _by_text(last: Baseline) -> dict[str, Reading]:
    texts = (each.text for each in last.messages)
    return dict(zip(texts, last.readings, strict=True))


def _readings(before: Baseline, after: Snapshot) -> Iterator[Reading]:
    """The messages as read with the words of another base."""
    words = after.vocabulary
    if words is before.base.vocabulary:
        yield from before.readings
        return
    added = _added(before.base.content, after.content)
    for tried, reading in zip(before.messages, before.readings, strict=True):
        anew = added is None or _may_name(reading, added)
        yield read(tried.text, words) if anew else reading


def _may_name(reading: Reading, added: Vocabulary) -> bool:
    """Whether any word of a message may be one of these names, in any language and however badly
    spelt. Without one, it is read as it was: names are found independently of each other, and a
    slip is put down to another name only where that is as near."""
    return any(
        added.names.find(one.sentence.tokens, (EXACT, *LANGUAGES))
        # Of no language, so that no word is too common to be a slip.
        or any(added.speller.misspelt(one.sentence.tokens, set(), ()))
        for one in reading.sentences
    )


def _added(before: Content, after: Content) -> Vocabulary | None:
    """The names of substances that were added; None where words were changed in another way."""
    if (before.outcomes, before.tip_offs, before.cues) != (
        after.outcomes,
        after.tip_offs,
        after.cues,
    ):
        return None
    old = {substance.id: substance for substance in before.substances}
    if old.keys() - {substance.id for substance in after.substances}:
        return None
    fresh = []
    for substance in after.substances:
        was = old.get(substance.id)
        if was is None:
            fresh.append(substance)
        elif was is not substance:
            named = _newly_named(was, substance)
            if named is None:
                return None
            fresh.append(named)
    return compile_vocabulary(Content(claims=(), substances=tuple(fresh), outcomes=()))


def _newly_named(was: Substance, now: Substance) -> Substance | None:
    """The substance with its new names alone; None where its old ones are not as they were."""
    old = {text for texts in was.names.values() for text in texts}
    new = {
        language: tuple(text for text in texts if text not in was.names.get(language, ()))
        for language, texts in now.names.items()
    }
    texts = [text for each in new.values() for text in each]
    kept = {
        language: tuple(text for text in held if text not in new[language])
        for language, held in now.names.items()
    }
    as_it_was = (
        (now.name, now.group) == (was.name, was.group)
        and _some(kept) == _some(was.names)
        and now.ambiguous - {*texts} == was.ambiguous
        and old.isdisjoint(texts)
        # What is shown counts as a name only while no name is spelt like it.
        and fold(clean(now.name)) not in {fold(clean(text)) for text in texts}
    )
    if not as_it_was:
        return None
    return replace(now, name=texts[0] if texts else "", names=new)


def _some(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {language: texts for language, texts in names.items() if texts}
